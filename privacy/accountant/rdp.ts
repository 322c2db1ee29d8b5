import { type Composed, compose, lowest } from "./composed.ts";
import type { Direction } from "./law.ts";
import type { Question } from "./saddle.ts";

/** Room for the rounding of K and of the formulas: relative to each term. */
const ROUNDING = 1e-12;

/** K(t) = t · D_{t+1}. */
type Curve = (t: number) => number;

/** ln of the largest (1 − e^{−x}) e^{−tx}: t ln t − (t + 1) ln(t + 1). */
const logPeak = (t: number): number => -Math.log1p(t) - t * Math.log1p(1 / t);

/**
 * ln of the Rényi bound on δ at ε and order 1 + t.
 *
 * @source Canonne, Kamath & Steinke 2020, Proposition 12, arXiv:2004.00010
 */
const logDelta = (curve: Curve, epsilon: number, t: number): number => {
  const terms = [curve(t), -epsilon * t, logPeak(t)];
  return terms.reduce((sum, term) => sum + term + Math.abs(term) * ROUNDING, 0);
};

const epsilonAt = (curve: Curve, logDeltaLeft: number, t: number): number => {
  const terms = [curve(t), logPeak(t), -logDeltaLeft].map(term => term / t);
  return terms.reduce((sum, term) => sum + term + Math.abs(term) * ROUNDING, 0);
};

const SMALLEST_T = 1e-6;
const LARGEST_T = 2 ** 20;

export interface RenyiBounds {
  readonly tightest: number;
  readonly pairs: number;
}

/**
 * Best bound over real orders, with the tightest curve known for each mechanism, and with that of its dominating pair
 * where it has one.
 */
export const renyiBounds = (direction: Direction, question: Question): RenyiBounds => {
  for (let reach = 64; ; reach *= 8) {
    const composed = compose(direction, { t: reach, y: 1 });
    const tightest = best(composed, composed.bound, question);
    const pairs = composed.hasLaw ? best(composed, composed.at, question) : tightest;
    if (Math.max(tightest.t, pairs.t) < reach / 3 || reach > LARGEST_T)
      return { tightest: tightest.value, pairs: pairs.value };
  }
};

const best = (
  { reach, infinite }: Composed,
  curve: Curve,
  question: Question,
): { readonly value: number; readonly t: number } => {
  if ("epsilon" in question) {
    const t = lowest(x => logDelta(curve, question.epsilon, x), SMALLEST_T, reach.t);
    return { value: Math.min(1, Math.exp(Math.min(0, logDelta(curve, question.epsilon, t))) + infinite), t };
  }
  const left = question.delta - infinite * (1 + 1e-14);
  if (!(left > 0)) return { value: Number.POSITIVE_INFINITY, t: 1 };
  const t = lowest(x => epsilonAt(curve, Math.log(left), x), SMALLEST_T, reach.t);
  const value = epsilonAt(curve, Math.log(left), t);
  return { value: Number.isFinite(value) ? Math.max(0, value) : Number.POSITIVE_INFINITY, t };
};

/** Rényi divergence of order α > 1 in the worst direction, rounded up; Infinity where a loss may be infinite. */
export const renyiDivergence = (directions: readonly Direction[], alpha: number): number =>
  directions.reduce((most, direction) => {
    const composed = compose(direction, { t: alpha - 1, y: 1 });
    if (composed.infinite > 0) return Number.POSITIVE_INFINITY;
    return Math.max(most, (composed.bound(alpha - 1) / (alpha - 1)) * (1 + ROUNDING));
  }, 0);
