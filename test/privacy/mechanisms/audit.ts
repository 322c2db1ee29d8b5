import { betaQuantile, normalQuantile } from "../../../src/math/special.ts";

/** A test of one threshold, fixed beforehand: how often it takes one world for the other. */
export interface Audit {
  /** Runs a world once and gives the attacker's score; "in" is decided above `threshold`. */
  score(isIn: boolean): number;
  readonly threshold: number;
  readonly runs: number;
}

/** One-sided Clopper–Pearson upper limit of a rate. */
const upper = (hits: number, runs: number, alpha: number): number =>
  hits >= runs ? 1 : betaQuantile(1 - alpha, hits + 1, runs - hits);

/**
 * Lower confidence limit (1 − alpha) of μ that the errors of the test prove: a μ-GDP mechanism has
 * Φ⁻¹(1 − FPR) − Φ⁻¹(FNR) ≤ μ for every test. alpha is split over both rates.
 */
export const provedMu = ({ score, threshold, runs }: Audit, alpha = 1e-3): number => {
  let falsePositives = 0;
  let falseNegatives = 0;
  for (let i = 0; i < runs; i++) {
    if (score(false) > threshold) falsePositives++;
    if (!(score(true) > threshold)) falseNegatives++;
  }
  const rates = [falsePositives, falseNegatives].map(count => upper(count, runs, alpha / 2));
  return normalQuantile(1 - rates[0]!) - normalQuantile(rates[1]!);
};
