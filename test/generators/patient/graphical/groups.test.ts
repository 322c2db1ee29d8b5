import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finestShape, grouped, groupingOf } from "../../../../generators/patient/graphical/groups.ts";
import { contingency } from "../../../../privacy/contingency.ts";
import { cellsOf, tableCells } from "../../../../schemas/marginal.ts";
import { rng } from "../../../../src/math/rng.ts";

const attribute = fc
  .record({
    shares: fc.array(fc.double({ min: -0.1, max: 1, noNaN: true }), { minLength: 2, maxLength: 12 }),
    inOrder: fc.boolean(),
    limit: fc.integer({ min: 2, max: 12 }),
    least: fc.double({ min: -0.2, max: 0.5, noNaN: true }),
  })
  .map(({ shares, inOrder, limit, least }) => ({
    divisible: { shares, ordered: inOrder ? shares.length - 1 : 0, least },
    limit,
  }));

const grouping = (shares: readonly number[], ordered: number, limit: number, least = -1) =>
  groupingOf({ shares, ordered, least }, limit);

describe("categories that count as one", () => {
  it("every category has a group, every group from 0 a category; there are two or more, and no more than the limit", () => {
    fc.assert(
      fc.property(attribute, ({ divisible, limit }) => {
        const found = groupingOf(divisible, limit);
        const groups = [...new Set(found)].sort((a, b) => a - b);
        expect(found).toHaveLength(divisible.shares.length);
        expect(groups).toEqual(groups.map((_, group) => group));
        expect(groups.length).toBeLessThanOrEqual(limit);
        expect(groups.length).toBeGreaterThanOrEqual(2);
      }),
    );
  });
  it("every category alone where all are told from nobody and the limit allows", () => {
    fc.assert(
      fc.property(attribute, ({ divisible: { shares, ordered } }) => {
        const found = grouping(shares, ordered, shares.length);
        expect(new Set(found).size).toBe(shares.length);
      }),
    );
  });
  it("bins are cut where they are: their groups never fall", () => {
    fc.assert(
      fc.property(attribute, ({ divisible, limit }) => {
        const { shares, least } = divisible;
        const ordered = shares.length - 1;
        const bins = shares.slice(0, ordered).filter(share => share >= Math.max(0, least));
        if (ordered < 2 || bins.length < 2 || shares.some(share => share < 0)) return;
        const found = groupingOf({ shares, ordered, least }, limit).slice(0, ordered);
        expect(found.every((group, code) => code === 0 || group >= found[code - 1]!)).toBe(true);
      }),
    );
  });
  it("cuts at half of the people, and puts the missing with the most", () => {
    expect(grouping([0.1, 0.1, 0.2, 0.25, 0.25, 0.1], 5, 2)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(grouping([0.7, 0.1, 0.1, 0.1], 3, 2)).toEqual([0, 1, 1, 0]);
  });
  it("of categories in no order the largest stand alone", () => {
    expect(grouping([0.1, 0.5, 0.2, 0.2], 0, 2)).toEqual([1, 0, 1, 1]);
    expect(grouping([0.1, 0.5, 0.25, 0.15], 0, 3)).toEqual([2, 0, 1, 2]);
  });
  it("a category that may be nobody's joins its neighbour among bins, the largest group elsewhere", () => {
    expect(grouping([0.01, 0.3, 0.4, 0.28, 0.01], 4, 9, 0.05)).toEqual([0, 0, 1, 2, 1]);
    expect(grouping([0.3, 0.4, 0.28, 0.02], 3, 9, 0.05)).toEqual([0, 1, 2, 1]);
    expect(grouping([0.3, 0.69, 0.01], 0, 9, 0.05)).toEqual([0, 1, 1]);
    expect(grouping([0.3, 0.5, 0.2], 2, 9, 0.05)).toEqual([0, 1, 2]);
  });
});

describe("the finest table that is affordable", () => {
  const sizes = [4, 9, 2];
  const divisible = [
    { shares: [0.4, 0.3, 0.2, 0.1], ordered: 0, least: 0 },
    { shares: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2], ordered: 8, least: 0 },
    { shares: [0.5, 0.5], ordered: 0, least: 0 },
  ];
  const attributes = { sizes, divisible };
  it("is the whole table where that is, keeps to its cells where it can, and never has fewer than two groups", () => {
    for (const pair of [
      [0, 1],
      [0, 2],
      [1, 2],
    ])
      for (let cells = 0; cells < 40; cells++) {
        const shape = finestShape(attributes, pair, cells);
        const found = tableCells(shape, attributes.sizes);
        if (cellsOf(pair, attributes.sizes) <= cells) expect(shape).toEqual({ clique: pair });
        else expect(found).toBeLessThanOrEqual(Math.max(cells, 4));
        expect(found).toBeGreaterThanOrEqual(4);
      }
  });
  it("counts of groups are the table's cells added up", () => {
    const random = rng("grouped");
    const people = {
      sizes,
      columns: sizes.map(size => Uint16Array.from({ length: 300 }, () => random.integer(size))),
    };
    const shape = finestShape(attributes, [0, 1], 9);
    const summed = grouped(shape, contingency(people, shape.clique), sizes);
    expect([...contingency(people, shape.clique, shape.groupings)]).toEqual([...summed]);
    expect(summed.reduce((sum, count) => sum + count, 0)).toBe(300);
  });
});
