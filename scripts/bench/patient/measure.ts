import { everyPair } from "../../../generators/patient/graphical/candidates.ts";
import { contingency } from "../../../privacy/contingency.ts";
import type { Clique, CodedTable } from "../../../schemas/marginal.ts";
import { lbfgs } from "../../../src/math/lbfgs.ts";
import { auc, mean } from "../../../src/math/stats.ts";

/** Mean total variation between two tables' shares over all single attributes, and over all pairs. */
export const marginalDistance = (real: CodedTable, synthetic: CodedTable) => {
  const over = (cliques: readonly Clique[]) => mean(cliques.map(clique => distance(real, synthetic, clique)));
  return {
    single: over(real.sizes.map((_, variable) => [variable])),
    pair: over(everyPair(real.sizes.length)),
  };
};

const distance = (real: CodedTable, synthetic: CodedTable, clique: Clique): number => {
  const [a, b] = [contingency(real, clique), contingency(synthetic, clique)];
  const [n, m] = [real.columns[0]!.length, synthetic.columns[0]!.length];
  let sum = 0;
  for (let cell = 0; cell < a.length; cell++) sum += Math.abs(a[cell]! / n - b[cell]! / m);
  return sum / 2;
};

export interface Target {
  readonly variable: number;
  readonly positive: number;
}

/**
 * AUC on `test` of a logistic regression trained on `train`: one indicator a category of every other attribute, missing
 * among them, ridge 1 on every weight but the intercept; fixed, tuned on nothing.
 */
export const transferAuc = (train: CodedTable, test: CodedTable, target: Target): number => {
  const weights = logistic(train, target);
  const scores = linear(test, weights, target);
  const isPositive = [...test.columns[target.variable]!].map(code => code === target.positive);
  return auc(
    scores.filter((_, i) => isPositive[i]),
    scores.filter((_, i) => !isPositive[i]),
  ).value;
};

/** Start of every attribute's indicators; the intercept is the last weight. */
const offsetsOf = (sizes: readonly number[]): readonly number[] => {
  let at = 0;
  return sizes.map(size => {
    at += size;
    return at - size;
  });
};

const linear = (
  { sizes, columns }: CodedTable,
  weights: Float64Array,
  { variable }: Target,
): Float64Array => {
  const offsets = offsetsOf(sizes);
  return Float64Array.from(columns[0]!, (_, person) =>
    sizes.reduce(
      (sum, _size, j) => (j === variable ? sum : sum + weights[offsets[j]! + columns[j]![person]!]!),
      weights.at(-1)!,
    ),
  );
};

const logistic = (train: CodedTable, target: Target): Float64Array => {
  const { sizes, columns } = train;
  const offsets = offsetsOf(sizes);
  const length = sizes.reduce((sum, size) => sum + size, 0) + 1;
  const loss = (weights: Float64Array, gradient: Float64Array): number => {
    gradient.set(weights);
    gradient[length - 1] = 0;
    let value = 0;
    for (let i = 0; i < length - 1; i++) value += weights[i]! ** 2 / 2;
    const scores = linear(train, weights, target);
    for (let person = 0; person < scores.length; person++) {
      const z = scores[person]!;
      const isPositive = columns[target.variable]![person] === target.positive;
      value += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - (isPositive ? z : 0);
      const slope = 1 / (1 + Math.exp(-z)) - (isPositive ? 1 : 0);
      for (let j = 0; j < sizes.length; j++)
        if (j !== target.variable) gradient[offsets[j]! + columns[j]![person]!]! += slope;
      gradient[length - 1]! += slope;
    }
    return value;
  };
  return lbfgs(loss, new Float64Array(length), { tolerance: 1e-4, maxIterations: 200 }).x;
};
