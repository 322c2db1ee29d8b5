import { describe, expect, it } from "vitest";
import {
  gaussianDeltaUp,
  gaussianEpsilonUp,
  gaussianMuDown,
} from "../../../privacy/accountant/analytic-gaussian.ts";
import { gaussianAccountant, gaussianMu } from "../../../privacy/accountant/gaussian.ts";
import { zcdpAccountant, zcdpDeltaUp, zcdpEpsilonUp, zcdpRhoDown } from "../../../privacy/accountant/zcdp.ts";
import { totalOf } from "../../../privacy/verify-epsilon.ts";
import { InvalidRequest } from "../../../src/errors.ts";
import { millsRatio, normalPdf } from "../../../src/math/special.ts";

const INFINITE = Number.POSITIVE_INFINITY;

/** μ, ε, δ. */
const AROUND_ZERO: readonly (readonly [number, number, number])[] = [
  [2, 1.9, 0.3488597408939377],
  [2, 2.1, 0.3152497939466048],
  [2, 0.5, 0.5991856185339332],
  [1, 0.1, 0.3523251716813666],
  [3, 8, 0.07560389484898666],
];

describe("the analytic Gaussian at its edges", () => {
  it("says 0 where nothing is lost, 1 or infinity where all is", () => {
    expect([gaussianDeltaUp(0, 0), gaussianDeltaUp(0, 1), gaussianDeltaUp(1, INFINITE)]).toEqual([0, 0, 0]);
    expect([gaussianDeltaUp(INFINITE, 0), gaussianDeltaUp(INFINITE, 5)]).toEqual([1, 1]);
    expect([gaussianEpsilonUp(0, 1e-6), gaussianEpsilonUp(0, 0), gaussianEpsilonUp(1, 1)]).toEqual([0, 0, 0]);
    expect([
      gaussianEpsilonUp(INFINITE, 1),
      gaussianEpsilonUp(INFINITE, 1e-6),
      gaussianEpsilonUp(1, 0),
    ]).toEqual([0, INFINITE, INFINITE]);
    expect(gaussianMu([])).toBe(0);
  });

  it("takes the smallest δ it can certify, and refuses what lies below", () => {
    expect(gaussianEpsilonUp(1, 1e-290)).toBeGreaterThan(35);
    expect(() => gaussianEpsilonUp(1, 0.99e-290)).toThrow(InvalidRequest);
    for (const delta of [0, 1]) expect(() => gaussianMuDown(1, delta)).toThrow(InvalidRequest);
    for (const epsilon of [0, -1, INFINITE, Number.NaN])
      expect(() => gaussianMuDown(epsilon, 1e-6)).toThrow(InvalidRequest);
  });

  it("a δ below all doubles is never said to be 0", () => {
    expect(gaussianDeltaUp(1, 60)).toBeGreaterThan(0);
    expect(gaussianDeltaUp(1, 60)).toBeLessThan(1e-290);
  });

  it("counts a tie as certified: δ's own bound gives back ε and μ", () => {
    for (const [mu, epsilon] of [
      [1, 2],
      [0.5, 1],
      [2, 4],
    ] as const) {
      const delta = gaussianDeltaUp(mu, epsilon);
      expect(gaussianEpsilonUp(mu, delta)).toBeLessThanOrEqual(epsilon);
      expect(gaussianMuDown(epsilon, delta)).toBeGreaterThanOrEqual(mu);
    }
    expect(gaussianEpsilonUp(1, gaussianDeltaUp(1, 0))).toBe(0);
  });

  it("lies above the value in 100 digits by at least the rounding room that its docstring derives", () => {
    const U = 2 ** -53;
    for (const [mu, epsilon] of [
      ["1", "10"],
      ["1", "3"],
      ["0.5", "6"],
      ["2", "1"],
      ["4", "30"],
    ] as const) {
      const [m, e] = [Number(mu), Number(epsilon)];
      const [a, b] = [e / m - m / 2, e / m + m / 2];
      const density = normalPdf(a);
      const terms = density * (millsRatio(a) + millsRatio(b));
      const room = 2 * U * (terms * (16 + 2 * a * a) + 2 * b * density * (2 + Math.abs(a) * millsRatio(b)));
      const up = gaussianDeltaUp(m, e);
      // One release of noise multiplier 1/μ.
      const isAbove = (delta: number) => totalOf([String(1 / m)]).holds(epsilon, delta.toExponential(17));
      expect(isAbove(up - 0.5 * room), `${mu}, ${epsilon}`).toBe(true);
      expect(isAbove(up - 2 * room), `${mu}, ${epsilon}`).toBe(false);
    }
  });

  it("is right on both sides of a = 0, where the tail changes its formula", () => {
    // Python 3.11, math.erfc: Φ(μ/2 − ε/μ) − e^ε Φ(−μ/2 − ε/μ).
    for (const [mu, epsilon, truth] of AROUND_ZERO)
      expect(Math.abs(gaussianDeltaUp(mu, epsilon) / truth - 1)).toBeLessThan(1e-12);
  });
});

describe("zCDP at its edges", () => {
  it("ρ found for (ε, δ) is within ε, and a billionth more is not", () => {
    for (const [epsilon, delta] of [
      [0.1, 1e-6],
      [1, 1e-9],
      [3, 1e-6],
      [40, 1e-5],
    ] as const) {
      const rho = zcdpRhoDown(epsilon, delta);
      expect(zcdpEpsilonUp(rho, delta)).toBeLessThanOrEqual(epsilon);
      expect(zcdpEpsilonUp(rho * (1 + 1e-9), delta)).toBeGreaterThan(epsilon);
    }
    expect(zcdpRhoDown(0, 1e-6)).toBeLessThan(1e-11);
    for (const epsilon of [-1, Number.NaN]) expect(() => zcdpRhoDown(epsilon, 1e-6)).toThrow(InvalidRequest);
  });

  it("counts a tie as within", () => {
    const epsilon = zcdpEpsilonUp(1, 1e-6);
    expect(zcdpRhoDown(epsilon, 1e-6)).toBeGreaterThanOrEqual(1);
  });

  it("says 0 where nothing is lost, 1 or infinity where all is", () => {
    expect([
      zcdpEpsilonUp(0, 0),
      zcdpEpsilonUp(INFINITE, 1),
      zcdpDeltaUp(0, 0),
      zcdpDeltaUp(0.1, 0) > 0,
    ]).toEqual([0, 0, 0, true]);
    expect(zcdpDeltaUp(INFINITE, 0)).toBe(1);
  });

  it("refuses δ and ρ outside their ranges", () => {
    for (const delta of [-1e-9, 1 + 1e-9, Number.NaN])
      expect(() => zcdpEpsilonUp(1, delta)).toThrow(InvalidRequest);
    for (const rho of [-1e-9, Number.NaN]) expect(() => zcdpDeltaUp(rho, 1)).toThrow(InvalidRequest);
    for (const epsilon of [-1e-9, Number.NaN]) expect(() => zcdpDeltaUp(1, epsilon)).toThrow(InvalidRequest);
  });

  it("both accountants give δ of the releases they are asked about", () => {
    const spends = [{ purpose: "x", event: { kind: "gaussian" as const, noiseMultiplier: "2" }, count: 1 }];
    expect(zcdpAccountant.delta(spends, 1)).toBe(zcdpDeltaUp(0.125, 1));
    expect(gaussianAccountant.delta(spends, 1) / gaussianDeltaUp(0.5, 1)).toBeCloseTo(1, 12);
    expect([zcdpAccountant.name, gaussianAccountant.name]).toEqual(["zcdp", "exact-gaussian"]);
  });
});
