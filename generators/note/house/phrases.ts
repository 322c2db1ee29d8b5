import { createHash } from "node:crypto";
import type { Bank } from "../bank/bank.ts";
import { readingsOf } from "../readings.ts";
import { EQUIVALENTS } from "./equivalents.ts";
import { isWord, wordsOf } from "./sentences.ts";

/** Words of a phrase. */
const SHORTEST = 2;
const LONGEST = 5;
/** Letters of a word: beyond that it is a paste, not a word. */
const LONGEST_WORD = 18;

/** Finds in sentences what a house says and the bank does not. */
export type PhraseFinder = (sentences: readonly string[]) => readonly string[];

/**
 * Phrases of two to five plain words that stand in sentences and not in a bank, the publicly preferred first: those that
 * the table gives for a wording of the bank (wherever else the bank may say them), then those of words that the bank knows, then by their own hash, so that patients who
 * hold the same phrases count the same ones. No word with a digit or a capital letter is part of one; so no number, date,
 * or name written as one.
 */
export const phraseFinder = (bank: Bank): PhraseFinder => {
  const readings = [...bank.frames.values()].flat().flatMap(({ source }) => readingsOf(source));
  const words = new Set(readings.flatMap(wordsOf).filter(isWord));
  const known = new Set(readings.flatMap(reading => gramsOf(wordsOf(reading))));
  const preferred = new Set(EQUIVALENTS.flatMap(({ house }) => house));
  return sentences => {
    const found = new Set(sentences.flatMap(sentence => gramsOf(plainWords(sentence, words))));
    const rank = (phrase: string): string => {
      const tier = preferred.has(phrase) ? 0 : phrase.split(" ").every(word => words.has(word)) ? 1 : 2;
      return `${tier}${createHash("sha256").update(phrase).digest("hex")}`;
    };
    return [...found]
      .filter(phrase => preferred.has(phrase) || (!known.has(phrase) && isWhole(phrase)))
      .map(phrase => [rank(phrase), phrase] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, phrase]) => phrase);
  };
};

/** Words in lower case; a gap for what is no plain word, or is written with a capital other than the sentence's first. */
const plainWords = (sentence: string, known: ReadonlySet<string>): readonly string[] => {
  const first = /\p{L}[\p{L}\p{M}'/-]*/u.exec(sentence);
  const withoutFirst =
    first === null || !known.has(first[0].toLowerCase()) || /^\p{Lu}{2}/u.test(first[0])
      ? sentence
      : sentence.slice(0, first.index) +
        first[0].toLowerCase() +
        sentence.slice(first.index + first[0].length);
  return wordsOf(
    withoutFirst.replace(/[\p{L}\p{M}\d'/-]*(?:\p{Lu}|\d)[\p{L}\p{M}\d'/-]*|[,:;()"–—]/gu, " 0 "),
  );
};

const gramsOf = (words: readonly string[]): readonly string[] => {
  const grams: string[] = [];
  for (let from = 0; from < words.length; from++)
    for (let to = from; to < Math.min(words.length, from + LONGEST); to++) {
      const word = words[to]!;
      if (!isWord(word) || word.length > LONGEST_WORD) break;
      if (to - from + 1 >= SHORTEST) grams.push(words.slice(from, to + 1).join(" "));
    }
  return grams;
};

const FUNCTION_WORDS = new Set(
  "a an the and or but nor of in on at to for from by with without as is are was were be been being has have had do does did he she it they we i you his her its their him them who which that this these those there then than so if when while after before during over about into also very".split(
    " ",
  ),
);

/** Begins and ends with a word that says something: not a piece cut out of a phrase. */
const isWhole = (phrase: string): boolean => {
  const words = phrase.split(" ");
  return !FUNCTION_WORDS.has(words[0]!) && !FUNCTION_WORDS.has(words.at(-1)!);
};
