import { type BigNumber, big, doubleUp, ONE } from "./verify-arithmetic.ts";
import { type Total, UNBOUNDED } from "./verify-epsilon.ts";

/** No ρ beyond this is worth converting: its ε is above 1e5 at any δ below 1. */
const LIMIT = big("1e5");

/**
 * ε of ρ-zCDP. Every order α > 1 gives a true bound, ε = αρ + ln(1 − 1/α) − (ln α + ln δ)/(α − 1): the order is searched
 * in doubles, and the bound at it taken in 100 digits, so a poor search could only make ε larger.
 *
 * @param rho  Σ over charges
 * @source     Canonne, Kamath & Steinke 2020, Proposition 12, arXiv:2004.00010
 */
export const zcdpTotal = (rho: BigNumber): Total => {
  if (!rho.isFinite() || rho.gt(LIMIT)) return UNBOUNDED;
  if (rho.isZero()) return { holds: epsilon => !big(epsilon).isNegative(), epsilon: () => 0 };
  return {
    holds: (epsilon, delta) => epsilonAt(rho, big(delta)).lte(epsilon),
    epsilon: delta => doubleUp(epsilonAt(rho, big(delta))),
  };
};

const epsilonAt = (rho: BigNumber, delta: BigNumber): BigNumber => {
  if (!delta.gt(0)) return big(Number.POSITIVE_INFINITY);
  if (delta.gte(1)) return big(0);
  const excess = big(Math.exp(bestLogExcess(rho.toNumber(), delta.ln().toNumber())));
  const alpha = excess.plus(1);
  const bound = alpha.times(rho).plus(excess.div(alpha).ln()).minus(alpha.ln().plus(delta.ln()).div(excess));
  return bound.isNegative() ? big(0) : bound;
};

/** ln(α − 1) where the bound is least, by golden section: the bound falls, then rises, in α. */
const bestLogExcess = (rho: number, logDelta: number): number => {
  const bound = (t: number) => {
    const excess = Math.exp(t);
    const logAlpha = Math.log1p(excess);
    return (1 + excess) * rho - Math.log1p(1 / excess) - (logAlpha + logDelta) / excess;
  };
  let low = -20;
  let high = Math.max(low + 1, Math.log(-logDelta / rho) / 2 + 1);
  const ratio = (Math.sqrt(5) - 1) / 2;
  for (let step = 0; step < 90; step++) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    if (bound(left) <= bound(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
};

/** ρ of a Gaussian release: 1/(2z²). @source Bun & Steinke 2016, Proposition 1.6, arXiv:1605.02065 */
export const gaussianRho = (squaredMu: BigNumber): BigNumber => squaredMu.div(2);

/**
 * ρ of a selection by the exponential mechanism: ε²/8, as its range is bounded by ε.
 *
 * @source Cesar & Rogers 2021, arXiv:2004.07223: ε-bounded range implies ε²/8-zCDP
 */
export const selectionRho = (epsilon: string): BigNumber => {
  const value = big(epsilon);
  return value.isNegative() || value.isNaN() ? ONE.div(0) : value.times(value).div(8);
};
