import { describe, expect, it } from "vitest";
import { type Evidence, estimate } from "../../../../generators/patient/graphical/estimate.ts";
import { indexMap, shapeMap, sumInto } from "../../../../generators/patient/graphical/index-map.ts";
import { junctionTree } from "../../../../generators/patient/graphical/junction-tree.ts";
import { reconciled } from "../../../../generators/patient/graphical/reconciled.ts";
import { tableCells } from "../../../../schemas/marginal.ts";
import { rng } from "../../../../src/math/rng.ts";

const SIZES = [4, 3, 5];
const SHAPES = [
  { clique: [0] },
  { clique: [0, 1] },
  {
    clique: [0, 2],
    groupings: [
      [0, 0, 1, 1],
      [0, 0, 1, 2, 2],
    ],
  },
  {
    clique: [1, 2],
    groupings: [
      [0, 1, 1],
      [0, 1, 1, 1, 1],
    ],
  },
  { clique: [2] },
];
const ALL = [0, 1, 2];

/** Tables of noise alone: no two agree on anything. */
const quarrel = (seed: string) => {
  const random = rng(seed);
  const evidence = SHAPES.map((shape): Evidence => {
    const counts = Float64Array.from(
      { length: tableCells(shape, SIZES) },
      () => 0.1 + 0.05 * random.normal(),
    );
    return { ...shape, counts, sigma: 0.05, ridge: 0.001 * (1 + random.uniform()) };
  });
  const targets = Float64Array.from(evidence.flatMap(({ counts }) => [...counts]));
  const eta = targets.map(() => random.normal());
  return { evidence, targets, eta };
};

/** Σ of the log potentials in every cell of the full table. */
const lifted = (evidence: readonly Evidence[], eta: Float64Array): Float64Array => {
  const sums = new Float64Array(indexMap(ALL, ALL, SIZES).length);
  let from = 0;
  for (const { counts, ...shape } of evidence) {
    const map = shapeMap(ALL, shape, SIZES);
    for (let cell = 0; cell < sums.length; cell++) sums[cell] = sums[cell]! + eta[from + map[cell]!]!;
    from += counts.length;
  }
  return sums;
};

/** −⟨η, y⟩ + ½ Σ τ‖η‖²: what of the objective does not follow from the law. */
const rest = ({ evidence, targets }: ReturnType<typeof quarrel>, eta: Float64Array): number => {
  const ridges = evidence.flatMap(({ counts, ridge }) => Array.from(counts, () => ridge));
  return eta.reduce((sum, x, i) => sum - x * targets[i]! + (ridges[i]! * x * x) / 2, 0);
};

describe("potentials that carry what tables disagree on", () => {
  it("are those of the same law, with and without groups of categories", () => {
    for (const seed of ["a", "b", "c"]) {
      const { evidence, targets, eta } = quarrel(seed);
      const [before, after] = [eta, reconciled(SIZES, evidence, { targets, eta })].map(x =>
        lifted(evidence, x),
      );
      expect(Math.max(...after!.map((x, i) => Math.abs(x - before![i]!)))).toBeLessThan(1e-9);
    }
  });
  it("lower the objective, and no shift between two tables of an attribute lowers it further", () => {
    const made = quarrel("d");
    const eta = reconciled(SIZES, made.evidence, made);
    expect(rest(made, eta)).toBeLessThan(rest(made, made.eta) - 1);
    // Attribute 0 alone (cells 0 to 3) against its table with attribute 1 (cells 4 to 15, three a category).
    for (let category = 0; category < 4; category++)
      for (const step of [-0.01, 0.01]) {
        const shifted = eta.map((x, i) => {
          if (i === category) return x + step;
          return i >= 4 && i < 16 && Math.floor((i - 4) / 3) === category ? x - step : x;
        });
        expect(rest(made, shifted)).toBeGreaterThan(rest(made, eta) - 1e-6);
      }
  });
  it("leave a beginning nearly alone that is theirs already: a thousandth of their first step", () => {
    const made = quarrel("e");
    const once = reconciled(SIZES, made.evidence, made);
    const twice = reconciled(SIZES, made.evidence, { targets: made.targets, eta: once });
    const largest = (a: Float64Array, b: Float64Array) => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));
    expect(largest(twice, once)).toBeLessThan(largest(once, made.eta) / 1000);
  });
  it("are where the estimate's own descent arrives: its minimum is not moved by them", () => {
    const { evidence } = quarrel("f");
    const tree = junctionTree([ALL], SIZES);
    const { calibrated, potentials, fit } = estimate(tree, evidence, { total: 1, tolerance: 1e-6 });
    expect(fit.converged).toBe(true);
    for (const [r, { counts, ridge, ...shape }] of evidence.entries()) {
      const shares = new Float64Array(counts.length);
      sumInto(calibrated.beliefs[0]!, shapeMap(ALL, shape, SIZES), shares);
      for (const [cell, count] of counts.entries())
        expect(Math.abs(shares[cell]! + ridge * potentials[r]![cell]! - count)).toBeLessThan(1e-6);
    }
  });
});
