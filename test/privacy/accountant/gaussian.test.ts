import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  gaussianDeltaUp,
  gaussianEpsilonUp,
  gaussianMuDown,
} from "../../../privacy/accountant/analytic-gaussian.ts";
import { inverseSquareSum } from "../../../privacy/accountant/fixed-point.ts";
import { calibrateGaussian, gaussianAccountant, gaussianMu } from "../../../privacy/accountant/gaussian.ts";
import type { Spend } from "../../../privacy/event.ts";
import { totalOf } from "../../../privacy/verify-epsilon.ts";
import { InvalidRequest } from "../../../src/errors.ts";
import { exactly, type Rational } from "../../../src/math/rational.ts";

const gaussian = (noiseMultiplier: string, count = 1): Spend => ({
  purpose: "test",
  event: { kind: "gaussian", noiseMultiplier },
  count,
});
const square = ({ num, den }: Rational): Rational => ({ num: num * num, den: den * den });
const add = (a: Rational, b: Rational): Rational => ({
  num: a.num * b.den + b.num * a.den,
  den: a.den * b.den,
});
const isAtMost = (a: Rational, b: Rational): boolean => a.num * b.den <= b.num * a.den;
const epsilon = (spends: readonly Spend[], delta: number) => gaussianAccountant.epsilon(spends, delta);

