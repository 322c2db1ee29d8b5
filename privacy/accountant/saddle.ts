import { type Composed, compose, lowest } from "./composed.ts";
import type { Direction } from "./law.ts";

/** Where the tilted loss is centred: ε = K′(t). */
export interface Saddle {
  readonly t: number;
  /** K(t), K′(t), K″(t). */
  readonly k: number;
  readonly mean: number;
  readonly variance: number;
}

/** Relative step of the differences: their own error is about its square. */
const STEP = 1e-3;

export const saddleAt = ({ at }: Pick<Composed, "at">, t: number): Saddle => {
  const d = t * STEP;
  const [low, k, high] = [at(t - d), at(t), at(t + d)];
  return { t, k, mean: (high - low) / (2 * d), variance: Math.max(0, (high - 2 * k + low) / (d * d)) };
};

/** ln of Daniels' first-order approximation of δ at ε = K′(t): only ever a guess. */
const logGuess = ({ t, k, mean, variance }: Saddle): number =>
  k - t * mean - Math.log(t * (t + 1)) - 0.5 * Math.log(2 * Math.PI * Math.max(variance, 1e-300));

export const SMALLEST_TILT = 0.02;

/** The tilt that suits a question: the best Rényi order for it, walked from there to the saddle point of δ. */
export const saddleFor = (composed: Composed, question: Sought): Saddle => {
  const { t: reach } = composed.reach;
  const distance = (t: number): number => {
    const saddle = saddleAt(composed, t);
    return "epsilon" in question ? question.epsilon - saddle.mean : logGuess(saddle) - question.logDelta;
  };
  // K′ grows and the guess falls with t: one change of sign, found on a logarithmic scale.
  let [low, high] = [Math.log(SMALLEST_TILT), Math.log(reach / 2)];
  if (!(distance(Math.exp(low)) > 0)) return saddleAt(composed, SMALLEST_TILT);
  while (high - low > 0.03) {
    const middle = (low + high) / 2;
    if (distance(Math.exp(middle)) > 0) low = middle;
    else high = middle;
  }
  // Not the middle: at `low` the moments are known to be finite.
  return saddleAt(composed, Math.exp(low));
};

/** What is asked of a plan: the other of the two. */
export type Question = { readonly epsilon: number } | { readonly delta: number };

export const soughtBy = (question: Question): Sought =>
  "delta" in question ? { logDelta: Math.log(question.delta) } : question;

/** A question in logarithms: δ may be far below the smallest double. */
export type Sought = { readonly epsilon: number } | { readonly logDelta: number };

/** A direction composed with moments up to orders well beyond the tilt that its question needs, and that tilt. */
export const composeFor = (
  direction: Direction,
  sought: Sought,
  y = 1,
): { readonly composed: Composed; readonly saddle: Saddle } => {
  for (let t = 32; ; t *= 8) {
    const composed = compose(direction, { t, y });
    const saddle = saddleFor(composed, sought);
    if (saddle.t < t / 3 || t > LARGEST_ORDER) return { composed, saddle };
  }
};

/** Rényi orders beyond this are of no use: ε at this order is the largest loss, to a millionth of ln 1/δ. */
const LARGEST_ORDER = 2 ** 20;

/** Smallest b with ln P[L > b] ≤ logMass by Chernoff's bound over the orders at hand. */
export const upperEnd = ({ at, reach }: Composed, logMass: number): number => {
  const bound = (t: number) => (at(t) - logMass) / t;
  return bound(lowest(bound, SMALLEST_TILT, reach.t, 0.1));
};

/** Largest a with ln P′[L < a] ≤ logMass, P′ the law tilted by t. */
export const lowerEnd = ({ at }: Composed, { t, k }: Pick<Saddle, "t" | "k">, logMass: number): number => {
  const bound = (s: number) => (k + logMass - at(t - s)) / s;
  const s = lowest(x => -bound(x), 1e-3 * t, 0.999 * t + 1, 0.1);
  return bound(s);
};

/** Smallest b with ln P′[L > b] ≤ logMass, P′ the law tilted by t. */
export const tiltedUpperEnd = (
  { at, reach }: Composed,
  { t, k }: Pick<Saddle, "t" | "k">,
  logMass: number,
): number => {
  const bound = (s: number) => (at(t + s) - k - logMass) / s;
  return bound(lowest(bound, 1e-3 * t, reach.t - t, 0.1));
};
