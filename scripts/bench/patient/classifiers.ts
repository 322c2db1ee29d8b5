import type { CodedTable } from "../../../schemas/marginal.ts";
import { logistic, logOdds } from "../../../src/math/logistic.ts";
import { auc } from "../../../src/math/stats.ts";

/** The outcome of a table: an attribute, and the category that counts as yes. */
export interface Target {
  readonly variable: number;
  readonly positive: number;
}

/** Learns an outcome from one table and scores the people of another; fixed, tuned on nothing. */
export type Classifier = (train: CodedTable, test: CodedTable, target: Target) => Float64Array;

/** AUC on `test` of what `classify` learnt on `train`. One half where `train` has one kind of outcome only. */
export const transferAuc = (
  classify: Classifier,
  { train, test, target }: { readonly train: CodedTable; readonly test: CodedTable; readonly target: Target },
): number => {
  const scores = classify(train, test, target);
  const isPositive = [...test.columns[target.variable]!].map(code => code === target.positive);
  return auc(
    scores.filter((_, i) => isPositive[i]),
    scores.filter((_, i) => !isPositive[i]),
  ).value;
};

/** Logistic regression: one indicator a category of every other attribute, missing among them, ridge 1 on all but the intercept. */
export const logisticRegression: Classifier = (train, test, { variable, positive }) => {
  const outcome = outcomesOf(train, { variable, positive });
  const lesson = { people: train, outcome, skip: variable, ridge: 1, tolerance: 1e-4 / outcome.length };
  return logOdds(test, logistic(lesson), variable);
};

const outcomesOf = ({ columns }: CodedTable, { variable, positive }: Target): Float64Array =>
  Float64Array.from(columns[variable]!, code => (code === positive ? 1 : 0));

const TREES = 100;
const DEPTH = 3;
const RATE = 0.1;
/** Least sum of p(1 − p) on either side of a split: about ten people at even odds. */
const LEAST_WEIGHT = 2.5;
/** Ridge on a leaf. */
const RIDGE = 1;

/**
 * Gradient-boosted trees of depth 3 (100 rounds, rate 0.1): splits an attribute's categories by their numbers, so that bins are
 * cut in their order; sees interactions, which logistic regression does not.
 *
 * @source Friedman 2001; the leaf values and gains of Chen & Guestrin 2016 (XGBoost), (5)–(7)
 */
export const boostedTrees: Classifier = (train, test, target) => {
  const outcomes = outcomesOf(train, target);
  const learnt = new Float64Array(outcomes.length);
  const scores = new Float64Array(test.columns[0]!.length);
  const gradient = new Float64Array(outcomes.length);
  const weight = new Float64Array(outcomes.length);
  for (let round = 0; round < TREES; round++) {
    for (let i = 0; i < outcomes.length; i++) {
      const p = 1 / (1 + Math.exp(-learnt[i]!));
      gradient[i] = outcomes[i]! - p;
      weight[i] = p * (1 - p);
    }
    grow(
      { train, test, target, gradient, weight, learnt, scores },
      {
        people: Int32Array.from(learnt, (_, i) => i),
        others: Int32Array.from(scores, (_, i) => i),
        depth: 0,
      },
    );
  }
  return scores;
};

interface Round {
  readonly train: CodedTable;
  readonly test: CodedTable;
  readonly target: Target;
  readonly gradient: Float64Array;
  readonly weight: Float64Array;
  readonly learnt: Float64Array;
  readonly scores: Float64Array;
}

interface Branch {
  readonly people: Int32Array;
  readonly others: Int32Array;
  readonly depth: number;
}

/** Grows a tree below a branch and adds its leaves to the scores of both tables. */
const grow = (round: Round, { people, others, depth }: Branch): void => {
  const split = depth < DEPTH ? bestSplit(round, people) : undefined;
  if (split === undefined) {
    const [g, h] = sums(round, people);
    const step = (RATE * g) / (h + RIDGE);
    for (const i of people) round.learnt[i] = round.learnt[i]! + step;
    for (const i of others) round.scores[i] = round.scores[i]! + step;
    return;
  }
  const [a, b] = [round.train.columns[split.variable]!, round.test.columns[split.variable]!];
  for (const isBelow of [true, false])
    grow(round, {
      people: people.filter(i => a[i]! <= split.code === isBelow),
      others: others.filter(i => b[i]! <= split.code === isBelow),
      depth: depth + 1,
    });
};

const sums = ({ gradient, weight }: Round, people: Int32Array): readonly [number, number] => {
  let [g, h] = [0, 0];
  for (const i of people) {
    g += gradient[i]!;
    h += weight[i]!;
  }
  return [g, h];
};

const bestSplit = (
  round: Round,
  people: Int32Array,
): { readonly variable: number; readonly code: number } | undefined => {
  const [g, h] = sums(round, people);
  let best: { readonly variable: number; readonly code: number } | undefined;
  let most = g ** 2 / (h + RIDGE) + 1e-9;
  for (const [variable, size] of round.train.sizes.entries()) {
    if (variable === round.target.variable) continue;
    const column = round.train.columns[variable]!;
    const [gradients, weights] = [new Float64Array(size), new Float64Array(size)];
    for (const i of people) {
      gradients[column[i]!] = gradients[column[i]!]! + round.gradient[i]!;
      weights[column[i]!] = weights[column[i]!]! + round.weight[i]!;
    }
    let [below, light] = [0, 0];
    for (let code = 0; code < size - 1; code++) {
      below += gradients[code]!;
      light += weights[code]!;
      if (light < LEAST_WEIGHT || h - light < LEAST_WEIGHT) continue;
      const gain = below ** 2 / (light + RIDGE) + (g - below) ** 2 / (h - light + RIDGE);
      if (gain > most) [best, most] = [{ variable, code }, gain];
    }
  }
  return best;
};
