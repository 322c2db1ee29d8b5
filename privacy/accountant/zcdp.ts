import { InvalidRequest } from "../../src/errors.ts";
import { numberUp } from "../../src/math/rational.ts";
import type { Spend } from "../event.ts";
import type { Accountant } from "./accountant.ts";
import { withFailures } from "./failure.ts";
import { doubledRhoSum } from "./fixed-point.ts";

/** Relative room for the rounding of the formulas below: a few dozen operations of 1.1e-16 each. */
const ROUNDING = 1e-13;

/** ρ: Σ 1/(2z²) over Gaussian noise plus Σ ε²/8 over selections, rounded up. */
export const zcdpRho = (spends: readonly Spend[]): number => {
  const sum = doubledRhoSum(spends);
  return sum === undefined ? Number.POSITIVE_INFINITY : numberUp({ num: sum.num, den: 2n * sum.den });
};

/** Zero of an increasing function on (1, ∞). */
const rootAboveOne = (f: (alpha: number) => number): number => {
  let low = 0;
  let high = 1;
  while (f(1 + high) < 0 && high < 1e300) high *= 2;
  for (let i = 0; i < 1100; i++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (f(1 + middle) < 0) low = middle;
    else high = middle;
  }
  return 1 + high;
};

/**
 * ε of ρ-zCDP at δ. Every order α > 1 gives a valid ε = αρ + ln(1/(αδ))/(α − 1) + ln(1 − 1/α); the best is where
 * ρ(α − 1)² = ln(1/(αδ)).
 *
 * @guarantee a ρ-zCDP budget converted at δ is never below the exact conversion
 * @source    Canonne, Kamath & Steinke 2020, Proposition 12, arXiv:2004.00010
 */
export const zcdpEpsilonUp = (rho: number, delta: number): number => {
  check(rho, delta);
  if (rho === 0 || delta === 1) return 0;
  if (rho === Number.POSITIVE_INFINITY || delta === 0) return Number.POSITIVE_INFINITY;
  const alpha = Math.max(
    1 + 1e-9,
    rootAboveOne(a => rho * (a - 1) ** 2 + Math.log(a) + Math.log(delta)),
  );
  const terms = [alpha * rho, -(Math.log(alpha) + Math.log(delta)) / (alpha - 1), Math.log1p(-1 / alpha)];
  return Math.max(0, roundedUp(terms));
};

/** The largest ρ that a search finds whose ε at δ, as `zcdpEpsilonUp` gives it, is within `epsilon`. */
export const zcdpRhoDown = (epsilon: number, delta: number): number => {
  if (!(epsilon >= 0)) throw new InvalidRequest(`epsilon must not be negative; got ${epsilon}`);
  let low = 0;
  let high = 1;
  while (zcdpEpsilonUp(high, delta) <= epsilon && high < 1e300) high *= 2;
  for (let i = 0; i < 200; i++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (zcdpEpsilonUp(middle, delta) <= epsilon) low = middle;
    else high = middle;
  }
  return low;
};

/** δ of ρ-zCDP at ε: the minimum over α of exp((α − 1)(αρ − ε)) / (α − 1) · (1 − 1/α)^α, same source. */
export const zcdpDeltaUp = (rho: number, epsilon: number): number => {
  check(rho, 1);
  if (!(epsilon >= 0)) throw new InvalidRequest(`epsilon must not be negative; got ${epsilon}`);
  if (rho === 0 || epsilon === Number.POSITIVE_INFINITY) return 0;
  if (rho === Number.POSITIVE_INFINITY) return 1;
  const alpha = Math.max(
    1 + 1e-9,
    rootAboveOne(a => (2 * a - 1) * rho - epsilon + Math.log1p(-1 / a)),
  );
  const terms = [(alpha - 1) * (alpha * rho - epsilon), -Math.log(alpha - 1), alpha * Math.log1p(-1 / alpha)];
  return Math.min(1, Math.exp(roundedUp(terms)) * (1 + ROUNDING));
};

/** The sum of the terms, plus room for the rounding of each. */
const roundedUp = (terms: readonly number[]): number => {
  let sum = 0;
  let size = 0;
  for (const term of terms) {
    sum += term;
    size += Math.abs(term);
  }
  return sum + size * ROUNDING;
};

const check = (rho: number, delta: number): void => {
  if (!(rho >= 0)) throw new InvalidRequest(`rho must not be negative; got ${rho}`);
  if (!(delta >= 0 && delta <= 1)) throw new InvalidRequest(`delta must be in [0, 1]; got ${delta}`);
};

/**
 * zCDP accounting: ρ adds up under full adaptivity, at the price of a looser conversion. The books of an adaptive run.
 *
 * @source Bun & Steinke 2016, Proposition 1.6 and Lemma 1.7, arXiv:1605.02065
 */
export const zcdpAccountant: Accountant = withFailures({
  name: "zcdp",
  epsilon: (spends, delta) => zcdpEpsilonUp(zcdpRho(spends), delta),
  delta: (spends, epsilon) => zcdpDeltaUp(zcdpRho(spends), epsilon),
});
