import { createHash } from "node:crypto";
import { readingsOf } from "../readings.ts";
import { isWord, wordsOf } from "./sentences.ts";

/** Dimensions of the projected space. */
export const DIMENSIONS = 128;

/** A projected space of sentences that knows the n-grams of a bank, and no other. */
export interface GramSpace {
  /**
   * Vector of length DIMENSIONS and norm at most 1, the shorter the more words the bank does not know; undefined where the
   * sentence has no n-gram of the bank.
   */
  vector(sentence: string): Float64Array | undefined;
}

/**
 * Words, their beginnings and pairs of words that a bank's frames hold, each weighted by how few frames hold it and
 * projected by the signs of its own hash: a Johnson–Lindenstrauss map that needs no list of the n-grams to come. A word
 * that no frame holds, a name say, only takes from the length; a number adds nothing.
 *
 * @param sources  frame texts
 * @source         Achlioptas 2003, "Database-friendly random projections": signs suffice
 */
export const gramSpace = (sources: readonly string[]): GramSpace => {
  const held = new Map<string, number>();
  for (const source of sources)
    for (const gram of new Set(readingsOf(source).flatMap(gramsOf)))
      held.set(gram, (held.get(gram) ?? 0) + 1);
  const rows = new Map<string, Float64Array>();
  const rowOf = (gram: string): Float64Array | undefined => {
    const frames = held.get(gram);
    if (frames === undefined) return undefined;
    const row = rows.get(gram) ?? signs(gram, Math.log((1 + sources.length) / frames));
    rows.set(gram, row);
    return row;
  };
  return {
    vector: sentence => {
      const sum = new Float64Array(DIMENSIONS);
      let unknown = 0;
      for (const gram of new Set(gramsOf(sentence))) {
        const row = rowOf(gram);
        if (row !== undefined) for (let i = 0; i < DIMENSIONS; i++) sum[i] = sum[i]! + row[i]!;
        else if (gram.startsWith("w:")) unknown += UNKNOWN * DIMENSIONS * Math.log(1 + sources.length) ** 2;
      }
      return normalised(sum, unknown);
    },
  };
};

/** "w:" words, "p:" pairs, "s:" beginnings of long words, so that "presents" and "presented" are near. */
const gramsOf = (sentence: string): readonly string[] => {
  const words = wordsOf(sentence);
  const grams: string[] = [];
  words.forEach((word, i) => {
    if (!isWord(word)) return;
    grams.push(`w:${word}`);
    if (word.length > STEM) grams.push(`s:${word.slice(0, STEM)}`);
    const next = words[i + 1];
    if (next !== undefined && isWord(next)) grams.push(`p:${word} ${next}`);
  });
  return grams;
};

const STEM = 5;
/** Weight of an unknown word against a word that one frame alone holds: names of drugs and conditions are unknown too. */
const UNKNOWN = 0.5;

const signs = (gram: string, weight: number): Float64Array => {
  const bits = createHash("sha256").update(gram).digest();
  return Float64Array.from({ length: DIMENSIONS }, (_, i) =>
    ((bits[i >> 3]! >> (i & 7)) & 1) === 1 ? weight : -weight,
  );
};

/** To norm 1, or less where there is more of it unseen; undefined for the zero vector. @param unseen  squared norm */
export const normalised = (x: Float64Array, unseen = 0): Float64Array | undefined => {
  const seen = dot(x, x);
  const norm = Math.sqrt(seen + unseen);
  return seen > 0 ? x.map(value => value / norm) : undefined;
};

/** Inner product of vectors of length DIMENSIONS; four sums, as one would wait for itself. */
export const dot = (a: Float64Array, b: Float64Array): number => {
  let s = 0;
  let t = 0;
  let u = 0;
  let v = 0;
  for (let i = 0; i < DIMENSIONS; i += 4) {
    s += a[i]! * b[i]!;
    t += a[i + 1]! * b[i + 1]!;
    u += a[i + 2]! * b[i + 2]!;
    v += a[i + 3]! * b[i + 3]!;
  }
  return s + t + (u + v);
};
