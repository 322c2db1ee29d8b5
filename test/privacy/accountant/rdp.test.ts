import { describe, expect, it } from "vitest";
import { gaussianLaw, removedSample } from "../../../privacy/accountant/gaussian-laws.ts";
import type { Direction, Law, Part } from "../../../privacy/accountant/law.ts";
import * as other from "../../../privacy/accountant/other-laws.ts";
import { renyiBounds, renyiDivergence } from "../../../privacy/accountant/rdp.ts";
import { zcdpEpsilonUp } from "../../../privacy/accountant/zcdp.ts";
import { big } from "../../../privacy/verify-arithmetic.ts";
import { zcdpTotal } from "../../../privacy/verify-zcdp.ts";
import { mean } from "./laws.ts";

const of = (...parts: readonly (Omit<Part, "key" | "count"> & { readonly count?: number })[]): Direction => ({
  name: "x",
  parts: parts.map(part => ({ count: 1, key: "", ...part })),
});
const laws = (...found: readonly Law[]) => of(...found.map(law => ({ law })));

describe("Rényi bounds", () => {
  it("of Gaussian noise are zCDP's best conversion, both ways", () => {
    for (const mu of [0.1, 1, 4])
      for (const delta of [1e-3, 1e-6, 1e-20]) {
        const exact = zcdpEpsilonUp(mu ** 2 / 2, delta);
        const { tightest, pairs } = renyiBounds(laws(gaussianLaw(mu)), { delta });
        expect(tightest).toBe(pairs);
        expect(tightest / exact).toBeGreaterThan(1 - 1e-10);
        expect(tightest / exact).toBeLessThan(1 + 1e-9);
        const back = renyiBounds(laws(gaussianLaw(mu)), { epsilon: exact }).tightest;
        expect(back / delta).toBeGreaterThan(1 - 1e-8);
        expect(back / delta).toBeLessThan(1 + 1e-7);
      }
  });

  it("of a curve alone are that curve's, and count every run", () => {
    const curve = (rho: number, count: number) => of({ bound: (t: number) => rho * t * (t + 1), count });
    for (const [rho, count] of [
      [0.02, 1],
      [0.005, 7],
    ] as const) {
      const { tightest, pairs } = renyiBounds(curve(rho, count), { delta: 1e-6 });
      expect(pairs).toBe(tightest);
      expect(tightest / zcdpEpsilonUp(rho * count, 1e-6)).toBeCloseTo(1, 9);
    }
  });

  it("take the tighter curve where a mechanism has two, and say what its pair alone gives", () => {
    const range = 0.8;
    const both = of({ law: other.boundedRangeLaw(range), bound: other.boundedRangeCurve(range), count: 6 });
    const alone = of({ law: other.boundedRangeLaw(range), count: 6 });
    const { tightest, pairs } = renyiBounds(both, { delta: 1e-6 });
    expect(tightest).toBeLessThan(pairs * 0.99);
    expect(renyiBounds(alone, { delta: 1e-6 })).toEqual({ tightest: pairs, pairs });
  });

  it("are never below the bound of the best order, in 100 digits, whatever rounding does", () => {
    for (const [rho, digits] of [
      [0.5, 6],
      [0.01, 3],
      [0.125, 12],
    ] as const) {
      const direction = of({ bound: (t: number) => rho * t * (t + 1) });
      const exact = zcdpTotal(big(rho)).epsilon(`1e-${digits}`);
      const { tightest } = renyiBounds(direction, { delta: Number(`1e-${digits}`) });
      expect(tightest).toBeGreaterThanOrEqual(exact);
      expect(tightest / exact).toBeLessThan(1 + 1e-10);
      const back = renyiBounds(direction, { epsilon: 2 }).tightest;
      let least = Number.POSITIVE_INFINITY;
      for (let x = -7; x < 7; x += 1e-4) {
        const t = Math.exp(x);
        least = Math.min(least, rho * t * (t + 1) - 2 * t - Math.log1p(t) - t * Math.log1p(1 / t));
      }
      if (least < 0) {
        expect(Math.log(back)).toBeGreaterThan(least - 1e-7 * Math.abs(least));
        expect(Math.log(back)).toBeLessThan(least + 1e-9);
      }
    }
  });

  it("are at each curve's own best order, far apart as they may be", () => {
    const both = of({ law: gaussianLaw(0.01), bound: t => 5 * t * (t + 1) });
    const { pairs, tightest } = renyiBounds(both, { delta: 1e-6 });
    expect(pairs).toBe(renyiBounds(laws(gaussianLaw(0.01)), { delta: 1e-6 }).pairs);
    expect(tightest / zcdpEpsilonUp(5, 1e-6)).toBeCloseTo(1, 8);
    const sampled = removedSample({ shifts: [0, 1], probabilities: [0.8, 0.2], s: 0.9 });
    for (const alpha of [2, 9]) {
      const exact = Math.log(mean(sampled, l => Math.exp((alpha - 1) * l), alpha - 1)) / (alpha - 1);
      expect(renyiDivergence([laws(sampled)], alpha) / exact).toBeCloseTo(1, 9);
    }
  });

  it("reach the largest loss at orders of any size, and are none below a leak", () => {
    const { tightest } = renyiBounds(laws(other.claimLaw(0.2, 0)), { delta: 1e-20 });
    expect(tightest).toBeGreaterThan(0.2);
    // e^{tε} overflows beyond order 3,500 or so: ln(1/δ) over it is left.
    expect(tightest).toBeLessThan(0.2 + 47 / 3400);
    const faint = renyiBounds(laws(gaussianLaw(1e-3)), { delta: 1e-200 });
    expect(faint.tightest / zcdpEpsilonUp(5e-7, 1e-200)).toBeCloseTo(1, 8);
    const leaky = laws(other.claimLaw(0.2, 1e-3));
    expect(renyiBounds(leaky, { delta: 1e-3 }).tightest).toBe(Number.POSITIVE_INFINITY);
    expect(renyiBounds(leaky, { delta: 0.9e-3 }).tightest).toBe(Number.POSITIVE_INFINITY);
    const { tightest: left } = renyiBounds(leaky, { delta: 1.1e-3 });
    expect(left).toBeLessThan(0.2);
    expect(renyiBounds(leaky, { epsilon: 5 }).tightest).toBeCloseTo(1e-3, 9);
    expect(renyiBounds(leaky, { epsilon: 5 }).tightest).toBeGreaterThanOrEqual(1e-3);
    expect(renyiBounds(laws(gaussianLaw(9)), { epsilon: 0 }).tightest).toBe(1);
    expect(renyiBounds(laws(gaussianLaw(1e-3)), { delta: 0.5 }).tightest).toBe(0);
  });

  it("at one order are the worst direction's divergence, rounded up", () => {
    for (const alpha of [1.5, 2, 40]) {
      const found = renyiDivergence(
        [laws(gaussianLaw(0.3)), laws(gaussianLaw(0.7)), laws(gaussianLaw(0.1))],
        alpha,
      );
      expect(found).toBeGreaterThanOrEqual((alpha * 0.49) / 2);
      expect(found / ((alpha * 0.49) / 2)).toBeLessThan(1 + 1e-11);
    }
    const pure = renyiDivergence([laws(other.claimLaw(1, 0))], 2);
    // D₂ = ln Σ P²/Q = ln (p e + (1 − p)/e), p = e/(1 + e).
    const p = Math.E / (1 + Math.E);
    expect(pure).toBeCloseTo(Math.log(p * Math.E + (1 - p) / Math.E), 10);
    expect(renyiDivergence([laws(gaussianLaw(1)), laws(other.claimLaw(1, 1e-9))], 2)).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(renyiDivergence([], 2)).toBe(0);
  });
});
