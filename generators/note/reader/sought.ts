import { literalsOf } from "./literals.ts";

/** Characters of a plain text: a–z, 0–9, blank. */
const ALPHABET = 37;
const BLANK = 36;

/** Which three characters stand side by side somewhere in a text: one bit for each of 37³ triples. */
export type Triples = Uint32Array;

/** A pattern, and triples without which a text cannot hold it, for each way it can be written. */
export interface Sought {
  readonly pattern: RegExp;
  readonly ways?: readonly (readonly number[])[];
}

/** A pattern that is looked for only in texts that hold what every match of it holds. */
export const sought = (pattern: RegExp): Sought => {
  const ways = literalsOf(pattern)?.map(triplesIn);
  return ways === undefined ? { pattern } : { pattern, ways };
};

/** The two letters outside ASCII that a pattern without regard to case may take for one inside: ſ and K. */
const FOLDED: ReadonlyMap<number, number> = new Map([
  [0x17f, 18],
  [0x212a, 10],
]);

const codeOf = (unit: number): number => {
  if (unit >= 97 && unit <= 122) return unit - 97;
  if (unit >= 65 && unit <= 90) return unit - 65;
  if (unit >= 48 && unit <= 57) return unit - 22;
  return FOLDED.get(unit) ?? BLANK;
};

const triplesIn = (text: string): readonly number[] => {
  const found: number[] = [];
  for (let i = 2; i < text.length; i++)
    found.push(
      (codeOf(text.charCodeAt(i - 2)) * ALPHABET + codeOf(text.charCodeAt(i - 1))) * ALPHABET +
        codeOf(text.charCodeAt(i)),
    );
  return found;
};

/** The triples of a text, with a blank at either end. */
export const triplesOf = (text: string): Triples => {
  const triples = new Uint32Array(Math.ceil(ALPHABET ** 3 / 32));
  const modulus = ALPHABET ** 2;
  let pair = BLANK * ALPHABET + BLANK;
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? BLANK : codeOf(text.charCodeAt(i));
    const triple = pair * ALPHABET + code;
    triples[triple >>> 5]! |= 1 << (triple & 31);
    pair = triple % modulus;
  }
  return triples;
};

/** Whether a text with these triples can hold words given as they are; false is certain. */
export const mayStand = (triples: Triples, words: string): boolean =>
  words.length < 3 || mayHold(triples, { ways: [triplesIn(words)] });

/** Whether a text with these triples can hold the pattern; false is certain. */
export const mayHold = (triples: Triples, { ways }: Pick<Sought, "ways">): boolean => {
  if (ways === undefined) return true;
  for (const way of ways) {
    let k = 0;
    while (k < way.length && (triples[way[k]! >>> 5]! >>> (way[k]! & 31)) & 1) k++;
    if (k === way.length) return true;
  }
  return false;
};
