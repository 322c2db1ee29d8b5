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
    limit: fc.integer({ min: 2, max: 8 }),
  })
  .map(({ shares, inOrder, limit }) => ({ shares, limit, ordered: inOrder ? shares.length - 1 : 0 }));

describe("categories that count as one", () => {
  it("every category has a group, every group from 0 has a category, and there are no more than the limit", () => {
    fc.assert(
      fc.property(attribute, ({ shares, ordered, limit }) => {
        const grouping = groupingOf(shares, ordered, limit);
        const groups = [...new Set(grouping)].sort((a, b) => a - b);
        expect(grouping).toHaveLength(shares.length);
        expect(groups).toEqual(groups.map((_, group) => group));
        expect(groups.length).toBeLessThanOrEqual(Math.max(limit, 1));
        if (shares.length <= limit) expect(groups).toHaveLength(shares.length);
        else expect(groups.length).toBeGreaterThanOrEqual(2);
      }),
    );
  });
  it("categories in order are cut where they are: their groups never fall", () => {
    fc.assert(
      fc.property(attribute, ({ shares, limit }) => {
        const ordered = shares.length - 1;
        if (ordered < 2 || shares.length <= limit) return;
        const grouping = groupingOf(shares, ordered, limit).slice(0, ordered);
        expect(grouping.every((group, code) => code === 0 || group >= grouping[code - 1]!)).toBe(true);
      }),
    );
  });
  it("cuts at half of the people, and puts the missing with the most", () => {
    expect(groupingOf([0.1, 0.1, 0.2, 0.25, 0.25, 0.1], 5, 2)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(groupingOf([0.7, 0.1, 0.1, 0.1], 3, 2)).toEqual([0, 1, 1, 0]);
  });
  it("of categories in no order the largest stands alone", () => {
    expect(groupingOf([0.1, 0.5, 0.2, 0.2], 0, 2)).toEqual([1, 0, 1, 1]);
    expect(groupingOf([0.1, 0.5, 0.25, 0.15], 0, 3)).toEqual([2, 0, 1, 2]);
  });
});

describe("the finest table that is affordable", () => {
  const attributes = {
    sizes: [4, 9, 2],
    shares: [
      [0.4, 0.3, 0.2, 0.1],
      [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2],
      [0.5, 0.5],
    ],
    ordered: [0, 8, 0],
  };
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
    const { sizes } = attributes;
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
