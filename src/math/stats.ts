import { betaCdf, betaQuantile, logGamma, normalQuantile } from "./special.ts";

/** A number with its interval at `level`; the shape of an estimate in a report. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly method: string;
  readonly trials: number;
}

/** `hits` successes in `trials`. */
export interface Rate {
  readonly hits: number;
  readonly trials: number;
}

export const LEVEL = 0.95;

const share = ({ hits, trials }: Rate): number => (trials === 0 ? 0 : hits / trials);

/** Score interval of a proportion with critical value z; [0, 1] without trials. */
const score = ({ hits, trials }: Rate, z: number): readonly [number, number] => {
  if (trials === 0) return [0, 1];
  const p = hits / trials;
  const centre = p + (z * z) / (2 * trials);
  const half = z * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  // Exact at the ends, where the formula leaves a rounding error.
  return [hits === 0 ? 0 : (centre - half) / scale, hits === trials ? 1 : (centre + half) / scale];
};

/** Proportion with Wilson's score interval. @source Wilson 1927, JASA 22 */
export const wilson = (rate: Rate, level = LEVEL): Interval => {
  const [low, high] = score(rate, normalQuantile(1 - (1 - level) / 2));
  return { value: share(rate), low, high, level, method: "Wilson", trials: rate.trials };
};

/** Proportion with the exact interval: covers at least `level`. @source Clopper & Pearson 1934, Biometrika 26 */
export const clopperPearson = (rate: Rate, level = LEVEL): Interval => {
  const { hits, trials } = rate;
  const tail = (1 - level) / 2;
  const low = hits === 0 ? 0 : betaQuantile(tail, hits, trials - hits + 1);
  const high = hits === trials ? 1 : betaQuantile(1 - tail, hits + 1, trials - hits);
  return { value: share(rate), low, high, level, method: "Clopper–Pearson", trials };
};

/** Difference of two independent proportions, a − b. @source Newcombe 1998, Stat. Med. 17:873, method 10 */
export const newcombe = (a: Rate, b: Rate, level = LEVEL): Interval => {
  const z = normalQuantile(1 - (1 - level) / 2);
  const [lowA, highA] = score(a, z);
  const [lowB, highB] = score(b, z);
  const value = share(a) - share(b);
  const low = value - Math.hypot(share(a) - lowA, highB - share(b));
  const high = value + Math.hypot(highA - share(a), share(b) - lowB);
  return { value, low, high, level, method: "Newcombe", trials: a.trials + b.trials };
};

/**
 * Shares of a multinomial with simultaneous intervals: all k hold together with about `level`.
 *
 * @source Goodman 1965, Technometrics 7:247, with the χ² quantile at (1 − level)/k
 */
export const goodman = (counts: readonly number[], level = LEVEL): readonly Interval[] => {
  const trials = counts.reduce((sum, count) => sum + count, 0);
  const z = normalQuantile(1 - (1 - level) / (2 * Math.max(1, counts.length)));
  return counts.map(hits => {
    const [low, high] = score({ hits, trials }, z);
    return { value: share({ hits, trials }), low, high, level, method: "Goodman", trials };
  });
};

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);

/** P[X ≤ x] for X white balls among `draws` from `white` + `black`, without replacement. */
export const hypergeometricCdf = (x: number, white: number, black: number, draws: number): number => {
  const from = Math.max(0, draws - black);
  const to = Math.min(draws, white);
  if (x < from) return 0;
  if (x >= to) return 1;
  const all = logChoose(white + black, draws);
  // The shorter tail is summed, so that a small probability keeps its digits.
  const lower = x - from <= to - x;
  let sum = 0;
  for (let i = lower ? from : x + 1; i <= (lower ? x : to); i++)
    sum += Math.exp(logChoose(white, i) + logChoose(black, draws - i) - all);
  return Math.min(1, Math.max(0, lower ? sum : 1 - sum));
};

/** P[X ≤ x] for X ~ Binomial(n, p). */
export const binomialCdf = (x: number, n: number, p: number): number => {
  if (x < 0) return 0;
  if (x >= n) return 1;
  return 1 - betaCdf(p, x + 1, n - x);
};

/** Two-sided exact binomial p-value: twice the smaller tail. */
export const binomialTest = ({ hits, trials }: Rate, p: number): number =>
  Math.min(1, 2 * Math.min(binomialCdf(hits, trials, p), 1 - binomialCdf(hits - 1, trials, p)));

/** One-sided p-value that a's rate is no higher than b's. @source Fisher 1935 */
export const fisherGreater = (a: Rate, b: Rate): number => {
  // P[A ≥ a] as P[B ≤ b] given the total: keeps the digits of a small p-value.
  return hypergeometricCdf(b.hits, b.trials, a.trials, a.hits + b.hits);
};

/** Two-sided p-value of equal rates: all tables no likelier than the one seen. @source Fisher 1935; R fisher.test */
export const fisherTwoSided = (a: Rate, b: Rate): number => {
  const total = a.hits + b.hits;
  const all = logChoose(a.trials + b.trials, total);
  const log = (i: number) => logChoose(a.trials, i) + logChoose(b.trials, total - i) - all;
  const seen = log(a.hits) + 1e-7;
  let sum = 0;
  for (let i = Math.max(0, total - b.trials); i <= Math.min(total, a.trials); i++)
    if (log(i) <= seen) sum += Math.exp(log(i));
  return Math.min(1, sum);
};

/**
 * Largest gap between two empirical distribution functions, ties allowed.
 *
 * The interval adds the distribution-free (Dvoretzky–Kiefer–Wolfowitz) error of each side, half of 1 − level each.
 * @source Massart 1990, Ann. Probab. 18
 */