describe("exact Gaussian accounting", () => {
  it("agrees with closed forms in 50 digits to 1e-12, from above", () => {
    // mpmath 1.2.1, 50 digits, Balle & Wang's closed form at μ = √Σ k/σ² (reference cases acc-002, -006, -010, -014, -026).
    const rows: readonly (readonly [readonly Spend[], number, number])[] = [
      [[gaussian("2")], 1e-6, 2.254084650219741],
      [[gaussian("10", 10)], 1e-5, 1.1993695737531682],
      [[gaussian("300", 100_000)], 1e-10, 6.93818657170318],
      [[gaussian("0.1", 3)], 1e-5, 222.97671843866715],
      [[gaussian("1"), gaussian("2"), gaussian("4"), gaussian("8", 10)], 1e-5, 5.476671567196534],
    ];
    for (const [spends, delta, truth] of rows) {
      expect(epsilon(spends, delta) / truth - 1).toBeGreaterThanOrEqual(0);
      expect(epsilon(spends, delta) / truth - 1).toBeLessThan(1e-12);
    }
    // The same source, acc-017 and acc-019: δ at ε.
    expect(gaussianAccountant.delta([gaussian("0.5")], 4) / 0.08495331867107106 - 1).toBeGreaterThan(0);
    expect(gaussianAccountant.delta([gaussian("5")], 1) / 1.7546333318962327e-8 - 1).toBeLessThan(1e-9);
  });

  it("k Gaussian releases cost exactly what one with μ² = Σ 1/z² costs: k of z are one of z/√k, to 1e-12", () => {
    for (const [many, one] of [
      [gaussian("6", 4), gaussian("3")],
      [gaussian("50", 10_000), gaussian("0.5")],
    ] as const)
      expect(epsilon([many], 1e-6) / epsilon([one], 1e-6)).toBeCloseTo(1, 12);
  });

  it("order, grouping and splitting of releases change nothing; count k is a loop of k", () => {
    const parts = [gaussian("3.3"), gaussian("2"), gaussian("7.125", 3)];
    const loop = [gaussian("7.125"), gaussian("2"), gaussian("7.125"), gaussian("3.3"), gaussian("7.125")];
    expect(epsilon(loop, 1e-7)).toBe(epsilon(parts, 1e-7));
    expect(epsilon(parts.toReversed(), 1e-7)).toBe(epsilon(parts, 1e-7));
  });

  it("ε falls with δ and noise and rises with count (500 cases)", () => {
    const z = fc.integer({ min: 2, max: 5000 }).map(n => n / 100);
    fc.assert(
      fc.property(
        z,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 3, max: 12 }),
        (noise, count, digits) => {
          const delta = 10 ** -digits;
          const base = epsilon([gaussian(String(noise), count)], delta);
          expect(epsilon([gaussian(String(noise), count)], delta * 2)).toBeLessThanOrEqual(base);
          expect(epsilon([gaussian(String(noise + 0.01), count)], delta)).toBeLessThanOrEqual(base);
          expect(epsilon([gaussian(String(noise), count + 1)], delta)).toBeGreaterThanOrEqual(base);
        },
      ),
      { seed: 8, numRuns: 500 },
    );
  });

  it("never below the true δ of the Gaussian mechanism, never below the true ε of the Gaussian mechanism (100-digit arithmetic, 60 cases)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 100_000 }),
        fc.integer({ min: 4, max: 40 }),
        (thousandths, digits) => {
          const z = String(thousandths / 1000);
          const [delta, exact] = [10 ** -digits, totalOf([z])];
          const found = epsilon([gaussian(z)], delta);
          expect(exact.holds(String(found), String(delta))).toBe(true);
          expect(exact.holds(String(found * (1 - 1e-9)), String(delta))).toBe(false);
          const back = gaussianAccountant.delta([gaussian(z)], found);
          expect(exact.holds(String(found), String(back))).toBe(true);
          expect(back).toBeLessThanOrEqual(delta);
        },
      ),
      { seed: 9, numRuns: 60 },
    );
  });

  it("the calibrated noise meets its target when accounted again, and a millionth less noise does not", () => {
    // 15+ digits, mpmath closed form: reference cases acc-037, -044, -046, -054.
    const rows = [
      [0.25, 1e-7, 17.34332029476506],
      [1, 1e-12, 6.55782206745885],
      [3, 1e-6, 1.54386141777564],
      [20, 1e-5, 0.2900414180327958],
    ] as const;
    for (const [target, delta, truth] of rows) {
      const z = calibrateGaussian({ epsilon: target, delta });
      expect(Number(z) / truth - 1).toBeGreaterThanOrEqual(0);
      expect(Number(z) / truth - 1).toBeLessThan(1e-11);
      expect(epsilon([gaussian(z)], delta)).toBeLessThanOrEqual(target);
      expect(epsilon([gaussian(String(Number(z) * (1 - 1e-6)))], delta)).toBeGreaterThan(target);
    }
    expect(
      epsilon([gaussian(calibrateGaussian({ epsilon: 1, delta: 1e-6, count: 1000 }), 1000)], 1e-6),
    ).toBeLessThanOrEqual(1);
  });

  it("every step rounds up: 1/z², its sum, μ, and μ for a target down (500 cases)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 10 ** 9 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 3, max: 20 }),
        (parts, digits) => {
          const multipliers = parts.map(part => part / 1e6);
          const spends = multipliers.map(z => gaussian(String(z)));
          const sum = inverseSquareSum(spends)!;
          const exact = parts.reduce(
            (total, part) => add(total, square({ num: 10n ** 6n, den: BigInt(part) })),
            { num: 0n, den: 1n },
          );
          expect(isAtMost(exact, sum)).toBe(true);
          expect(isAtMost(sum, square(exactly(gaussianMu(spends))))).toBe(true);
          const epsilon = multipliers[0]! + 1e-3;
          expect(gaussianDeltaUp(gaussianMuDown(epsilon, 10 ** -digits), epsilon)).toBeLessThanOrEqual(
            10 ** -digits,
          );
        },
      ),
      { seed: 12, numRuns: 500 },
    );
    expect(inverseSquareSum([gaussian("3")])!.num * 9n).toBeGreaterThan(
      inverseSquareSum([gaussian("3")])!.den,
    );
  });

  it("edges: no noise costs everything, δ = 1 nothing, δ = 0 everything, no release nothing", () => {
    expect(epsilon([gaussian("0")], 1e-5)).toBe(Number.POSITIVE_INFINITY);
    expect(epsilon([gaussian("1")], 1)).toBe(0);
    expect(epsilon([gaussian("1")], 0)).toBe(Number.POSITIVE_INFINITY);
    expect(epsilon([], 1e-5)).toBe(0);
    expect(epsilon([gaussian("1e300")], 1e-5)).toBe(0);
    expect(gaussianDeltaUp(Number.POSITIVE_INFINITY, 1)).toBe(1);
  });

  it("what makes no sense throws: counts, noise and δ out of range", () => {
    for (const count of [0, -5, 1.5, Number.NaN])
      expect(() => epsilon([gaussian("1", count)], 1e-5), `${count}`).toThrow(InvalidRequest);
    for (const z of ["-1", "NaN", "one", ""])
      expect(() => epsilon([gaussian(z)], 1e-5), z).toThrow(InvalidRequest);
    for (const delta of [-1e-9, 1.1, Number.NaN, 1e-300])
      expect(() => epsilon([gaussian("1")], delta), `${delta}`).toThrow(InvalidRequest);
    for (const target of [0, -1, Number.NaN, Infinity])
      expect(() => gaussianMuDown(target, 1e-5), `${target}`).toThrow(InvalidRequest);
    expect(() => gaussianMuDown(1, 0)).toThrow(InvalidRequest);
    expect(gaussianEpsilonUp(0, 1e-5)).toBe(0);
  });
});
