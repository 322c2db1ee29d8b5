import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LATTICE } from "../../../privacy/clip.ts";
import { boundedSum } from "../../../privacy/mechanisms/bounded-sum.ts";
import { stratifiedSum } from "../../../privacy/mechanisms/stratified-sum.ts";
import type { StratifiedBlock } from "../../../schemas/labelled.ts";
import { InvalidRequest } from "../../../src/errors.ts";
import { cohortOf, noNoise, planned } from "./fixtures.ts";

interface Row {
  readonly stratum: number;
  readonly values: readonly number[];
}

const block = (name: string, width: number, weight: number, from: number): StratifiedBlock<Row> => ({
  name,
  width,
  weight,
  size: 3 * width,
  contribute: ({ values }, out) => out.set(values.slice(from, from + width)),
});
const BLOCKS = [block("a", 2, 0.8, 0), block("b", 3, 0.6, 2)];
const STRATA = { recordsOf: (rows: readonly Row[]) => rows, stratumOf: ({ stratum }: Row) => stratum };

const sumOf = (patients: readonly (readonly Row[])[], blocks = BLOCKS): bigint[] => {
  const { blocks: noisy } = stratifiedSum(planned("1", blocks), blocks, STRATA).run(
    cohortOf(patients),
    noNoise,
  );
  return noisy.flatMap(({ values, weight }) =>
    Array.from(values, v => BigInt(Math.round(v * weight * LATTICE))),
  );
};

const squaredDistance = (a: readonly bigint[], b: readonly bigint[]): bigint =>
  a.reduce((sum, v, i) => sum + (v - b[i]!) ** 2n, 0n);

const rows = fc.array(
  fc.record({
    stratum: fc.constantFrom(0, 1, 2, 3, -1, 0.5, Number.NaN),
    values: fc.array(fc.oneof(fc.double(), fc.double({ min: -2, max: 2 })), { minLength: 5, maxLength: 5 }),
  }),
  { maxLength: 7 },
);

describe("stratified sum", () => {
  it("adding or removing one patient moves the sum by at most the lattice bound, however many records (1e3 random neighbours, in integers)", () => {
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 4 }), rows, (others, patient) => {
        const moved = squaredDistance(sumOf([...others, patient]), sumOf(others));
        expect(moved <= BigInt(LATTICE) ** 2n).toBe(true);
      }),
      { seed: 11, numRuns: 1000 },
    );
  });

  it("a patient with forty copies of the worst record moves it no further than one with one, and nearly as far", () => {
    const worst: Row = { stratum: 1, values: [1e9, 0, 1e9, 0, 0] };
    const one = squaredDistance(sumOf([[worst]]), sumOf([]));
    const forty = squaredDistance(sumOf([Array.from({ length: 40 }, () => worst)]), sumOf([]));
    expect(forty <= one).toBe(true);
    expect(Number(forty)).toBeGreaterThan(0.999 * Number(one));
    expect(Number(one)).toBeCloseTo(LATTICE ** 2, -8);
  });

  it("a record that is not finite, throws or has no stratum counts as zero, silently", () => {
    const throwing: StratifiedBlock<Row> = {
      ...BLOCKS[1]!,
      contribute: () => {
        throw new Error("secret");
      },
    };
    const good: Row = { stratum: 2, values: [0.1, 0.2, 0.3, 0, 0] };
    expect(sumOf([[{ stratum: 7, values: good.values }]])).toEqual(sumOf([]));
    expect(sumOf([[{ stratum: 0, values: [Number.NaN, Number.POSITIVE_INFINITY, 0, 0, 0] }]])).toEqual(
      sumOf([]),
    );
    const partly = sumOf([[good]], [BLOCKS[0]!, throwing]);
    expect(partly.slice(0, 6)).toEqual(sumOf([[good]]).slice(0, 6));
    expect(partly.slice(6).every(value => value === 0n)).toBe(true);
  });

  it("is the bounded sum where every patient has one record", () => {
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 5 }), patients => {
        const single = patients.map(records =>
          records.filter(({ stratum }) => [0, 1, 2].includes(stratum)).slice(0, 1),
        );
        const dense = BLOCKS.map(({ name, size, width, weight }, b) => ({
          name,
          size,
          weight,
          contribute: ([row]: readonly Row[], out: Float64Array) => {
            if (row !== undefined)
              out.set(row.values.slice(b === 0 ? 0 : 2, b === 0 ? 2 : 5), row.stratum * width);
          },
        }));
        const expected = boundedSum(planned("1", dense), dense).run(cohortOf(single), noNoise);
        const found = stratifiedSum(planned("1", BLOCKS), BLOCKS, STRATA).run(cohortOf(single), noNoise);
        expect(found.blocks.map(({ values }) => values)).toEqual(expected.blocks.map(({ values }) => values));
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it("refuses blocks that are not the plan's", () => {
    expect(() => stratifiedSum(planned("1", BLOCKS), [BLOCKS[0]!], STRATA)).toThrow(InvalidRequest);
  });
});
