import { exactly, numberDown, numberUp, parseDecimal, type Rational } from "../../src/math/rational.ts";
import { type Curves, curve, type Spend } from "../event.ts";
import type { Accountant } from "./accountant.ts";
import { checkCount } from "./fixed-point.ts";

const NONE: Rational = { num: 0n, den: 1n };

/** Probability with which one run of an event does what its noise does not account for. */
const failures: Curves<Rational> = {
  gaussian: () => NONE,
  exponential: () => NONE,
  thresholded: ({ delta }) => parseDecimal(delta, "delta of a threshold"),
};

const plus = (a: Rational, b: Rational): Rational => ({
  num: a.num * b.den + b.num * a.den,
  den: a.den * b.den,
});

/**
 * Σ count · δ over spends, exact.
 *
 * @throws InvalidRequest if a count is no positive integer
 */
export const failureSum = (spends: readonly Spend[]): Rational =>
  spends.reduce((sum, { event, count, purpose }) => {
    checkCount(count, purpose);
    const { num, den } = curve(failures, event);
    return plus(sum, { num: num * BigInt(count), den });
  }, NONE);

/**
 * δ that is left for the noise once the failures are paid, rounded down; undefined where they cost more than all of it.
 *
 * @param delta  in [0, 1]
 */
export const deltaLeft = (failure: Rational, delta: number): number | undefined => {
  if (failure.num === 0n) return delta;
  const left = plus(exactly(delta), { num: -failure.num, den: failure.den });
  return left.num < 0n ? undefined : Math.max(0, numberDown(left));
};

/**
 * An accountant of noise alone, for spends that may also fail. With a neighbour's own patient, run and failure-free run
 * differ with probability at most Σδ; the failure-free one is the noise's composition, and failing is independent of its
 * noise. So (ε, δ) of the noise is (ε, δ + Σδ) of the run, in both directions.
 *
 * @guarantee what selections let through with probability Σδ is taken off δ before ε is told
 * @source    Wilkins, Kifer, Zhang & Karrer 2022, arXiv:2202.01100 ("add the deltas"); Bun & Steinke 2016, §8
 */
export const withFailures = (noise: Accountant): Accountant => ({
  name: noise.name,
  epsilon: (spends, delta) => {
    const left = deltaLeft(failureSum(spends), delta);
    return left === undefined ? Number.POSITIVE_INFINITY : noise.epsilon(spends, left);
  },
  delta: (spends, epsilon) => {
    const failure = failureSum(spends);
    const alone = noise.delta(spends, epsilon);
    return failure.num === 0n ? alone : Math.min(1, numberUp(plus(exactly(alone), failure)));
  },
});
