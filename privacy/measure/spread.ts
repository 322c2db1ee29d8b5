import type { Estimate, Finding } from "../../schemas/report.ts";
import { normalQuantile } from "../../src/math/special.ts";
import { open, type Private } from "../private.ts";
import { likeness } from "./fidelity.ts";

/** Parts of each side left out in turn to find how sure a number is. */
const PARTS = 10;
/** Vectors compared on either side, at most. */
const MOST = 500;
const LEVEL = 0.95;

/**
 * How alike two clouds of vectors are: their middle, their width, and in how many directions they vary.
 *
 * Reads sealed data outside the ledger: internal, and never fed back into generation. The first `MOST` vectors a side
 * are compared.
 * @param real       n × d, canonical units
 * @param synthetic  m × d, the same units
 * @returns          three findings with intervals by the delete-a-tenth jackknife; none below 20 vectors a side
 * @source           Efron & Tibshirani 1993, ch. 11 (jackknife); participation ratio as effective dimension
 */
export const vectorFidelity = (
  group: string,
  real: Private<readonly Float64Array[]>,
  synthetic: readonly Float64Array[],
): readonly Finding[] => {
  const a = open(real).slice(0, MOST);
  const b = synthetic.slice(0, MOST);
  if (a.length < 2 * PARTS || b.length < 2 * PARTS) return [];
  const sides = [cloud(a), cloud(b)] as const;
  const over = (statistic: (real: Summary, synthetic: Summary) => number, shape: (x: number) => number) =>
    jackknife(sides, statistic, shape);
  const found = [
    likeness(
      group,
      "difference of middles",
      "Distance of the mean vectors, in standard deviations of a coordinate, sampling noise taken off: 0 is alike",
      over(middles, x => Math.sqrt(Math.max(0, x))),
    ),
    likeness(
      group,
      "ratio of widths",
      "Standard deviation of a coordinate, synthetic over real: 1 is alike, below 1 too uniform",
      over(widths, Math.exp),
    ),
    likeness(
      group,
      "ratio of effective dimensions",
      "In how many directions patients vary (participation ratio), synthetic over real: 1 is alike, below 1 too simple",
      over((x, y) => Math.log(y.directions / x.directions), Math.exp),
    ),
  ];
  // Where nothing varies there is nothing to compare, and what was counted is not a number.
  return found.filter(({ estimate }) => [estimate.value, estimate.low, estimate.high].every(Number.isFinite));
};

/** What is needed of a set of vectors: moments by coordinate and the participation ratio. */
interface Summary {
  readonly n: number;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly directions: number;
}

/** A set, and the same set with each part left out. */
interface Cloud {
  readonly all: Summary;
  readonly without: readonly Summary[];
}

const cloud = (vectors: readonly Float64Array[]): Cloud => {
  const dots = gram(centred(vectors));
  const summary = (kept: readonly number[]) => ({
    ...moments(kept.map(i => vectors[i]!)),
    directions: participation(dots, vectors.length, kept),
  });
  const indices = [...vectors.keys()];
  return {
    all: summary(indices),
    without: Array.from({ length: PARTS }, (_, part) => summary(indices.filter(i => i % PARTS !== part))),
  };
};

/** A coordinate that hardly varies would count a hair's difference as many standard deviations. */
const LEAST = 0.01;
const floorOf = ({ variance }: Summary): number =>
  (LEAST * variance.reduce((sum, value) => sum + value, 0)) / variance.length;

/** Squared standardised distance of the means, averaged over coordinates, less what sampling alone would give. */
const middles = (a: Summary, b: Summary): number => {
  const floor = floorOf(a);
  let sum = 0;
  let used = 0;
  for (let i = 0; i < a.mean.length; i++) {
    const unit = a.variance[i]!;
    if (!(unit > floor)) continue;
    sum += ((a.mean[i]! - b.mean[i]!) ** 2 - unit / a.n - b.variance[i]! / b.n) / unit;
    used++;
  }
  return sum / used;
};

/** Mean over coordinates of ln(sd of b / sd of a). */
const widths = (a: Summary, b: Summary): number => {
  const floor = floorOf(a);
  let sum = 0;
  let used = 0;
  for (let i = 0; i < a.mean.length; i++) {
    if (!(a.variance[i]! > floor && b.variance[i]! > 0)) continue;
    sum += Math.log(b.variance[i]! / a.variance[i]!) / 2;
    used++;
  }
  return sum / used;
};

const jackknife = (
  [a, b]: readonly [Cloud, Cloud],
  statistic: (a: Summary, b: Summary) => number,
  shape: (x: number) => number,
): Estimate => {
  const centre = statistic(a.all, b.all);
  const spread = (values: readonly number[]) => {
    const middle = values.reduce((sum, value) => sum + value, 0) / PARTS;
    return ((PARTS - 1) / PARTS) * values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  };
  const error = Math.sqrt(
    spread(a.without.map(part => statistic(part, b.all))) +
      spread(b.without.map(part => statistic(a.all, part))),
  );
  const half = normalQuantile(1 - (1 - LEVEL) / 2) * error;
  return {
    value: shape(centre),
    low: shape(centre - half),
    high: shape(centre + half),
    level: LEVEL,
    method: "jackknife",
    trials: a.all.n + b.all.n,
  };
};

const moments = (vectors: readonly Float64Array[]): Pick<Summary, "n" | "mean" | "variance"> => {
  const d = vectors[0]!.length;
  const mean = new Float64Array(d);
  const variance = new Float64Array(d);
  for (const vector of vectors) for (let i = 0; i < d; i++) mean[i] = mean[i]! + vector[i]! / vectors.length;
  for (const vector of vectors)
    for (let i = 0; i < d; i++)
      variance[i] = variance[i]! + (vector[i]! - mean[i]!) ** 2 / (vectors.length - 1);
  return { n: vectors.length, mean, variance };
};

const centred = (vectors: readonly Float64Array[]): readonly Float64Array[] => {
  const { mean } = moments(vectors);
  return vectors.map(vector => vector.map((value, i) => value - mean[i]!));
};

/** n × n scalar products, row-major; above the diagonal 0. */
const gram = (vectors: readonly Float64Array[]): Float64Array => {
  const n = vectors.length;
  const out = new Float64Array(n * n);
  vectors.forEach((a, i) => {
    for (let j = 0; j <= i; j++) {
      const b = vectors[j]!;
      let sum = 0;
      for (let t = 0; t < a.length; t++) sum += a[t]! * b[t]!;
      out[i * n + j] = sum;
    }
  });
  return out;
};

/** (tr C)² / tr C², with tr C² from pairs of different people only, which sampling does not inflate. */
const participation = (dots: Float64Array, n: number, kept: readonly number[]): number => {
  let trace = 0;
  let squares = 0;
  for (const i of kept) {
    trace += dots[i * n + i]! / kept.length;
    for (const j of kept) if (j < i) squares += dots[i * n + j]! ** 2;
  }
  return (trace * trace) / (squares / ((kept.length * (kept.length - 1)) / 2));
};
