import { describe, expect, it } from "vitest";
import { fitConditional } from "../../../generators/patient/fit/conditional.ts";
import {
  projectOnSimplex,
  shrinkageWeight,
  shrinkProportions,
} from "../../../generators/patient/fit/shrink.ts";
import { rng } from "../../../src/math/rng.ts";

describe("shrinkage with known noise", () => {
  it("is 1 without noise, falls as noise grows, and vanishes faster than the noise grows", () => {
    const weight = (noise: number) => shrinkageWeight(0.04, noise, { degrees: 3, trusted: 0.001, cap: 0.5 });
    expect(weight(0)).toBe(1);
    const weights = [1e-6, 1e-4, 1e-2, 1e-1].map(weight);
    for (let i = 1; i < weights.length; i++) expect(weights[i]!).toBeLessThan(weights[i - 1]!);
    // Pure noise of standard deviation s moves the estimate by α s.
    for (const s of [10, 1e3, 1e5])
      expect(s * shrinkageWeight(s * s * 9, s * s, { degrees: 1, trusted: 0.01, cap: 0.5 })).toBeLessThan(
        0.6 / s,
      );
  });

  it("noise alone raises the weight of one table in a thousand (4000 tables of three cells, at most 16, false alarm < 1e-5)", () => {
    const random = rng("loud by chance");
    const trusted = shrinkageWeight(0, 3, { degrees: 3, trusted: 0.01, cap: 10 });
    let raised = 0;
    for (let t = 0; t < 4000; t++) {
      const energy = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
      if (shrinkageWeight(energy, 3, { degrees: 3, trusted: 0.01, cap: 10 }) > trusted) raised++;
    }
    expect(raised).toBeLessThanOrEqual(16);
  });

  it("has less squared error than the release and than the prior where both are off (300 draws, seed fixed, false alarm < 1e-5)", () => {
    const random = rng("risk");
    const prior = Float64Array.of(0.6, 0.3, 0.1);
    const truth = Float64Array.of(0.45, 0.35, 0.2);
    const size = 300;
    const deviation = 12;
    const error = (estimate: Float64Array) => estimate.reduce((sum, p, c) => sum + (p - truth[c]!) ** 2, 0);
    let shrunk = 0;
    let released = 0;
    for (let i = 0; i < 300; i++) {
      const values = truth.map(p => p * size + deviation * random.normal());
      const measured = { values, variances: new Float64Array(3).fill(deviation ** 2) };
      shrunk += error(shrinkProportions(prior, measured, size).proportions);
      released += error(values.map(value => value / size));
    }
    // Over 300 seeds shrunk / released is 0.785 ± 0.035.
    expect(shrunk).toBeLessThan(0.95 * released);
    expect(shrunk).toBeLessThan(0.5 * 300 * error(prior));
  });

  it("projects on the simplex: the nearest point, and a point on it is its own", () => {
    expect(Array.from(projectOnSimplex(Float64Array.of(0.2, 0.8), 1, () => true))).toEqual([0.2, 0.8]);
    expect(Array.from(projectOnSimplex(Float64Array.of(2, -5, 0.5), 1, () => true))).toEqual([1, 0, 0]);
    const free = projectOnSimplex(Float64Array.of(0.5, 0.9, 3), 1, i => i < 2);
    expect(free[2]).toBe(0);
    expect(free[0]).toBeCloseTo(0.3, 12);
    expect(free[1]).toBeCloseTo(0.7, 12);
  });
});

describe("a tilted conditional table", () => {
  const exact = { variances: new Float64Array(2) };

  it("meets exact counts, keeps the prior's odds ratio and its zeros", () => {
    const prior = Float64Array.of(0.9, 0.1, 0.7, 0.3, 1, 0);
    const { table } = fitConditional({
      base: Float64Array.of(0.4, 0.4, 0.2),
      prior,
      categories: 2,
      size: 100,
      counts: { values: Float64Array.of(60, 40), ...exact },
      tables: [],
    });
    const total = 0.4 * table[1]! + 0.4 * table[3]! + 0.2 * table[5]!;
    expect(total).toBeCloseTo(0.4, 9);
    expect(table[5]).toBe(0);
    const odds = (row: number) => table[2 * row + 1]! / table[2 * row]!;
    expect(odds(1) / odds(0)).toBeCloseTo(0.3 / 0.7 / (0.1 / 0.9), 6);
  });

  it("meets an exact table against groups of parent states", () => {
    const { table } = fitConditional({
      base: Float64Array.of(0.25, 0.25, 0.5),
      prior: Float64Array.of(0.9, 0.1, 0.6, 0.4, 0.5, 0.5),
      categories: 2,
      size: 200,
      counts: { values: Float64Array.of(120, 80), ...exact },
      tables: [
        {
          group: Int32Array.of(0, 0, 1),
          groups: 2,
          values: Float64Array.of(90, 10, 30, 70),
          variances: new Float64Array(4),
        },
      ],
    });
    expect(0.25 * table[1]! + 0.25 * table[3]!).toBeCloseTo(0.05, 9);
    expect(0.5 * table[5]!).toBeCloseTo(0.35, 9);
  });
});
