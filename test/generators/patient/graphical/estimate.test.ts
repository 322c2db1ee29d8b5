import { describe, expect, it } from "vitest";
import { everyPair, pairTables } from "../../../../generators/patient/graphical/candidates.ts";
import { drawTable } from "../../../../generators/patient/graphical/draw.ts";
import { estimate } from "../../../../generators/patient/graphical/estimate.ts";
import { homeOf, junctionTree } from "../../../../generators/patient/graphical/junction-tree.ts";
import { peopleIn, pooled } from "../../../../generators/patient/graphical/pool.ts";
import type { Clique } from "../../../../schemas/marginal.ts";
import { rng } from "../../../../src/math/rng.ts";
import { bruteForce, gap } from "./brute.ts";

const SIZES = [2, 3, 3, 2];
const CLIQUES: readonly Clique[] = [
  [0, 1],
  [1, 2],
  [2, 3],
  [0, 3],
];
const truth = (seed: string) => {
  const random = rng(seed);
  return bruteForce(
    SIZES,
    CLIQUES.map(clique => ({
      clique,
      potential: Float64Array.from({ length: clique.reduce((n, v) => n * SIZES[v]!, 1) }, () =>
        random.normal(),
      ),
    })),
  );
};
const PEOPLE = 1000;
const evidence = (law: ReturnType<typeof truth>, sigma: number, ridge: number) =>
  CLIQUES.map(clique => ({
    clique,
    counts: law.marginal(clique).map(share => share * PEOPLE),
    sigma,
    ridge,
  }));

