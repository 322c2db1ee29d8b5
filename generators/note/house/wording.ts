import type { NoteWording } from "../../../schemas/digest.ts";
import type { NoteRecord } from "../../../schemas/note.ts";
import type { Bank } from "../bank/bank.ts";
import type { FrameClusters } from "./clusters.ts";
import { phraseFinder } from "./phrases.ts";
import { sentencesOf } from "./sentences.ts";

/** Sentences read of one patient, the first ones: fifty notes say no more of wording than a few. */
const MOST_SENTENCES = 200;

/** Phrases that one patient may count: the threshold grows with the root of it. */
export const PHRASES_PER_PATIENT = 8;

/**
 * How one patient's notes are worded, from those notes alone.
 *
 * @returns  shares of sentences by frame cluster, those near none last, length clusters + 1, summing to 1; and at most
 *           PHRASES_PER_PATIENT phrases. Undefined where no note holds a sentence. Never throws because of a value
 */
export const wordingReader = (
  bank: Bank,
  clusters: FrameClusters,
): ((notes: readonly NoteRecord[]) => NoteWording | undefined) => {
  const phrases = phraseFinder(bank);
  return notes => {
    const sentences = notes
      .flatMap(({ text }) => (typeof text === "string" ? sentencesOf(text) : []))
      .slice(0, MOST_SENTENCES);
    if (sentences.length === 0) return undefined;
    return {
      frames: clusterShares(sentences, clusters),
      phrases: phrases(sentences).slice(0, PHRASES_PER_PATIENT),
    };
  };
};

/** Shares of sentences by cluster, those near none last. */
export const clusterShares = (sentences: readonly string[], clusters: FrameClusters): Float64Array => {
  const shares = new Float64Array(clusters.count + 1);
  for (const sentence of sentences) {
    const cluster = clusters.nearest(sentence) ?? clusters.count;
    shares[cluster] = shares[cluster]! + 1 / sentences.length;
  }
  return shares;
};
