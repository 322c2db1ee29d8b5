import { sectionsOpenedBy } from "../headings.ts";
import { plainText } from "../read-style.ts";

/** Sentences read of one note: a paste of megabytes says nothing more about wording. */
const MOST_SENTENCES = 400;
const MOST_LETTERS = 100_000;

/** Sentences and list items of a note, without headings and bullets. Any string is a text. */
export const sentencesOf = (text: string): readonly string[] =>
  plainText(text.slice(0, MOST_LETTERS))
    .split("\n")
    .flatMap(line => withoutHeading(line.trim()).split(/(?<=[.!?;])\s+/))
    .map(sentence => sentence.replace(/^(?:[-*•·]|\d{1,2}[.)])\s+/, "").trim())
    .filter(sentence => /\p{L}{2}/u.test(sentence))
    .slice(0, MOST_SENTENCES);

const withoutHeading = (line: string): string => {
  const colon = line.indexOf(":");
  const heading = line.slice(0, colon < 0 ? line.length : colon + 1);
  return sectionsOpenedBy(heading).length > 0 ? line.slice(heading.length).trim() : line;
};

/** Words of a sentence in lower case; what holds a digit is a gap of its own. */
export const wordsOf = (sentence: string): readonly string[] =>
  sentence.toLowerCase().match(/[\p{L}\d¤][\p{L}\p{M}\d'/¤-]*/gu) ?? [];

/** Whether a word is letters alone: numbers, and what holds one, are never part of a wording. */
export const isWord = (word: string): boolean => /^\p{L}[\p{L}\p{M}'/-]*$/u.test(word);
