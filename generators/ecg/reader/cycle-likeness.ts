import type { Marks } from "../intervals.ts";

/** An atrial cycle of flutter, milliseconds. */
const SHORTEST_MS = 170;
const LONGEST_MS = 310;
/** Less of the cycle than this outside QRS at both times says nothing. */
const LEAST_COMPARED = 0.2;
/** A QRS that seems to last longer may do so for a flutter wave at its end, samples. */
const NARROW = 52;
/** II, III, aVF and V1. */
const FLUTTER_LEADS = [1, 2, 5, 6];

/** A repetition within the cycle: correlation, and atrial cycles in an interval. */
export interface CycleLikeness {
  readonly likeness: number;
  readonly ratio: number;
}

/**
 * How much the averaged beat resembles itself one atrial cycle later, where the cycle is the interval over a whole
 * number: correlation over samples that are outside QRS at both times. Flutter waves that conduct two, three or four
 * to one come again at that distance; P and T do not. Of the levels, in the best of II, III, aVF and V1; of the bends,
 * in all four together: a flutter wave bends more sharply than the T wave that hides it.
 *
 * @param rows  12 leads of the averaged beat at 500 Hz
 */
export const cycleLikeness = (
  rows: readonly Float64Array[],
  marks: Marks,
  rrMs: number,
): { readonly levels: CycleLikeness; readonly bends: CycleLikeness } => {
  const seen = FLUTTER_LEADS.map(lead => rows[lead]!);
  return {
    levels: seen
      .map(row => bestRatio([row], marks, rrMs))
      .reduce((a, b) => (b.likeness > a.likeness ? b : a)),
    bends: bestRatio(
      seen.map(row => slopeOf(slopeOf(row))),
      marks,
      rrMs,
    ),
  };
};

/** Differences over up to 24 ms, summed. */
const slopeOf = (row: Float64Array): Float64Array =>
  row.map((_, n) => {
    let sum = 0;
    for (let k = 1; k <= 6; k++) sum += (row[n + k] ?? row.at(-1)!) - (row[n - k] ?? row[0]!);
    return sum;
  });

const bestRatio = (rows: readonly Float64Array[], { qrsOn, qrsOff }: Marks, rrMs: number): CycleLikeness => {
  let best = { likeness: -1, ratio: 0 };
  const cycle = Math.round(rrMs / 2);
  const start = qrsOn - Math.min(qrsOn, Math.round(0.3 * cycle));
  for (const ratio of [2, 3, 4, 5]) {
    const atrialMs = rrMs / ratio;
    if (atrialMs < SHORTEST_MS || atrialMs > LONGEST_MS) continue;
    const lag = Math.round(atrialMs / 2);
    const to = Math.min(qrsOff, qrsOn + NARROW) + 12;
    const likeness = selfCorrelation(rows, { start, cycle, lag, from: qrsOn - 8, to });
    if (likeness > best.likeness) best = { likeness, ratio };
  }
  return best;
};

/** Of all rows together, each one's mean removed. */
const selfCorrelation = (
  rows: readonly Float64Array[],
  at: {
    readonly start: number;
    readonly cycle: number;
    readonly lag: number;
    readonly from: number;
    readonly to: number;
  },
): number => {
  const { start, cycle, lag, from, to } = at;
  const length = rows[0]!.length;
  const pairs: [number, number][] = [];
  for (let n = start; n < start + cycle; n++) {
    const m = start + ((n - start + lag) % cycle);
    if ([n, m].every(k => (k < from || k > to) && k < length)) pairs.push([n, m]);
  }
  if (pairs.length <= LEAST_COMPARED * cycle) return -1;
  let [xx, yy, xy] = [0, 0, 0];
  for (const row of rows) {
    let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
    for (const [n, m] of pairs) {
      const [x, y] = [row[n]!, row[m]!];
      sx += x;
      sy += y;
      sxx += x * x;
      syy += y * y;
      sxy += x * y;
    }
    xx += sxx - (sx * sx) / pairs.length;
    yy += syy - (sy * sy) / pairs.length;
    xy += sxy - (sx * sy) / pairs.length;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : -1;
};
