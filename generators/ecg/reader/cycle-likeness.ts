import type { Marks } from "../intervals.ts";

/** An atrial cycle of flutter, milliseconds. */
const SHORTEST_MS = 170;
const LONGEST_MS = 310;
/** Less of the cycle than this outside QRS at both times says nothing. */
const LEAST_COMPARED = 0.2;

/**
 * How much the averaged beat resembles itself one atrial cycle later, where the cycle is the interval over a whole
 * number: correlation over samples that are outside QRS at both times, the best of II, III, aVF and V1. Flutter
 * waves that conduct two, three or four to one come again at that distance; P and T do not.
 *
 * @param rows  12 leads of the averaged beat at 500 Hz
 */
export const cycleLikeness = (
  rows: readonly Float64Array[],
  { qrsOn, qrsOff }: Marks,
  rrMs: number,
): { readonly likeness: number; readonly ratio: number } => {
  let best = { likeness: -1, ratio: 0 };
  const cycle = Math.round(rrMs / 2);
  const start = qrsOn - Math.min(qrsOn, Math.round(0.3 * cycle));
  for (const ratio of [2, 3, 4, 5]) {
    const atrialMs = rrMs / ratio;
    if (atrialMs < SHORTEST_MS || atrialMs > LONGEST_MS) continue;
    const lag = Math.round(atrialMs / 2);
    for (const lead of [1, 2, 5, 6]) {
      const likeness = selfCorrelation(rows[lead]!, { start, cycle, lag, from: qrsOn - 8, to: qrsOff + 12 });
      if (likeness > best.likeness) best = { likeness, ratio };
    }
  }
  return best;
};

const selfCorrelation = (
  row: Float64Array,
  at: {
    readonly start: number;
    readonly cycle: number;
    readonly lag: number;
    readonly from: number;
    readonly to: number;
  },
): number => {
  const { start, cycle, lag, from, to } = at;
  const wrapped = (n: number) => start + ((((n - start) % cycle) + cycle) % cycle);
  const free = (n: number) => n < from || n > to;
  let [count, sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0, 0];
  for (let n = start; n < start + cycle; n++) {
    const m = wrapped(n + lag);
    if (!free(n) || !free(m) || n >= row.length || m >= row.length) continue;
    const [x, y] = [row[n]!, row[m]!];
    count++;
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += x * y;
  }
  const [xx, yy] = [sxx - (sx * sx) / count, syy - (sy * sy) / count];
  return count > LEAST_COMPARED * cycle && xx > 0 && yy > 0
    ? (sxy - (sx * sy) / count) / Math.sqrt(xx * yy)
    : -1;
};
