import { describe, expect, it } from "vitest";
import { gaussianAccountant } from "../../../privacy/accountant/gaussian.ts";
import {
  zcdpAccountant,
  zcdpDeltaUp,
  zcdpEpsilonUp,
  zcdpRho,
  zcdpRhoDown,
} from "../../../privacy/accountant/zcdp.ts";
import { big } from "../../../privacy/verify-arithmetic.ts";
import { zcdpTotal } from "../../../privacy/verify-zcdp.ts";
import { InvalidRequest } from "../../../src/errors.ts";
import { nextUp } from "../../../src/math/rational.ts";

const gaussian = (noiseMultiplier: string, count = 1) => ({
  purpose: "test",
  event: { kind: "gaussian" as const, noiseMultiplier },
  count,
});

describe("zCDP accounting", () => {
  it("a ρ-zCDP budget converted at δ is never below the exact conversion, and within 1e-11 of it", () => {
    // IBM discrete-gaussian-differential-privacy, cdp2adp.py: cdp_eps(rho, delta), cdp_delta(rho, eps).
    const rows = [
      [zcdpEpsilonUp(0.005, 1e-6), 0.4299414688369493],
      [zcdpEpsilonUp(1, 1e-6), 7.766216625311721],
      [zcdpEpsilonUp(10, 1e-5), 30.110857303795726],
      [zcdpDeltaUp(3, 10), 0.003665575166538584],
    ] as const;
    for (const [found, truth] of rows) {
      expect(found / truth - 1).toBeGreaterThan(-1e-15);
      expect(found / truth - 1).toBeLessThan(1e-11);
    }
  });

  it("ρ adds up: k releases of z are k/(2z²)", () => {
    expect(zcdpRho([gaussian("10", 100)])).toBeCloseTo(0.5, 14);
    expect(zcdpRho([gaussian("2"), gaussian("2")])).toBeCloseTo(0.25, 14);
    expect(zcdpRho([gaussian("0")])).toBe(Number.POSITIVE_INFINITY);
  });

  it("selections add ε²/8, exactly, and none may be negative", () => {
    const selection = (epsilon: string, count = 1) => ({
      purpose: "choose",
      event: { kind: "exponential" as const, epsilon },
      count,
    });
    expect(zcdpRho([selection("2")])).toBe(0.5);
    expect(zcdpRho([selection("0.5", 3)])).toBeCloseTo(0.09375, 16);
    expect(zcdpRho([selection("0.1")])).toBeGreaterThanOrEqual(0.00125);
    expect(zcdpRho([selection("0.1")])).toBeLessThan(0.00125 * (1 + 1e-15));
    expect(zcdpRho([selection("0")])).toBe(0);
    expect(zcdpRho([gaussian("2"), selection("1")])).toBe(0.25);
    expect(() => zcdpRho([selection("-1")])).toThrow("epsilon of a selection must not be negative; got -1");
    expect(() => gaussianAccountant.epsilon([selection("1")], 1e-6)).toThrow("account for it by zCDP");
  });

  it("the largest ρ within an ε costs that ε to its last digits, and the next double more", () => {
    for (const [epsilon, delta] of [
      [3, 1e-6],
      [0.01, 1e-9],
      [700, 1e-3],
    ] as const) {
      const rho = zcdpRhoDown(epsilon, delta);
      expect(zcdpEpsilonUp(rho, delta)).toBeLessThanOrEqual(epsilon);
      expect(zcdpEpsilonUp(nextUp(rho), delta)).toBeGreaterThan(epsilon);
      expect(zcdpEpsilonUp(rho, delta) / epsilon).toBeGreaterThan(1 - 1e-12);
    }
    expect(zcdpRhoDown(0, 1e-6)).toBeGreaterThanOrEqual(0);
    expect(() => zcdpRhoDown(-1, 1e-6)).toThrow("epsilon must not be negative; got -1");
    expect(() => zcdpRhoDown(Number.NaN, 1e-6)).toThrow(InvalidRequest);
  });

  it("is the least over orders of the bound in 100 digits, both ways, and never below it", () => {
    for (const rho of [1e-6, 0.02, 1, 300])
      for (const digits of [2, 6, 20]) {
        const exact = zcdpTotal(big(rho)).epsilon(`1e-${digits}`);
        const found = zcdpEpsilonUp(rho, Number(`1e-${digits}`));
        expect(found).toBeGreaterThanOrEqual(exact * (1 - 1e-15));
        expect(found).toBeLessThanOrEqual(exact * (1 + 2e-12) + 1e-15);
        if (exact === 0) continue;
        const back = zcdpDeltaUp(rho, exact);
        let least = 0;
        for (let x = -8; x < 20; x += 1e-3) {
          const t = Math.exp(x);
          least = Math.min(least, t * ((1 + t) * rho - exact) - Math.log1p(t) - t * Math.log1p(1 / t));
        }
        expect(Math.log(back)).toBeGreaterThanOrEqual(least - 1e-5 * Math.abs(least) - 1e-9);
        expect(Math.log(back)).toBeLessThanOrEqual(least + 1e-9);
      }
  });

  it("zCDP never says less than the exact accountant", () => {
    for (const z of ["0.3", "1", "5", "40"])
      for (const delta of [1e-4, 1e-6, 1e-12])
        expect(zcdpAccountant.epsilon([gaussian(z, 3)], delta)).toBeGreaterThan(
          gaussianAccountant.epsilon([gaussian(z, 3)], delta),
        );
  });

  it("δ(ε(δ)) comes back to δ", () => {
    for (const rho of [0.001, 0.1, 4])
      for (const delta of [1e-3, 1e-8, 1e-15])
        expect(zcdpDeltaUp(rho, zcdpEpsilonUp(rho, delta)) / delta).toBeCloseTo(1, 8);
  });

  it("edges and nonsense", () => {
    expect([
      zcdpEpsilonUp(0, 1e-5),
      zcdpEpsilonUp(1, 1),
      zcdpEpsilonUp(1, 0),
      zcdpEpsilonUp(Infinity, 1e-5),
    ]).toEqual([0, 0, Infinity, Infinity]);
    expect([zcdpDeltaUp(0, 1), zcdpDeltaUp(1, Infinity), zcdpDeltaUp(Infinity, 1)]).toEqual([0, 0, 1]);
    expect(() => zcdpEpsilonUp(-1, 1e-5)).toThrow(InvalidRequest);
    expect(() => zcdpEpsilonUp(1, 2)).toThrow(InvalidRequest);
    expect(() => zcdpDeltaUp(1, -1)).toThrow(InvalidRequest);
    expect(() => zcdpAccountant.epsilon([gaussian("1", -5)], 1e-5)).toThrow(InvalidRequest);
  });
});
