import { everyPair } from "../../../generators/patient/graphical/candidates.ts";
import { contingency } from "../../../privacy/contingency.ts";
import type { Clique, CodedTable } from "../../../schemas/marginal.ts";
import { mean, variance } from "../../../src/math/stats.ts";

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

/** 97.5 % quantile of Student's t for 1 to 20 degrees of freedom (tables). */
const STUDENT = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086,
];

const studentAt = (degrees: number): number =>
  STUDENT[Math.min(Math.floor(degrees), STUDENT.length) - 1] ?? Number.NaN;

/** Mean over draws and half its 95 % interval by Student's t: the mechanism's noise, not that of who was held back. */
export const interval = (values: readonly number[]): { readonly centre: number; readonly half: number } => ({
  centre: mean(values),
  half: studentAt(values.length - 1) * Math.sqrt(variance(values) / values.length),
});

/** Difference of two means, and half its 95 % interval (Welch). */
export const difference = (
  a: readonly number[],
  b: readonly number[],
): { readonly centre: number; readonly half: number } => {
  const [p, q] = [variance(a) / a.length, variance(b) / b.length];
  const degrees = (p + q) ** 2 / (p ** 2 / (a.length - 1) + q ** 2 / (b.length - 1));
  return { centre: mean(a) - mean(b), half: studentAt(degrees) * Math.sqrt(p + q) };
};

/** "0.123 ± 0.004"; the mean alone where there is one draw. */
export const shown = ({ centre, half }: { readonly centre: number; readonly half: number }): string =>
  Number.isFinite(half) ? `${centre.toFixed(3)} ± ${half.toFixed(3)}` : centre.toFixed(3);
