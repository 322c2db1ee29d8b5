import { betaQuantile } from "./special.ts";
import { clopperPearson, type Interval, LEVEL, mean, variance } from "./stats.ts";

/** One outcome: who has it and who has not. Places of people; a person may be in many tasks, on one side each. */
export interface Task {
  readonly cases: Int32Array;
  readonly others: Int32Array;
}

/** Pairs of a case and another that a scorer puts in order, over all tasks, and each person's part in them. */
export interface Tally {
  /** Pairs in order, ties half. */
  readonly wins: number;
  readonly pairs: number;
  /** Of the pairs that a person is in: those in order, and all. One entry a person. */
  readonly ownWins: Float64Array;
  readonly ownPairs: Float64Array;
  /** Disjoint pairs of the largest task. */
  readonly disjoint: number;
}

/**
 * Pairs in order by one scorer. Only pairs within a task are compared.
 *
 * @param scores  of every task, one a person, any scale
 */
export const tallyOf = (tasks: readonly Task[], scores: readonly Float64Array[], people: number): Tally => {
  const [ownWins, ownPairs] = [new Float64Array(people), new Float64Array(people)];
  let [wins, pairs, disjoint] = [0, 0, 0];
  for (const [t, { cases, others }] of tasks.entries()) {
    const score = scores[t]!;
    const high = Float64Array.from(cases, person => score[person]!).sort();
    const low = Float64Array.from(others, person => score[person]!).sort();
    for (const person of cases) {
      const below = rankIn(low, score[person]!);
      ownWins[person] = ownWins[person]! + below;
      ownPairs[person] = ownPairs[person]! + others.length;
      wins += below;
    }
    for (const person of others) {
      ownWins[person] = ownWins[person]! + cases.length - rankIn(high, score[person]!);
      ownPairs[person] = ownPairs[person]! + cases.length;
    }
    pairs += cases.length * others.length;
    disjoint = Math.max(disjoint, Math.min(cases.length, others.length));
  }
  return { wins, pairs, ownWins, ownPairs, disjoint };
};

/** Values below, ties half. */
const rankIn = (sorted: Float64Array, value: number): number => {
  const first = (isBeyond: (other: number) => boolean) => {
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (isBeyond(sorted[middle]!)) to = middle;
      else from = middle + 1;
    }
    return from;
  };
  return (first(other => other >= value) + first(other => other > value)) / 2;
};

/**
 * Concordance (AUC) over all pairs of all tasks, averaged over scorers that were trained on draws of their own.
 *
 * The interval holds both errors: of the people (delete one person, in all tasks at once; for one task this is DeLong's
 * variance) and of the draws (their variance), by Student's t on the logit scale.
 * @param draws  tallies on the same tasks and people, at least one
 * @source       DeLong, DeLong & Clarke-Pearson 1988; Arvesen 1969 (jackknife of U-statistics); Satterthwaite 1946 (degrees)
 */
export const concordance = (draws: readonly Tally[], level = LEVEL): Interval => {
  const { value, deviation, degrees, trials } = spread([draws]);
  if (!(deviation > 0 && value > 0 && value < 1)) {
    const pairs = draws[0]!.disjoint;
    const exact = clopperPearson({ hits: Math.round(value * pairs), trials: pairs }, level);
    return { ...exact, value, method: "Clopper–Pearson on disjoint pairs", trials };
  }
  const half = (studentQuantile(level, degrees) * deviation) / (value * (1 - value));
  const centre = Math.log(value / (1 - value));
  const back = (x: number) => 1 / (1 + Math.exp(-x));
  return { value, low: back(centre - half), high: back(centre + half), level, method: METHOD, trials };
};

const METHOD = "jackknife over patients, t";

/** Difference a − b of two such concordances on the same tasks and people, paired by person. */
export const concordanceDifference = (a: readonly Tally[], b: readonly Tally[], level = LEVEL): Interval => {
  const { value, deviation, degrees, trials } = spread([a, b]);
  const half = deviation > 0 ? studentQuantile(level, degrees) * deviation : 0;
  return { value, low: value - half, high: value + half, level, method: METHOD, trials };
};

interface Spread {
  readonly value: number;
  readonly deviation: number;
  readonly degrees: number;
  /** People who are in some pair. */
  readonly trials: number;
}

/** First less second side (where there is one), each the mean of its draws. */
const spread = (sides: readonly (readonly Tally[])[]): Spread => {
  const [{ pairs, ownPairs }] = sides[0] as readonly [Tally];
  const people = [...ownPairs.keys()].filter(person => ownPairs[person]! > 0);
  const over = (of: (tally: Tally) => number) =>
    sides.reduce((sum, draws, side) => sum + (side === 0 ? 1 : -1) * mean(draws.map(of)), 0);
  const left = people.map(person =>
    over(({ wins, ownWins }) => (wins - ownWins[person]!) / (pairs - ownPairs[person]!)),
  );
  const n = people.length;
  const parts = [
    { square: ((n - 1) ** 2 / n) * variance(left), degrees: n - 1 },
    ...sides
      .filter(draws => draws.length > 1)
      .map(draws => ({
        square: variance(draws.map(({ wins }) => wins / pairs)) / draws.length,
        degrees: draws.length - 1,
      })),
  ];
  const square = parts.reduce((sum, part) => sum + part.square, 0);
  const degrees = square ** 2 / parts.reduce((sum, part) => sum + part.square ** 2 / part.degrees, 0);
  return {
    value: over(({ wins }) => wins / pairs),
    deviation: Math.sqrt(square),
    // Without any spread there is no interval to widen.
    degrees: degrees > 0 ? degrees : 1,
    trials: n,
  };
};

/** Half width of a two-sided interval in standard errors: t² = ν(1 − x)/x for x of the law Beta(ν/2, ½). */
export const studentQuantile = (level: number, degrees: number): number => {
  const x = betaQuantile(1 - level, degrees / 2, 0.5);
  return Math.sqrt((degrees * (1 - x)) / x);
};
