import { InvalidRequest } from "../../src/errors.ts";
import { ceilDivide, parseDecimal, type Rational } from "../../src/math/rational.ts";
import { type Curves, curve, type Spend } from "../event.ts";

const SCALE = 1n << 320n;

/** 1/z² of one run of an event, in units of 1/SCALE rounded up; undefined where there is no noise at all. */
const inverseSquares: Curves<bigint | undefined> = {
  gaussian: ({ noiseMultiplier }) => {
    const { num, den } = parseDecimal(noiseMultiplier, "noise multiplier");
    if (num < 0n) throw new InvalidRequest(`noise multiplier must not be negative; got ${noiseMultiplier}`);
    return num === 0n ? undefined : ceilDivide(den * den * SCALE, num * num);
  },
};

/**
 * Σ count / z² over Gaussian spends, rounded up by less than 2⁻³²⁰ a spend; Infinity (den 0n) never: undefined says
 * that some spend has no noise.
 *
 * @throws InvalidRequest if a count is no positive integer
 */
export const inverseSquareSum = (spends: readonly Spend[]): Rational | undefined => {
  let sum = 0n;
  for (const { event, count, purpose } of spends) {
    if (!Number.isSafeInteger(count) || count < 1)
      throw new InvalidRequest(`"${purpose}": a count must be a positive integer; got ${count}`);
    const term = curve(inverseSquares, event);
    if (term === undefined) return undefined;
    sum += term * BigInt(count);
  }
  return { num: sum, den: SCALE };
};
