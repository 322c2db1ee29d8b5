import type { Rng } from "../../../src/math/rng.ts";

/** What one student says of the recordings that judge, label by label; a recording may leave a label open. */
export interface Judgement {
  /** Label → a score for every judging recording. */
  readonly scores: Readonly<Record<string, Float64Array>>;
}

/** Recordings that judge: label → 1, 0, or undefined where it is open. */
export type Truth = Readonly<Record<string, readonly (0 | 1 | undefined)[]>>;

/** Judgements of one way of training: of each fold (its own truth), and of each draw. */
export type Folds = readonly (readonly Judgement[])[];

/** An estimate with its percentile interval over judging recordings drawn again. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** AUC of every label, meaned over folds and draws. */
export const areasOf = (truths: readonly Truth[], folds: Folds): Readonly<Record<string, number>> =>
  areasAt(
    truths,
    folds,
    truths.map(truth => Array.from(Object.values(truth)[0]!, (_, i) => i)),
  );

/** Macro-AUC of a way of training, and the share it closes of the gap between two others. */
export interface GapClosed {
  readonly macro: Estimate;
  /** (own − floor)/(ceiling − floor); undefined where the ceiling is not above the floor. */
  readonly share?: Estimate;
  /** ceiling − floor itself: a share of a gap that may be none says little. */
  readonly gap: Estimate;
}

/**
 * The share of the gap in macro-AUC between `floor` (the prior alone) and `ceiling` (train on real) that `own` closes.
 * Intervals: recordings that judge are drawn again within every fold, the same for all three.
 */
export const gapClosed = (
  truths: readonly Truth[],
  ways: { readonly own: Folds; readonly floor: Folds; readonly ceiling: Folds },
  rounds: number,
  random: Rng,
): GapClosed => {
  const at = (chosen: readonly (readonly number[])[]) => {
    const [own, floor, ceiling] = [ways.own, ways.floor, ways.ceiling].map(folds =>
      macroOf(areasAt(truths, folds, chosen)),
    ) as [number, number, number];
    return { own, gap: ceiling - floor, share: (own - floor) / (ceiling - floor) };
  };
  const whole = at(truths.map(truth => Array.from(Object.values(truth)[0]!, (_, i) => i)));
  const again = Array.from({ length: rounds }, () =>
    at(
      truths.map(truth => {
        const n = Object.values(truth)[0]!.length;
        return Array.from({ length: n }, () => random.integer(n));
      }),
    ),
  );
  const estimate = (of: "own" | "gap" | "share"): Estimate => {
    const sorted = again
      .map(each => each[of])
      .filter(value => !Number.isNaN(value))
      .sort((a, b) => a - b);
    const quantile = (q: number) => sorted[Math.round(q * (sorted.length - 1))] ?? Number.NaN;
    return { value: whole[of], low: quantile(0.025), high: quantile(0.975) };
  };
  return {
    macro: estimate("own"),
    gap: estimate("gap"),
    ...(whole.gap > 0 && { share: estimate("share") }),
  };
};

/** Mean over labels of which there is an AUC. */
export const macroOf = (areas: Readonly<Record<string, number>>): number => {
  const known = Object.values(areas).filter(value => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
};

const areasAt = (
  truths: readonly Truth[],
  folds: Folds,
  chosen: readonly (readonly number[])[],
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.keys(truths[0]!).map(label => {
      const found = folds.flatMap((draws, fold) =>
        draws.map(({ scores }) => areaOf(truths[fold]![label]!, scores[label]!, chosen[fold]!)),
      );
      const known = found.filter(value => !Number.isNaN(value));
      return [label, known.reduce((sum, value) => sum + value, 0) / known.length];
    }),
  );

/** NaN where the chosen recordings are all of one kind. */
const areaOf = (truth: Truth[string], scores: Float64Array, chosen: readonly number[]): number => {
  const of = (label: 0 | 1) => chosen.filter(i => truth[i] === label).map(i => scores[i]!);
  const [positives, negatives] = [of(1), of(0)];
  return positives.length === 0 || negatives.length === 0 ? Number.NaN : wins(positives, negatives);
};

/** P[positive > negative] + P[tie]/2. */
const wins = (positives: readonly number[], negatives: readonly number[]): number => {
  let sum = 0;
  for (const p of positives) for (const n of negatives) sum += p > n ? 1 : p === n ? 0.5 : 0;
  return sum / (positives.length * negatives.length);
};
