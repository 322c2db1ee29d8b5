import { describe, expect, it } from "vitest";
import { pairTables } from "../../../../generators/patient/graphical/candidates.ts";
import { type Curator, fitRecords } from "../../../../generators/patient/graphical/fit.ts";
import { grouped } from "../../../../generators/patient/graphical/groups.ts";
import type { Candidate, Clique, MarginalQuery, TableShape } from "../../../../schemas/marginal.ts";
import type { RecordPlan } from "../../../../schemas/record-plan.ts";
import { rng } from "../../../../src/math/rng.ts";
import { bruteForce } from "./brute.ts";

const SIZES = [2, 3, 2, 3, 2];
const SPACE = { sizes: SIZES, ordered: SIZES.map(() => 0) };
/** 0–1 and 1–2 are bound tightly, 3 and 4 are bound to nothing. */
const LAW = bruteForce(SIZES, [
  { clique: [0, 1], potential: Float64Array.of(2, 0, 0, 0, 0, 2) },
  { clique: [1, 2], potential: Float64Array.of(2, 0, 0, 0.5, 0, 2) },
]);

interface Asked {
  readonly selections: Candidate[][];
  readonly measured: (readonly MarginalQuery[])[];
}

/** A curator of `people` who answers with pseudo-random noise, and chooses the highest score. */
const curatorOf = (people: number, seed: string): Curator & { readonly asked: Asked } => {
  const random = rng(seed);
  const counts = ({ clique, groupings }: TableShape) => {
    const shape = { clique, ...(groupings === undefined ? {} : { groupings }) };
    return grouped(shape, LAW.marginal(clique), SIZES).map(share => share * people);
  };
  const asked: Asked = { selections: [], measured: [] };
  const score = ({ expected, allowance, ...shape }: Candidate) =>
    counts(shape).reduce((sum, count, cell) => sum + Math.abs(count - expected[cell]!), -allowance);
  return {
    asked,
    select: candidates => {
      asked.selections.push([...candidates]);
      const scores = candidates.map(score);
      return scores.indexOf(Math.max(...scores));
    },
    measure: (queries, noiseMultiplier) => {
      asked.measured.push(queries);
      return queries.map(({ weight, ...shape }) => {
        const sigma = Number(noiseMultiplier) / weight;
        return { ...shape, sigma, counts: counts(shape).map(count => count + sigma * random.normal()) };
      });
    },
  };
};

const planOf = (rounds: number, noise: string, cellLimit = 10_000): RecordPlan => ({
  firstNoise: noise,
  rounds: Array.from({ length: rounds }, () => ({ selectEpsilon: "0.1", noiseMultiplier: noise })),
  cellLimit,
});

describe("select, measure, generate", () => {
  it("asks for every single attribute first, then one choice and one release a round: no more, no fewer", () => {
    const curator = curatorOf(5000, "a");
    fitRecords(SPACE, planOf(8, "20"), curator);
    const [first, ...others] = curator.asked.measured;
    expect(first!.map(({ clique }) => clique)).toEqual([[0], [1], [2], [3], [4]]);
    const squares = first!.reduce((sum, { weight }) => sum + weight ** 2, 0);
    expect(squares).toBeLessThanOrEqual(1);
    expect(squares).toBeGreaterThan(0.999_999);
    expect(others).toHaveLength(8);
    expect(curator.asked.selections).toHaveLength(8);
    for (const queries of others)
      expect(queries.reduce((sum, { weight }) => sum + weight ** 2, 0)).toBeLessThanOrEqual(1);
  });
  it("finds what is bound, and the pair that follows from both, within a percent", () => {
    const model = fitRecords(SPACE, planOf(8, "5"), curatorOf(5000, "b"));
    const pairs: Clique[] = [
      [0, 1],
      [1, 2],
      [0, 2],
      [3, 4],
    ];
    for (const [i, table] of pairTables(model, pairs).entries())
      for (const [cell, share] of LAW.marginal(pairs[i]!).entries())
        expect(Math.abs(table[cell]! - share)).toBeLessThan(0.01);
    expect(Math.abs(model.total - 5000)).toBeLessThan(50);
  });
  it("its junction tree keeps to the limit on cells", () => {
    for (const limit of [16, 20, 40]) {
      const { tree } = fitRecords(SPACE, planOf(12, "5", limit), curatorOf(5000, `c${limit}`));
      expect(tree.nodes.reduce((sum, { cells }) => sum + cells, 0)).toBeLessThanOrEqual(limit);
    }
  });
  it("where the noise drowns every pair, every round measures the single attributes again", () => {
    const curator = curatorOf(50, "d");
    const model = fitRecords(SPACE, { ...planOf(6, "60"), firstNoise: "10" }, curator);
    expect(curator.asked.measured.every(queries => queries.length === 5)).toBe(true);
    expect(curator.asked.selections.every(({ length }) => length === 1)).toBe(true);
    expect(model.measured).toHaveLength(5);
  });
  it("where one measurement is not enough, the next rounds measure the same table", () => {
    const curator = curatorOf(260, "e");
    // √(2/π)·60·4 / (2·260) = 0.37 of the people: two rounds for tables of four cells, the fewest there are.
    fitRecords(SPACE, { ...planOf(8, "60"), firstNoise: "5" }, curator);
    const asked = curator.asked.measured.slice(1).map(([query]) => query!.clique.join(","));
    expect(asked[0]).toBe("0,1");
    expect(asked[1]).toBe("0,1");
    expect(curator.asked.selections[1]!.map(({ clique }) => clique.join(","))).toEqual(["0,1"]);
    expect(curator.asked.selections[2]!.length).toBeGreaterThan(1);
  });
  it("a table too fine for its noise is asked for over groups, which are the same in every round", () => {
    const curator = curatorOf(1000, "g");
    // 200 / (√(2/π)·60) = 4.2 cells are affordable: two groups along every axis, and one round.
    fitRecords({ sizes: SIZES, ordered: [0, 2, 0, 3, 0] }, planOf(8, "60"), curator);
    const shapes = new Map<string, string>();
    for (const [{ clique, groupings, weight }] of curator.asked.measured.slice(1) as [MarginalQuery][]) {
      const [key, shape] = [clique.join(), JSON.stringify(groupings)];
      expect(weight).toBe(1);
      expect(clique.some(variable => SIZES[variable]! > 2)).toBe(groupings !== undefined);
      expect(shapes.get(key) ?? shape).toBe(shape);
      shapes.set(key, shape);
    }
    expect(shapes.size).toBeGreaterThan(1);
  });
  it("what is asked follows from answers alone: the same answers, the same questions", () => {
    const [a, b] = [curatorOf(3000, "f"), curatorOf(3000, "f")];
    fitRecords(SPACE, planOf(5, "10"), a);
    fitRecords(SPACE, planOf(5, "10"), b);
    expect(a.asked).toEqual(b.asked);
  });
});