describe("estimation from marginals", () => {
  const law = truth("law");
  const tree = junctionTree(CLIQUES, SIZES);
  it("exact marginals of a loop are recovered, and with them every pair that follows", () => {
    const { calibrated, fit } = estimate(tree, evidence(law, 0.01, 1e-9), { total: PEOPLE, tolerance: 1e-3 });
    expect(fit.converged).toBe(true);
    const pairs = everyPair(4);
    for (const [i, table] of pairTables({ tree, calibrated }, pairs).entries())
      expect(gap(table, law.marginal(pairs[i]!))).toBeLessThan(1e-5);
  });
  it("at the minimum every measured table is off by the ridge times its potential: equation of the docstring", () => {
    const noisy = evidence(law, 5, 2e-4);
    const random = rng("noise");
    for (const { counts } of noisy) for (const cell of counts.keys()) counts[cell]! += 5 * random.normal();
    const { calibrated, potentials } = estimate(tree, noisy, { total: PEOPLE, tolerance: 1e-5 });
    for (const [r, { clique, counts, ridge }] of noisy.entries()) {
      const [table] = pairTables({ tree, calibrated }, [clique]);
      expect(
        gap(
          table!.map((p, i) => p + ridge * potentials[r]![i]!),
          counts.map(c => c / PEOPLE),
        ),
      ).toBeLessThan(1e-6);
    }
  });
  it("a stronger ridge pulls to the uniform law, to nothing but it at last", () => {
    const distance = (ridge: number) => {
      const { calibrated } = estimate(tree, evidence(law, 1, ridge), { total: PEOPLE });
      return gap(
        calibrated.beliefs[0]!,
        calibrated.beliefs[0]!.map(() => 1 / calibrated.beliefs[0]!.length),
      );
    };
    expect(distance(1e-6)).toBeGreaterThan(distance(0.1));
    expect(distance(0.1)).toBeGreaterThan(distance(10));
    expect(distance(1e4)).toBeLessThan(1e-3);
  });
  it("tables that contradict each other and counts below zero still give one law", () => {
    const bad = [
      { clique: [0, 1], counts: Float64Array.of(-80, 900, 200, 100, -50, 300), sigma: 40, ridge: 1e-2 },
      { clique: [1, 2], counts: Float64Array.of(500, -90, 0, 0, 100, 0, -70, 0, 10), sigma: 40, ridge: 1e-2 },
    ];
    const small = junctionTree(
      [
        [0, 1],
        [1, 2],
      ],
      SIZES,
    );
    const { calibrated, fit } = estimate(small, bad, { total: 600 });
    expect(fit.converged).toBe(true);
    for (const belief of calibrated.beliefs) {
      expect(belief.every(p => p >= 0)).toBe(true);
      expect(belief.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    }
  });
  it("a warm start changes the way, not the answer", () => {
    const noisy = evidence(law, 5, 1e-3);
    const cold = estimate(tree, noisy, { total: PEOPLE, tolerance: 1e-6 });
    const warm = estimate(tree, noisy, { total: PEOPLE, tolerance: 1e-6, start: cold.potentials });
    expect(warm.fit.iterations).toBeLessThanOrEqual(1);
    expect(gap(warm.calibrated.beliefs[0]!, cold.calibrated.beliefs[0]!)).toBeLessThan(1e-6);
  });
});

describe("measurements of the same table", () => {
  it("are one: inverse-variance mean, and the variance of it", () => {
    const one = { clique: [0], counts: Float64Array.of(10, 20), sigma: 1 };
    const two = { clique: [0], counts: Float64Array.of(20, 10), sigma: 2 };
    const [both, ...rest] = pooled([one, two]);
    expect(rest).toEqual([]);
    expect([...both!.counts]).toEqual([12, 18]);
    expect(both!.sigma).toBeCloseTo(Math.sqrt(0.8), 14);
  });
  it("people are estimated from all tables, and are at least one", () => {
    const counts = (values: number[]) => Float64Array.from(values);
    // Precision 1/(2·1) against 1/(4·1): weights 2 : 1.
    expect(
      peopleIn([
        { clique: [0], counts: counts([40, 50]), sigma: 1 },
        { clique: [1], counts: counts([30, 30, 30, 30]), sigma: 1 },
      ]),
    ).toBeCloseTo(100, 12);
    expect(peopleIn([{ clique: [0], counts: counts([-5, 2]), sigma: 1 }])).toBe(1);
  });
});

describe("drawing", () => {
  const law = truth("draw");
  const tree = junctionTree(CLIQUES, SIZES);
  const { calibrated } = estimate(tree, evidence(law, 0.01, 1e-9), { total: PEOPLE });
  const countIn = (columns: readonly Uint16Array[], clique: Clique) => {
    const counts = new Float64Array(clique.reduce((n, v) => n * SIZES[v]!, 1));
    for (let i = 0; i < columns[0]!.length; i++)
      counts[clique.reduce((cell, v) => cell * SIZES[v]! + columns[v]![i]!, 0)]!++;
    return counts;
  };
  it("a node without shared attributes gets, in every cell, its expected count rounded up or down", () => {
    const { columns } = drawTable(tree, calibrated, { count: 997, rng: rng("a") });
    const root = tree.nodes[0]!;
    const counts = countIn(columns, root.clique);
    for (const [cell, count] of counts.entries())
      expect(Math.abs(count - 997 * calibrated.beliefs[0]![cell]!)).toBeLessThan(1 + 1e-9);
  });
  it("counts match the model's marginals: every pair within 4 deviations of independent draws (seed b, 36 cells, false alarm < 0.3 %)", () => {
    const count = 20_000;
    const { columns } = drawTable(tree, calibrated, { count, rng: rng("b") });
    const pairs = everyPair(4);
    for (const [i, table] of pairTables({ tree, calibrated }, pairs).entries())
      for (const [cell, drawn] of countIn(columns, pairs[i]!).entries())
        expect(Math.abs(drawn - count * table[cell]!)).toBeLessThan(4 * Math.sqrt(count * table[cell]!) + 1);
  });
  it("one person has the model's law (6,000 single draws, χ² of a pair no node holds, seed c, p < 1e-6 fails)", () => {
    const pair: Clique = [0, 2];
    expect(
      homeOf(
        junctionTree(
          [
            [0, 1],
            [1, 2],
          ],
          SIZES,
        ),
        pair,
      ),
    ).toBe(-1);
    const counts = new Float64Array(6);
    for (let i = 0; i < 6000; i++) {
      const { columns } = drawTable(tree, calibrated, { count: 1, rng: rng(`c${i}`) });
      counts[columns[0]![0]! * 3 + columns[2]![0]!]!++;
    }
    const [expected] = pairTables({ tree, calibrated }, [pair]);
    const square = counts.reduce(
      (sum, n, i) => sum + (n - 6000 * expected![i]!) ** 2 / (6000 * expected![i]!),
      0,
    );
    // χ² with 5 degrees of freedom is above 35.9 once in 1e6.
    expect(square).toBeLessThan(35.9);
  });
  it("the same seed draws the same people, nobody is drawn for none", () => {
    const draw = (seed: string, count: number) => drawTable(tree, calibrated, { count, rng: rng(seed) });
    expect(draw("d", 50)).toEqual(draw("d", 50));
    expect(draw("d", 50)).not.toEqual(draw("e", 50));
    expect(draw("d", 0).columns.map(({ length }) => length)).toEqual([0, 0, 0, 0]);
  });
});
