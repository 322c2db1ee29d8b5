import { describe, expect, it } from "vitest";
import { rng } from "../../../src/math/rng.ts";
import { errorsOf, provedMu } from "./audit.ts";

describe("what an audit's errors prove", () => {
  it("is the difference of normal quantiles at Clopper–Pearson limits", () => {
    // Python 3.11: limits by bisection of the binomial sum, statistics.NormalDist; without errors 1 − (α/2)^(1/n).
    expect(provedMu({ falsePositives: 308, falseNegatives: 308, runs: 1000 }, 1e-3)).toBeCloseTo(
      0.7283096486756462,
      9,
    );
    expect(provedMu({ falsePositives: 0, falseNegatives: 0, runs: 1000 }, 1e-3)).toBeCloseTo(
      4.857825452021369,
      9,
    );
  });

  it("is nothing where an attack never says in, or always", () => {
    expect(provedMu({ falsePositives: 0, falseNegatives: 100, runs: 100 }, 1e-3)).toBe(
      Number.NEGATIVE_INFINITY,
    );
    expect(provedMu({ falsePositives: 100, falseNegatives: 0, runs: 100 }, 1e-3)).toBe(
      Number.NEGATIVE_INFINITY,
    );
  });

  it("counts a score at the threshold, and one that is not a number, as out", () => {
    expect(errorsOf({ out: [0.5, 0.6, Number.NaN], in: [0.5, 0.7, Number.NaN] }, 0.5)).toEqual({
      falsePositives: 1,
      falseNegatives: 2,
      runs: 3,
    });
  });

  it("is above the true μ = 1 in at most 5 % of audits (1000 seeded audits at alpha = 5 %: at most 72, exceeded by chance < 0.2 %)", () => {
    const random = rng("audits");
    let above = 0;
    for (let audit = 0; audit < 1000; audit++) {
      const draws = (mean: number) => Array.from({ length: 200 }, () => mean + random.normal());
      if (provedMu(errorsOf({ out: draws(0), in: draws(1) }, 0.5), 0.05) > 1) above++;
    }
    expect(above).toBeLessThanOrEqual(72);
  });
});
