import { describe, expect, it } from "vitest";
import { LATTICE } from "../../../privacy/clip.ts";
import { contingency } from "../../../privacy/contingency.ts";
import { noisyMarginals } from "../../../privacy/mechanisms/marginals.ts";
import type { CodedTable, MarginalQuery } from "../../../schemas/marginal.ts";
import { normalQuantile } from "../../../src/math/special.ts";
import { replayNoise } from "../../replay-noise.ts";
import { noNoise } from "./fixtures.ts";

const table = (...people: readonly (readonly number[])[]): CodedTable => ({
  sizes: [2, 3, 2],
  columns: [0, 1, 2].map(j => Uint16Array.from(people, person => person[j]!)),
});
const EIGHT = table([0, 0, 0], [0, 1, 0], [1, 2, 1], [1, 2, 1], [0, 2, 1], [1, 0, 0], [0, 0, 1], [1, 2, 0]);
const HALVES: readonly MarginalQuery[] = [
  { clique: [0, 1], weight: Math.SQRT1_2 * (1 - 1e-9) },
  { clique: [2], weight: Math.SQRT1_2 * (1 - 1e-9) },
];

describe("counts of a table", () => {
  it("are people in each cell, row-major", () => {
    expect([...contingency(EIGHT, [0, 1])]).toEqual([2, 1, 1, 1, 0, 3]);
    expect([...contingency(EIGHT, [1])]).toEqual([3, 1, 4]);
    expect([...contingency(table(), [0, 2])]).toEqual([0, 0, 0, 0]);
  });
  it("adding or removing one person changes one cell by one, whatever the codes", () => {
    const odd = table([0, 0, 0], [7, 65_535, 1]);
    expect([...contingency(odd, [0, 1])]).toEqual([1, 0, 0, 0, 0, 1]);
  });
});

describe("noisy marginals", () => {
  it("the tables of a release are sums over people plus rounded Gaussian noise, nothing else", () => {
    const still = noisyMarginals(EIGHT, HALVES, { noiseMultiplier: "3", noise: noNoise });
    expect(still.map(({ counts }) => [...counts])).toEqual([
      [2, 1, 1, 1, 0, 3],
      [4, 4],
    ]);
    const [loud] = noisyMarginals(EIGHT, HALVES.slice(0, 1), {
      noiseMultiplier: "3",
      noise: { ...noNoise, gaussian: sigma => sigma },
    });
    for (const [cell, count] of loud!.counts.entries())
      expect(count - still[0]!.counts[cell]!).toBeCloseTo(3 * Math.SQRT2, 5);
    expect(loud!.sigma).toBeCloseTo(3 * Math.SQRT2, 5);
  });
  it("adding or removing one person moves the tables of one release by at most the lattice bound in ℓ₂", () => {
    const steps = HALVES.map(({ weight }) => BigInt(Math.floor(weight * LATTICE)));
    const without = noisyMarginals(EIGHT, HALVES, { noiseMultiplier: "1", noise: noNoise });
    for (const person of [
      [0, 0, 0],
      [1, 2, 1],
      [9, 9, 9],
    ]) {
      const joined = {
        ...EIGHT,
        columns: EIGHT.columns.map((column, j) => Uint16Array.of(...column, person[j]!)),
      };
      const moved = noisyMarginals(joined, HALVES, { noiseMultiplier: "1", noise: noNoise }).flatMap(
        ({ counts }, m) =>
          [...counts].map((count, cell) => BigInt(count - without[m]!.counts[cell]!) * steps[m]!),
      );
      expect(moved.reduce((sum, step) => sum + step * step, 0n)).toBeLessThanOrEqual(BigInt(LATTICE) ** 2n);
    }
  });
  it("noise has the stated deviation (12,000 cells, χ² of size, seed 1, p < 1e-6 fails)", () => {
    const noise = replayNoise("1");
    let [square, cells] = [0, 0];
    for (let run = 0; run < 1500; run++)
      for (const { counts, sigma } of noisyMarginals(table(), HALVES, { noiseMultiplier: "2", noise })) {
        cells += counts.length;
        square += counts.reduce((sum, count) => sum + (count / sigma) ** 2, 0);
      }
    expect(cells).toBe(12_000);
    expect(Math.abs(square - cells) / Math.sqrt(2 * cells)).toBeLessThan(-normalQuantile(5e-7));
  });
  it("refuses weights whose squares sum above 1, tables that are none, noise that is none", () => {
    const ask = (queries: readonly MarginalQuery[], noiseMultiplier = "1") =>
      noisyMarginals(EIGHT, queries, { noiseMultiplier, noise: noNoise });
    const one = { clique: [0], weight: 1 };
    expect(() => ask([])).toThrow("one or more");
    expect(() => ask([one, { clique: [1], weight: 0.001 }])).toThrow("sum to at most 1");
    expect(() => ask([{ clique: [0], weight: 0 }])).toThrow("weight");
    expect(() => ask([{ clique: [0], weight: Number.NaN }])).toThrow("weight");
    expect(() => ask([{ clique: [1, 0], weight: 1 }])).toThrow("ascending");
    expect(() => ask([{ clique: [3], weight: 1 }])).toThrow("numbers of attributes");
    expect(() => ask([{ clique: [], weight: 1 }])).toThrow("numbers of attributes");
    expect(() => ask([one], "0")).toThrow("above 0");
  });
  it("counts of groups are cells added up: a person stays in one cell, whatever the grouping", () => {
    const groupings = [
      [0, 0],
      [1, 0, 1],
    ];
    expect([...contingency(EIGHT, [0, 1], groupings)]).toEqual([1, 7]);
    const [grouped] = noisyMarginals(EIGHT, [{ clique: [0, 1], groupings, weight: 1 }], {
      noiseMultiplier: "1",
      noise: noNoise,
    });
    expect(grouped).toEqual({ clique: [0, 1], groupings, counts: Float64Array.of(1, 7), sigma: 1 });
  });
  it("refuses a grouping that leaves a category out, skips a group, or is not one for each attribute", () => {
    const ask = (groupings: readonly (readonly number[])[]) => () =>
      noisyMarginals(EIGHT, [{ clique: [0, 1], groupings, weight: 1 }], {
        noiseMultiplier: "1",
        noise: noNoise,
      });
    expect(ask([[0, 0]])).toThrow("a grouping for each attribute or none");
    for (const second of [
      [0, 1],
      [0, 1, 3],
      [1, 1, 2],
      [0, 0.5, 1],
      [0, -1, 0],
      [0, 1, 2, 3],
      [0, Number.NaN, 1],
    ])
      expect(ask([[0, 1], second]), `${second}`).toThrow("number its groups from 0");
    expect(
      ask([
        [0, 1],
        [2, 0, 1],
      ]),
    ).not.toThrow();
    const nothing: CodedTable = { sizes: [0], columns: [Uint16Array.of()] };
    const groupings = [[]];
    expect(() =>
      noisyMarginals(nothing, [{ clique: [0], groupings, weight: 1 }], {
        noiseMultiplier: "1",
        noise: noNoise,
      }),
    ).toThrow("number its groups from 0");
  });
  it("does not throw whatever the codes are", () => {
    const wild: CodedTable = { sizes: [2, 3], columns: [Uint16Array.of(65_535, 3), Uint16Array.of(9)] };
    expect(() =>
      noisyMarginals(wild, [{ clique: [0, 1], weight: 1 }], { noiseMultiplier: "1", noise: noNoise }),
    ).not.toThrow();
  });
});
