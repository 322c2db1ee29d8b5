import { auc, type Interval } from "../../../src/math/stats.ts";

/** How well a recording's nearest other tells whether it is real. */
export interface NearestNeighbour {
  /**
   * Area under the curve of log(distance to the nearest synthetic / distance to the nearest other real), real against
   * synthetic: 0.5 where nothing tells them apart.
   */
  readonly area: Interval;
  /**
   * Share of recordings whose nearest other is of their own kind, which is also the area under the curve of the bare
   * answer where both sets are of one size; a little under 0.5 where nothing tells them apart.
   */
  readonly sameKind: number;
  /** The same of the real and of the synthetic ones: apart, where one set is the denser. */
  readonly ofReal: number;
  readonly ofSynthetic: number;
}

/**
 * One nearest neighbour, leave-one-out, Euclidean. Sets must be of like size. Source: Lopez-Paz & Oquab 2017,
 * arXiv:1610.06545. The interval takes recordings as independent, which their neighbours are not quite.
 */
export const nearestNeighbour = (
  real: readonly Float64Array[],
  synthetic: readonly Float64Array[],
): NearestNeighbour => {
  const toReal = [real, synthetic].map(rows => rows.map(row => nearest(row, real)));
  const toSynthetic = [real, synthetic].map(rows => rows.map(row => nearest(row, synthetic)));
  const score = (set: 0 | 1) =>
    toReal[set]!.map((distance, i) => Math.log((toSynthetic[set]![i]! + TINY) / (distance + TINY)));
  const [scoresOfReal, scoresOfSynthetic] = [score(0), score(1)];
  const [ofReal, ofSynthetic] = [above(scoresOfReal), above(scoresOfSynthetic.map(value => -value))];
  const sameKind = (ofReal * real.length + ofSynthetic * synthetic.length) / (real.length + synthetic.length);
  return { area: auc(scoresOfReal, scoresOfSynthetic), sameKind, ofReal, ofSynthetic };
};

/** Share above zero, zeros counted half. */
const above = (scores: readonly number[]): number =>
  scores.reduce((sum, value) => sum + (value > 0 ? 1 : value === 0 ? 0.5 : 0), 0) / scores.length;

const TINY = 1e-12;

/** Distance to the nearest row that is not this row itself (an equal row counts). */
const nearest = (row: Float64Array, rows: readonly Float64Array[]): number => {
  let best = Number.POSITIVE_INFINITY;
  for (const other of rows) {
    if (other === row) continue;
    let sum = 0;
    for (let i = 0; i < row.length && sum < best; i++) sum += (row[i]! - other[i]!) ** 2;
    best = Math.min(best, sum);
  }
  return Math.sqrt(best);
};
