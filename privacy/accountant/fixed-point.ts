import { InvalidRequest, UnsupportedEvent } from "../../src/errors.ts";
import { ceilDivide, parseDecimal, type Rational } from "../../src/math/rational.ts";
import { type Curves, curve, type Spend } from "../event.ts";

const SCALE = 1n << 320n;

/** One run of an event in units of 1/SCALE, rounded up; undefined where there is no noise at all. */
type Units = Curves<bigint | undefined>;

const gaussian = ({ noiseMultiplier }: { readonly noiseMultiplier: string }): bigint | undefined => {
  const { num, den } = parseDecimal(noiseMultiplier, "noise multiplier");
  if (num < 0n) throw new InvalidRequest(`noise multiplier must not be negative; got ${noiseMultiplier}`);
  return num === 0n ? undefined : ceilDivide(den * den * SCALE, num * num);
};

/** 1/z². */
const inverseSquares: Units = {
  gaussian,
  exponential: () => {
    throw new UnsupportedEvent("a selection is not Gaussian noise; account for it by zCDP");
  },
  thresholded: gaussian,
};

/**
 * 2ρ: 1/z² for Gaussian noise, ε²/4 for a mechanism of ε-bounded range.
 *
 * @source Bun & Steinke 2016, Proposition 1.6, arXiv:1605.02065; Cesar & Rogers 2021, Lemma 4, arXiv:2004.07223
 */
const doubledRhos: Units = {
  gaussian,
  exponential: ({ epsilon }) => {
    const { num, den } = parseDecimal(epsilon, "epsilon of a selection");
    if (num < 0n) throw new InvalidRequest(`epsilon of a selection must not be negative; got ${epsilon}`);
    return ceilDivide(num * num * SCALE, 4n * den * den);
  },
  thresholded: gaussian,
};

/**
 * Σ count / z² over spends of Gaussian noise, under a threshold or not, rounded up by less than 2⁻³²⁰ a spend; Infinity
 * (den 0n) never: undefined says that some spend has no noise.
 *
 * @throws InvalidRequest if a count is no positive integer; UnsupportedEvent for anything but Gaussian noise
 */
export const inverseSquareSum = (spends: readonly Spend[]): Rational | undefined =>
  sumOf(spends, inverseSquares);

/** @throws InvalidRequest if it is no positive integer */
export const checkCount = (count: number, purpose: string): void => {
  if (!Number.isSafeInteger(count) || count < 1)
    throw new InvalidRequest(`"${purpose}": a count must be a positive integer; got ${count}`);
};

/** Σ count · 2ρ over spends of any kind, rounded and undefined likewise. */
export const doubledRhoSum = (spends: readonly Spend[]): Rational | undefined => sumOf(spends, doubledRhos);

const sumOf = (spends: readonly Spend[], units: Units): Rational | undefined => {
  let sum = 0n;
  for (const { event, count, purpose } of spends) {
    checkCount(count, purpose);
    const term = curve(units, event);
    if (term === undefined) return undefined;
    sum += term * BigInt(count);
  }
  return { num: sum, den: SCALE };
};
