/**
 * Whether a note reads as written by one hand. The measures were fixed before the first denoiser was trained; they look
 * at the finished text and its mentions, not at how it was made.
 */
import type { SyntheticNote } from "../../../schemas/person.ts";
import { sentencesOf, wordsOf } from "./diversity.ts";
import type { LetterModel } from "./letters.ts";

export interface Wording {
  /** Triples of words, facts left out, that have come before in the note; per 100 words. */
  readonly repeated: number;
  /** Share of sentences that open with the same two words as another of the note. */
  readonly openers: number;
  /** Of facts named more than once, the share named in more than one way ("HTN" and "hypertension"). */
  readonly mixedNames: number;
  /** Share of notes with two names of one thing ("ECG" and "EKG", "with" and "w/"). */
  readonly mixedTerms: number;
  /** Bits a letter under a model of real notes that nothing here was trained on. */
  readonly bits: number;
}

const TERMS: readonly (readonly RegExp[])[] = [
  [/\bECG\b/, /\bEKG\b/, /\belectrocardiogram\b/i],
  [/\bCXR\b/, /\bchest (?:X-ray|film|radiograph|imaging)\b/i],
  [/\bfollow-up\b/i, /\bf\/u\b/i],
  [/\bwith\b/i, /\bw\//i],
  [/\bechocardiogram\b/i, /\becho\b/i, /\bTTE\b/],
  [/\bcontinue\b/i, /\bcont\b/i],
  [/\bpt\b/i, /\bthe patient\b/i],
  [/\bhistory of\b/i, /\bh\/o\b/i, /\bhx of\b/i],
];

export const wordingOf = (notes: readonly SyntheticNote[], model: LetterModel | undefined): Wording => {
  let [repeated, words, same, opened, named, mixed, termed, bits, letters] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const note of notes) {
    const bare = wordsOf(withoutFacts(note));
    const triples = bare
      .slice(2)
      .map((_, i) => bare.slice(i, i + 3))
      .filter(triple => triple.filter(word => word === "x0").length < 2);
    repeated += triples.length - new Set(triples.map(triple => triple.join(" "))).size;
    words += bare.length;
    const openers = sentencesOf(note).map(sentence => wordsOf(sentence).slice(0, 2).join(" "));
    same += openers.filter(
      (opener, i) => openers.indexOf(opener) !== i || openers.lastIndexOf(opener) !== i,
    ).length;
    opened += openers.length;
    for (const ways of waysOf(note).filter(({ length }) => length > 1)) {
      named++;
      if (new Set(ways).size > 1) mixed++;
    }
    if (TERMS.some(names => names.filter(name => name.test(note.text)).length > 1)) termed++;
    if (model !== undefined)
      for (const { text } of note.sections) {
        bits += model.bits(text);
        letters += text.length;
      }
  }
  return {
    repeated: (100 * repeated) / words,
    openers: same / opened,
    mixedNames: mixed / Math.max(1, named),
    mixedTerms: termed / notes.length,
    bits: letters === 0 ? Number.NaN : bits / letters,
  };
};

/** The sections with a mark for every mention. */
const withoutFacts = ({ text, entities = [] }: SyntheticNote): string => {
  let out = "";
  let at = 0;
  for (const { start, end } of [...entities].sort((a, b) => a.start - b.start)) {
    if (start < at || end - start > 40) continue;
    out += `${text.slice(at, start)} x0 `;
    at = end;
  }
  return out + text.slice(at);
};

/** The words of each condition, for every time it is named. */
const waysOf = ({ text, entities = [] }: SyntheticNote): readonly (readonly string[])[] => {
  const ways = new Map<string, string[]>();
  for (const { start, end, type, facts, negated } of entities)
    if (type === "condition" && !negated && facts.length === 1) {
      const said = text
        .slice(start, end)
        .toLowerCase()
        .replace(/^prior /, "");
      ways.set(facts[0]!, [...(ways.get(facts[0]!) ?? []), said]);
    }
  return [...ways.values()];
};
