import { InvalidRequest, Unsound } from "../../src/errors.ts";
import { erfc, millsRatio, normalPdf } from "../../src/math/special.ts";

/** Half an ulp of 1: the relative error of one rounded operation. */
const U = 2 ** -53;
/** Below this δ the densities involved leave the range of doubles. */
const SMALLEST_DELTA = 1e-290;

/**
 * δ of a Gaussian mechanism with ℓ₂ sensitivity over standard deviation μ at ε, with the error of its own arithmetic
 * added: an upper bound.
 *
 * δ = Φ(−a) − e^ε Φ(−b) with a = ε/μ − μ/2 and b = ε/μ + μ/2. Since e^ε φ(b) = φ(a), the second term is φ(a)·M(b)
 * with M the Mills ratio, so nothing overflows and no tail is lost.
 *
 * @param mu        ≥ 0
 * @param epsilon   ≥ 0
 * @guarantee       never below the true δ of the Gaussian mechanism
 * @source          Balle & Wang 2018, Theorem 8, arXiv:1805.06530
 */
export const gaussianDeltaUp = (mu: number, epsilon: number): number => {
  if (mu === 0 || epsilon === Number.POSITIVE_INFINITY) return 0;
  if (mu === Number.POSITIVE_INFINITY) return 1;
  const a = epsilon / mu - mu / 2;
  const b = epsilon / mu + mu / 2;
  const density = normalPdf(a);
  const first = a < 0 ? erfc(a * Math.SQRT1_2) / 2 : density * millsRatio(a);
  const second = density * millsRatio(b);
  // a and b are off by at most 2Ub each (moving either term by its derivative), φ(a) by (2 + a²)U relative, and the
  // special functions by 14U relative (their tests); doubled for safety. 1e-300 covers underflow.
  const error =
    2 * U * ((first + second) * (16 + 2 * a * a) + 2 * b * density * (2 + Math.abs(a) * millsRatio(b)));
  return Math.min(1, Math.max(0, first - second) + error + 1e-300);
};

const checkDelta = (delta: number): void => {
  if (!(delta >= 0 && delta <= 1) || (delta > 0 && delta < SMALLEST_DELTA))
    throw new InvalidRequest(`delta must be 0, or between ${SMALLEST_DELTA} and 1; got ${delta}`);
};

/**
 * Smallest double ε (to bisection's end) that is certified at δ.
 *
 * @guarantee never below the true ε of the Gaussian mechanism
 */
export const gaussianEpsilonUp = (mu: number, delta: number): number => {
  checkDelta(delta);
  if (mu === 0 || delta === 1) return 0;
  if (mu === Number.POSITIVE_INFINITY || delta === 0) return Number.POSITIVE_INFINITY;
  if (gaussianDeltaUp(mu, 0) <= delta) return 0;
  // zCDP's conversion ρ + 2√(ρ ln 1/δ), ρ = μ²/2, is above the exact ε.
  let high = (mu * mu) / 2 + mu * Math.sqrt(2 * Math.log(1 / delta)) * (1 + 1e-9) + 1e-9;
  let low = 0;
  if (!(gaussianDeltaUp(mu, high) <= delta)) throw new Unsound(`no ε certifies μ = ${mu} at δ = ${delta}`);
  for (let i = 0; i < 1100; i++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (gaussianDeltaUp(mu, middle) <= delta) high = middle;
    else low = middle;
  }
  return high;
};

/**
 * Largest μ whose Gaussian mechanism is certified at (ε, δ).
 *
 * @param epsilon  > 0, finite
 * @param delta    in [1e-290, 1)
 */
export const gaussianMuDown = (epsilon: number, delta: number): number => {
  checkDelta(delta);
  if (!(epsilon > 0 && Number.isFinite(epsilon)))
    throw new InvalidRequest(`epsilon must be above 0 and finite; got ${epsilon}`);
  if (delta === 0 || delta === 1)
    throw new InvalidRequest(`delta must be inside (0, 1) to calibrate Gaussian noise; got ${delta}`);
  let low = 0;
  let high = 1;
  while (gaussianDeltaUp(high, epsilon) <= delta) high *= 2;
  for (let i = 0; i < 1100; i++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (gaussianDeltaUp(middle, epsilon) <= delta) low = middle;
    else high = middle;
  }
  return low;
};
