import { Unsound } from "../../src/errors.ts";
import { decimalUp, exactly, nextUp, numberUp } from "../../src/math/rational.ts";
import type { Spend } from "../event.ts";
import type { Accountant } from "./accountant.ts";
import { gaussianDeltaUp, gaussianEpsilonUp, gaussianMuDown } from "./analytic-gaussian.ts";
import { withFailures } from "./failure.ts";
import { inverseSquareSum } from "./fixed-point.ts";

/** μ = √Σ 1/z² of Gaussian spends, rounded up. */
export const gaussianMu = (spends: readonly Spend[]): number => {
  const sum = inverseSquareSum(spends);
  if (sum === undefined) return Number.POSITIVE_INFINITY;
  return sum.num === 0n ? 0 : nextUp(Math.sqrt(numberUp(sum)));
};

/**
 * Exact accounting of Gaussian releases: any adaptive composition is one Gaussian mechanism with μ² = Σ 1/z².
 *
 * @guarantee k Gaussian releases cost exactly what one with μ² = Σ 1/z² costs
 * @source    Dong, Roth & Su 2019, Corollary 3.3, arXiv:1905.02383; Balle & Wang 2018, Theorem 8
 */
export const gaussianAccountant: Accountant = withFailures({
  name: "exact-gaussian",
  epsilon: (spends, delta) => gaussianEpsilonUp(gaussianMu(spends), delta),
  delta: (spends, epsilon) => gaussianDeltaUp(gaussianMu(spends), epsilon),
});

/**
 * Noise multiplier for `count` Gaussian releases at (ε, δ): a decimal string, rounded up and certified again.
 *
 * @param target.digits   significant digits of the answer, 15 unless said
 * @guarantee             the calibrated noise meets its target when accounted again
 */
export const calibrateGaussian = (target: {
  readonly epsilon: number;
  readonly delta: number;
  readonly count?: number;
  readonly digits?: number;
}): string => {
  const { epsilon, delta, count = 1, digits = 15 } = target;
  const mu = gaussianMuDown(epsilon, delta);
  // Three roundings at most (quotient, root, product) are 4 ulp; the certificate below has the last word.
  let z = (Math.sqrt(count) / mu) * (1 + 2 ** -50);
  for (let attempt = 0; attempt < 50; attempt++) {
    const noiseMultiplier = decimalUp(exactly(z), digits);
    const spend: Spend = { purpose: "calibration", event: { kind: "gaussian", noiseMultiplier }, count };
    if (gaussianAccountant.epsilon([spend], delta) <= epsilon) return noiseMultiplier;
    z *= 1 + 2 ** -46;
  }
  throw new Unsound(`no certified noise found for ε = ${epsilon}, δ = ${delta}`);
};