export const ksDistance = (a: ArrayLike<number>, b: ArrayLike<number>, level = LEVEL): Interval => {
  const x = Float64Array.from(a).sort();
  const y = Float64Array.from(b).sort();
  let value = 0;
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    const at = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= at) i++;
    while (j < y.length && y[j]! <= at) j++;
    value = Math.max(value, Math.abs(i / x.length - j / y.length));
  }
  const error = (n: number) => (n === 0 ? 1 : Math.sqrt(Math.log(4 / (1 - level)) / (2 * n)));
  const half = error(x.length) + error(y.length);
  return within(value, half, level, "Dvoretzky–Kiefer–Wolfowitz", x.length + y.length);
};

const within = (value: number, half: number, level: number, method: string, trials: number): Interval => ({
  value,
  low: Math.max(0, value - half),
  high: Math.min(1, value + half),
  level,
  method,
  trials,
});

/**
 * Mean, over tables, of the total variation distance between two samples' shares.
 *
 * Each sample is off by at most √((k − 1)/n)/2 in the mean and, by bounded differences (1/n a person),
 * √(ln(2/α)/2n) around it. Conservative: holds for any law and any dependence between tables.
 * @param tables  category counts of both samples, the same people in every table
 * @source        McDiarmid 1989; E‖p̂ − p‖₁ ≤ √((k − 1)/n) by Cauchy–Schwarz
 */
export const totalVariation = (
  tables: readonly { readonly a: readonly number[]; readonly b: readonly number[] }[],
  level = LEVEL,
): Interval => {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const distance = (a: readonly number[], b: readonly number[]) =>
    a.reduce((total, count, i) => total + Math.abs(count / sum(a) - b[i]! / sum(b)), 0) / 2;
  const mean = (values: readonly number[]) => sum(values) / Math.max(1, values.length);
  const side = (pick: "a" | "b") => {
    const n = Math.min(...tables.map(table => sum(table[pick])));
    if (!(n > 0) || !Number.isFinite(n)) return 1;
    return (
      mean(tables.map(table => Math.sqrt((table[pick].length - 1) / n) / 2)) +
      Math.sqrt(Math.log(4 / (1 - level)) / (2 * n))
    );
  };
  const empty = tables.length === 0 || tables.some(({ a, b }) => sum(a) === 0 || sum(b) === 0);
  const trials = empty ? 0 : sum(tables[0]!.a) + sum(tables[0]!.b);
  const value = empty ? 0 : mean(tables.map(({ a, b }) => distance(a, b)));
  return within(value, empty ? 1 : side("a") + side("b"), level, "McDiarmid", trials);
};

/**
 * Area under the ROC curve: P[positive > negative] + P[tie]/2.
 *
 * DeLong's variance on the logit scale, so that the interval stays inside [0, 1]. Where that variance is zero
 * (complete separation), the exact interval of min(m, n) disjoint pairs.
 * @source DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44; logit form: Pepe 2003, §5.2
 */
export const auc = (positives: ArrayLike<number>, negatives: ArrayLike<number>, level = LEVEL): Interval => {
  const trials = positives.length + negatives.length;
  const method = "DeLong, logit";
  if (positives.length < 2 || negatives.length < 2)
    return { value: 0.5, low: 0, high: 1, level, method, trials };
  const wins = placements(positives, negatives);
  const losses = placements(negatives, positives);
  const value = mean(wins);
  const deviation = Math.sqrt(variance(wins) / wins.length + variance(losses) / losses.length);
  if (deviation === 0 || value <= 0 || value >= 1)
    return separated(value, Math.min(wins.length, losses.length), level, trials);
  const half = (normalQuantile(1 - (1 - level) / 2) * deviation) / (value * (1 - value));
  const centre = Math.log(value / (1 - value));
  const logistic = (x: number) => 1 / (1 + Math.exp(-x));
  return { value, low: logistic(centre - half), high: logistic(centre + half), level, method, trials };
};

const separated = (value: number, pairs: number, level: number, trials: number): Interval => {
  const exact = clopperPearson({ hits: Math.round(value * pairs), trials: pairs }, level);
  return { ...exact, value, method: "Clopper–Pearson on disjoint pairs", trials };
};

/** For each item of `from`, the share of `against` below it, ties counted half. */
const placements = (from: ArrayLike<number>, against: ArrayLike<number>): Float64Array => {
  const sorted = Float64Array.from(against).sort();
  return Float64Array.from(
    from,
    value => (countBelow(sorted, value, false) + countBelow(sorted, value, true)) / (2 * sorted.length),
  );
};

const countBelow = (sorted: Float64Array, value: number, inclusive: boolean): number => {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < value || (inclusive && sorted[middle]! === value)) from = middle + 1;
    else to = middle;
  }
  return from;
};

export const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length === 0 ? 0 : sum / values.length;
};

/** Sample variance (n − 1). */
export const variance = (values: ArrayLike<number>): number => {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2;
  return values.length < 2 ? 0 : sum / (values.length - 1);
};

/** The value that a share of the others, 0 to 1, does not exceed: one of them, the lower of two. */
export const quantile = (values: ArrayLike<number>, share: number): number =>
  Float64Array.from(values).sort()[Math.floor(share * (values.length - 1))]!;

/** p-values adjusted for the false discovery rate, in the order given. @source Benjamini & Hochberg 1995 */
export const benjaminiHochberg = (p: readonly number[]): readonly number[] => {
  const order = [...p.keys()].sort((i, j) => p[j]! - p[i]!);
  const adjusted = [...p];
  let least = 1;
  order.forEach((index, position) => {
    least = Math.min(least, (p[index]! * p.length) / (p.length - position));
    adjusted[index] = least;
  });
  return adjusted;
};
