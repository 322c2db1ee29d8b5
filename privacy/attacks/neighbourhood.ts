import { open } from "../private.ts";
import { type Draws, drawn, type Evidence } from "./attack.ts";

/** Nearest neighbours kept of every target. */
export const NEIGHBOURS = 5;
/** Real people looked at on either side, and synthetic items searched, at most. */
const MOST = { real: 2000, synthetic: 20_000 };

/**
 * Every real person with the distances to their nearest real and nearest synthetic neighbours.
 *
 * Real neighbours are sought among train and holdout together, so that nothing here depends on which of the two a
 * person belongs to: swapping the two labels swaps `member` and changes nothing else.
 */
export interface Neighbourhood {
  readonly group: string;
  /** 1 for train, 0 for holdout; one a target. */
  readonly member: Uint8Array;
  /** targets × NEIGHBOURS, row-major, ascending Euclidean distances; Infinity where there are fewer neighbours. */
  readonly real: Float64Array;
  readonly synthetic: Float64Array;
}

/**
 * Measures distances of real people to one another and to the synthetic items.
 *
 * @param evidence  vectors of one length, scaled so that Euclidean distance means something
 * @returns         undefined without a holdout, or with nobody on one of the three sides
 */
export const neighbourhood = (evidence: Evidence<Float64Array>, draws: Draws): Neighbourhood | undefined => {
  if (evidence.holdout === undefined) return undefined;
  const train = drawn(open(evidence.train), MOST.real, draws);
  const holdout = drawn(open(evidence.holdout), MOST.real, draws);
  const synthetic = drawn(evidence.synthetic, MOST.synthetic, draws);
  if (train.length === 0 || holdout.length === 0 || synthetic.length === 0) return undefined;
  const people = [...train, ...holdout];
  const real = new Float64Array(people.length * NEIGHBOURS).fill(Number.POSITIVE_INFINITY);
  const near = new Float64Array(people.length * NEIGHBOURS).fill(Number.POSITIVE_INFINITY);
  people.forEach((person, i) => {
    const row = real.subarray(i * NEIGHBOURS, (i + 1) * NEIGHBOURS);
    people.forEach((other, j) => {
      if (j !== i) keepNearest(row, person, other);
    });
    const to = near.subarray(i * NEIGHBOURS, (i + 1) * NEIGHBOURS);
    for (const item of synthetic) keepNearest(to, person, item);
  });
  return {
    group: evidence.group,
    member: Uint8Array.from(people, (_, i) => (i < train.length ? 1 : 0)),
    real: real.map(Math.sqrt),
    synthetic: near.map(Math.sqrt),
  };
};

/** Inserts the squared distance of a and b into an ascending row if it is among the smallest. */
const keepNearest = (row: Float64Array, a: Float64Array, b: Float64Array): void => {
  const limit = row[row.length - 1]!;
  let sum = 0;
  for (let from = 0; from < a.length; from += 32) {
    const to = Math.min(a.length, from + 32);
    for (let i = from; i < to; i++) sum += (a[i]! - b[i]!) ** 2;
    // Written so that NaN leaves too: what cannot be compared is no neighbour.
    if (!(sum < limit)) return;
  }
  let at = row.length - 1;
  for (; at > 0 && row[at - 1]! > sum; at--) row[at] = row[at - 1]!;
  row[at] = sum;
};
