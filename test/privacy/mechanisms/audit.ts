import { betaQuantile, normalQuantile } from "../../../src/math/special.ts";

/** How often a test of one threshold, fixed beforehand, took one world for the other. */
export interface Errors {
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** Runs of either world. */
  readonly runs: number;
}

/** One-sided Clopper–Pearson upper limit of a rate. */
const upper = (hits: number, runs: number, alpha: number): number =>
  hits >= runs ? 1 : betaQuantile(1 - alpha, hits + 1, runs - hits);

/**
 * Lower confidence limit (1 − alpha) of μ that the errors of a test prove: a μ-GDP mechanism has
 * Φ⁻¹(1 − FPR) − Φ⁻¹(FNR) ≤ μ for every test. alpha is split over both rates.
 */
export const provedMu = ({ falsePositives, falseNegatives, runs }: Errors, alpha: number): number => {
  const [positive, negative] = [falsePositives, falseNegatives].map(count => upper(count, runs, alpha / 2));
  return normalQuantile(1 - positive!) - normalQuantile(negative!);
};

/** The errors of one attack: "in" is said above its threshold. */
export const errorsOf = (
  scores: { readonly out: readonly number[]; readonly in: readonly number[] },
  threshold: number,
): Errors => ({
  falsePositives: scores.out.filter(score => score > threshold).length,
  falseNegatives: scores.in.filter(score => !(score > threshold)).length,
  runs: scores.out.length,
});
