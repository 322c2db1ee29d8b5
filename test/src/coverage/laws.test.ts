import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coverage, type Person } from "../../../src/coverage.ts";
import { rng } from "../../../src/math/rng.ts";
import { goodman } from "../../../src/math/stats.ts";
import { REFERENCES } from "../../../src/reference/index.ts";
import type { ReferencePopulation } from "../../../src/reference/population.ts";
import { drawn, personAt } from "./people.ts";

const sizes = [3, 2, 2];
const population = (counts: readonly number[]): ReferencePopulation => ({
  name: "made up",
  source: "this test",
  licence: "none",
  note: "",
  axes: sizes.map((size, i) => ({
    name: "abc"[i]!,
    categories: Array.from({ length: size }, (_, j) => `${"abc"[i]!}${j}`),
  })),
  counts,
});
const CELLS = 12;
const counts = (least: number) =>
  fc.array(fc.integer({ min: least, max: 200 }), { minLength: CELLS, maxLength: CELLS });
const peopleIn = (reference: ReferencePopulation, each: readonly number[]): Person[] =>
  each.flatMap((count, at) => Array(count).fill(personAt(reference, at)));
const everyCell = (people: readonly Person[], reference: ReferencePopulation) =>
  coverage(people, reference).tables.flatMap(({ cells }) => cells);
const RUNS = { seed: 4, numRuns: 100 };

describe("laws of coverage", () => {
  it("a cohort that is the reference has ratio 1 and log disparity near 0 in every cell, and nothing under or over", () => {
    fc.assert(
      fc.property(counts(1), each => {
        for (const cell of everyCell(peopleIn(population(each), each), population(each))) {
          expect(cell.ratio!.value).toBeCloseTo(1, 10);
          // Only the half person added on both sides is left: |ln(1 + 1/2x) − ln(1 + 1/2(n − x))|.
          const fewest = Math.min(cell.count, cell.share.trials - cell.count);
          expect(Math.abs(cell.logDisparity!.value)).toBeLessThan(0.5 / fewest + 1e-9);
          expect(["covered", "too small"]).toContain(cell.verdict);
        }
      }),
      RUNS,
    );
  });
  it("every interval holds its estimate, and the shares, the reference and the mass of every table add up to 1", () => {
    fc.assert(
      fc.property(counts(0), counts(1), (each, reference) => {
        fc.pre(each.some(count => count > 0));
        const world = population(reference);
        const { tables } = coverage(peopleIn(world, each), world);
        for (const { cells, mass } of tables) {
          for (const { share, ratio } of cells)
            for (const { value, low, high } of [share, ratio!]) {
              expect(low).toBeLessThanOrEqual(value);
              expect(high).toBeGreaterThanOrEqual(value);
            }
          const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
          expect(sum(cells.map(({ share }) => share.value))).toBeCloseTo(1, 10);
          expect(sum(cells.map(({ reference }) => reference))).toBeCloseTo(1, 10);
          expect(sum(Object.values(mass))).toBeCloseTo(1, 10);
        }
      }),
      RUNS,
    );
  });
  it("the order of people and the unit of the reference change nothing", () => {
    fc.assert(
      fc.property(counts(0), counts(1), fc.integer(), (each, reference, seed) => {
        const world = population(reference);
        const people = peopleIn(world, each);
        const random = rng(seed);
        const keyed = people.map(person => ({ person, key: random.uniform() }));
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ person }) => person);
        expect(coverage(shuffled, world)).toEqual(coverage(people, world));
        const halved = coverage(people, population(reference.map(count => count / 2)));
        expect(halved).toEqual(coverage(people, world));
      }),
      RUNS,
    );
  });
  it("one more person in a cell raises its ratio and both its bounds, and lowers that of every cell apart from it", () => {
    fc.assert(
      fc.property(counts(1), counts(1), fc.integer({ min: 0, max: CELLS - 1 }), (each, reference, at) => {
        const world = population(reference);
        const before = coverage(peopleIn(world, each), world).tables.at(-1)!.cells;
        const more = each.map((count, i) => count + (i === at ? 1 : 0));
        const after = coverage(peopleIn(world, more), world).tables.at(-1)!.cells;
        for (const part of ["value", "low", "high"] as const)
          for (const [i, cell] of after.entries()) {
            const moved = cell.ratio![part] - before[i]!.ratio![part];
            expect(i === at ? moved : -moved).toBeGreaterThan(0);
          }
      }),
      RUNS,
    );
  });
  it("a coarser table is the sum of a finer one", () => {
    fc.assert(
      fc.property(counts(0), counts(1), (each, reference) => {
        const world = population(reference);
        const { tables } = coverage(peopleIn(world, each), world);
        const fine = tables.at(-1)?.cells ?? [];
        for (const { cells } of tables)
          for (const { cell, count, reference: share } of cells) {
            const inside = fine.filter(other =>
              Object.entries(cell).every(([axis, c]) => other.cell[axis] === c),
            );
            expect(inside.reduce((sum, other) => sum + other.count, 0)).toBe(count);
            expect(inside.reduce((sum, other) => sum + other.reference, 0)).toBeCloseTo(share, 10);
          }
      }),
      RUNS,
    );
  });
  it("a cell where neither reference nor cohort has anyone is left out; one with people but no reference has no ratio", () => {
    const world = population([0, 0, ...Array(CELLS - 2).fill(10)]);
    const fine = coverage(peopleIn(world, [0, 3, ...Array(CELLS - 2).fill(10)]), world).tables.at(-1)!.cells;
    expect(fine).toHaveLength(CELLS - 1);
    expect(fine[0]).toMatchObject({ count: 3, reference: 0, verdict: "too small" });
    expect(fine[0]).not.toHaveProperty("ratio");
    expect(fine[0]).not.toHaveProperty("logDisparity");
  });
});

describe("Goodman's intervals of a table", () => {
  it("solve n (p − π)² = B π (1 − π) with B the χ² quantile at 1 − α/k", () => {
    // Python 3.11: root of math.erfc(sqrt(b / 2)) = .05 / k, which is P[χ² with 1 degree > b], for the tables of one, two and three axes of us-2024
    const quantiles: Readonly<Record<number, number>> = {
      2: 5.023886187314888,
      6: 6.960401441052973,
      9: 7.689092506094176,
      12: 8.209716234513216,
      54: 10.970123435147338,
      108: 12.259228147817144,
    };
    const people = drawn(REFERENCES["us-2024"], 1500, "goodman");
    for (const { cells, people: n } of coverage(people, REFERENCES["us-2024"]).tables) {
      const b = quantiles[cells.length];
      if (b === undefined) continue;
      for (const { share } of cells)
        for (const pi of [share.low, share.high])
          if (pi > 0 && pi < 1) expect((n * (share.value - pi) ** 2) / (pi * (1 - pi))).toBeCloseTo(b, 6);
    }
  });
  it("all 12 hold together in at least 1860 of 2000 seeded samples of 400 people (a true 95 % would fall below that 1e-4 of the time)", () => {
    const shares = [0.3, 0.2, 0.1, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01, 0.01];
    const random = rng("simultaneous");
    let held = 0;
    for (let sample = 0; sample < 2000; sample++) {
      const found = shares.map(() => 0);
      for (let i = 0; i < 400; i++) found[random.weighted(shares)]!++;
      if (goodman(found).every(({ low, high }, i) => low <= shares[i]! && shares[i]! <= high)) held++;
    }
    expect(held).toBeGreaterThanOrEqual(1860);
  });
});
