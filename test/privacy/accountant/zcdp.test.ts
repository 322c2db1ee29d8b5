import { describe, expect, it } from "vitest";
import { gaussianAccountant } from "../../../privacy/accountant/gaussian.ts";
import { zcdpAccountant, zcdpDeltaUp, zcdpEpsilonUp, zcdpRho } from "../../../privacy/accountant/zcdp.ts";
import { InvalidRequest } from "../../../src/errors.ts";

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
