import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { canonicalJson } from "../../../privacy/canonical-json.ts";
import { LATTICE } from "../../../privacy/clip.ts";
import { boundedSum } from "../../../privacy/mechanisms/bounded-sum.ts";
import type { Block } from "../../../schemas/statistic.ts";
import { InvalidRequest, VerificationFailed } from "../../../src/errors.ts";
import type { Projection } from "../../../src/math/projection.ts";
import { replayNoise } from "../../replay-noise.ts";
import { projected } from "../projected.ts";
import { cohortOf, noNoise, planned, type Vector, vectorBlock } from "./fixtures.ts";

const sumOf = <R>(blocks: readonly Block<R>[], patients: readonly R[]): bigint[] => {
  const { blocks: noisy } = boundedSum(planned("1", blocks), blocks).run(cohortOf(patients), noNoise);
  // Undo the division by weight·LATTICE: these are the integers that the noise is added to.
  return noisy.flatMap(({ values, weight }) =>
    Array.from(values, v => BigInt(Math.round(v * weight * LATTICE))),
  );
};

const squaredDistance = (a: readonly bigint[], b: readonly bigint[]): bigint =>
  a.reduce((sum, v, i) => sum + (v - b[i]!) ** 2n, 0n);

const vectors = fc.array(
  fc.array(fc.oneof(fc.double(), fc.double({ min: -2, max: 2 })), { minLength: 6, maxLength: 6 }),
  { maxLength: 6 },
);
const twoBlocks = [
  vectorBlock(3, 0.8, "a"),
  { ...vectorBlock(3, 0.6, "b"), contribute: (p: Vector, out: Float64Array) => out.set(p.slice(3)) },
];

describe("bounded sum", () => {
  it("adding or removing one patient moves the sum by at most the lattice bound (1e3 random neighbours, in integers)", () => {
    fc.assert(
      fc.property(vectors, fc.array(fc.double(), { minLength: 6, maxLength: 6 }), (others, patient) => {
        const moved = squaredDistance(sumOf(twoBlocks, [...others, patient]), sumOf(twoBlocks, others));
        expect(moved <= BigInt(LATTICE) ** 2n).toBe(true);
      }),
      { seed: 6, numRuns: 1000 },
    );
  });

  it("the worst patient moves the sum by exactly the lattice bound", () => {
    const block = [vectorBlock(4)];
    const others = [[0.1, 0.2, 0, 0]];
    expect(squaredDistance(sumOf(block, [...others, [1e9, 0, 0, 0]]), sumOf(block, others))).toBe(
      BigInt(LATTICE) ** 2n,
    );
    expect(squaredDistance(sumOf(block, [...others, [7, 7, 7, 7]]), sumOf(block, others))).toBe(
      BigInt(LATTICE) ** 2n,
    );
  });

  it("the sum does not depend on the order of patients: identical bits under permutation (500 cases)", () => {
    fc.assert(
      fc.property(vectors, fc.nat(), (patients, turn) => {
        const cut = patients.length === 0 ? 0 : turn % patients.length;
        const other = [...patients.slice(cut), ...patients.slice(0, cut)].reverse();
        const run = (list: readonly Vector[]) =>
          boundedSum(planned("2", twoBlocks), twoBlocks)
            .run(cohortOf(list), replayNoise("same"))
            .blocks.map(({ values }) => values);
        expect(run(other)).toEqual(run(patients));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it("a contribution that is not finite or throws counts as zero, silently", () => {
    const log = [vi.spyOn(console, "error"), vi.spyOn(console, "warn"), vi.spyOn(console, "log")];
    const fragile: Block<Vector> = {
      ...vectorBlock(2),
      contribute: (patient, out) => {
        out.set(patient);
        if (patient[0] === 13) throw new Error(`patient ${patient}`);
      },
    };
    const good = [0.25, 0.5];
    const bad = [
      [Number.NaN, Number.NaN],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      [13, 1],
    ];
    expect(sumOf([fragile], [good, ...bad])).toEqual(sumOf([fragile], [good]));
    for (const spy of log) expect(spy).not.toHaveBeenCalled();
  });

  it("one bad block of a patient leaves the patient's other blocks", () => {
    const broken: Block<Vector> = {
      ...vectorBlock(3, 0.6, "b"),
      contribute: () => {
        throw new Error("no");
      },
    };
    expect(sumOf([twoBlocks[0]!, broken], [[0.5, 0, 0, 1, 1, 1]])).toEqual([
      BigInt(Math.round(0.4 * LATTICE)),
      0n,
      0n,
      0n,
      0n,
      0n,
    ]);
  });

  it("gives back block units: sums of clipped values, and the noise's standard deviation", () => {
    const blocks = [vectorBlock(2, 0.5, "x")];
    const {
      blocks: [x],
      purpose,
    } = boundedSum(planned("3", blocks, "marginals"), blocks).run(
      cohortOf([
        [0.5, 0],
        [0.25, 9],
      ]),
      noNoise,
    );
    expect(purpose).toBe("marginals");
    expect(x!.values[0]).toBeCloseTo(0.5 + 0.25 / Math.hypot(0.25, 9), 5);
    expect(x!.noise).toBe(3 / 0.5);
    expect([x!.name, x!.size, x!.weight]).toEqual(["x", 2, 0.5]);
  });

  it("the noise has the planned standard deviation in block units (2e4 draws, fixed seed, 6 standard errors)", () => {
    const blocks = [vectorBlock(20_000, 0.5)];
    const { values, noise } = boundedSum(planned("1.7", blocks), blocks).run(
      cohortOf<Vector>([]),
      replayNoise("std"),
    ).blocks[0]!;
    const variance = values.reduce((sum, v) => sum + v * v, 0) / values.length;
    expect(Math.abs(variance / noise ** 2 - 1)).toBeLessThan(6 * Math.sqrt(2 / 20_000));
    expect(noise).toBeCloseTo(3.4, 5);
  });

  it("noise is never less than planned: a multiplier between lattice steps is rounded up", () => {
    const sigmas: bigint[] = [];
    const spy = {
      ...noNoise,
      gaussian: (sigma: bigint) => {
        sigmas.push(sigma);
        return 0n;
      },
    };
    const blocks = [vectorBlock(1)];
    boundedSum(planned("1.0000000001", blocks), blocks).run(cohortOf<Vector>([]), spy);
    expect(sigmas).toEqual([BigInt(LATTICE) + 1n]);
  });

  it("every reachable output lies on one lattice, whatever the data (fixed seed)", () => {
    const blocks = [vectorBlock(50)];
    for (const patients of [[], [new Array(50).fill(0.1)], [new Array(50).fill(1 / 3)]])
      for (const value of boundedSum(planned("1", blocks), blocks).run(
        cohortOf(patients),
        replayNoise("grid"),
      ).blocks[0]!.values)
        expect(Number.isInteger(value * LATTICE)).toBe(true);
  });

  it("clipping follows projecting: a map that stretches fivefold still moves the sum by at most the lattice bound", () => {
    const stretch: Projection = {
      name: "public-basis",
      inputs: 2,
      outputs: 2,
      apply: x => x.map(v => 5 * v),
      lift: z => z,
    };
    const block = projected(vectorBlock(2), stretch);
    expect(squaredDistance(sumOf([block], [[0.9, 0.1]]), sumOf([block], [])) <= BigInt(LATTICE) ** 2n).toBe(
      true,
    );
  });

  it("blocks that differ from the plan and noise that is not positive are refused", () => {
    const blocks = [vectorBlock(2)];
    expect(() => boundedSum(planned("1", [vectorBlock(3)]), blocks)).toThrow(InvalidRequest);
    expect(() => boundedSum(planned("1", [...blocks, ...blocks]), blocks)).toThrow(InvalidRequest);
    for (const z of ["0", "-1", "NaN", ""])
      expect(() => boundedSum(planned(z, blocks), blocks), z).toThrow(InvalidRequest);
  });

  it("each block's values come back at its own places, in the plan's order", () => {
    const three: readonly Block<Vector>[] = [
      vectorBlock(2, 0.6, "a"),
      { ...vectorBlock(1, 0.5, "b"), contribute: (p, out) => out.set(p.slice(2, 3)) },
      { ...vectorBlock(2, 0.4, "c"), contribute: (p, out) => out.set(p.slice(3)) },
    ];
    const patients = [[0.125, 0.25, 0.375, 0.5, 0.625]];
    const { blocks } = boundedSum(planned("1", three), three).run(cohortOf(patients), noNoise);
    expect(blocks.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    blocks
      .flatMap(({ values }) => [...values])
      .forEach((value, i) => {
        expect(value).toBeCloseTo(patients[0]![i]!, 5);
      });
  });

  it("noise is added to the sum, once a value, whatever the sum is", () => {
    let drawn = 0n;
    const counting = { ...noNoise, gaussian: () => ++drawn };
    const blocks = [vectorBlock(3)];
    const { values } = boundedSum(planned("1", blocks), blocks).run(cohortOf([[0.5, 0, 0]]), counting)
      .blocks[0]!;
    expect([...values].map(v => v * LATTICE)).toEqual([LATTICE / 2 + 1, 2, 3]);
  });

  it("charges for the noise that it draws", () => {
    const blocks = [vectorBlock(2)];
    expect(boundedSum(planned("1.5", blocks), blocks).event).toEqual({
      kind: "gaussian",
      noiseMultiplier: "1.5",
    });
  });

  it("a stored sum comes back as it was, and only if it is of this plan", () => {
    const mechanism = boundedSum(planned("1", twoBlocks), twoBlocks);
    const sum = mechanism.run(cohortOf([[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]]), replayNoise("stored"));
    const stored = () =>
      JSON.parse(canonicalJson(sum)) as { purpose: string; blocks: Record<string, unknown>[] };
    expect(mechanism.restore!(stored())).toEqual(sum);
    const changed: readonly ((value: ReturnType<typeof stored>) => unknown)[] = [
      value => ({ ...value, purpose: "another" }),
      value => ({ ...value, blocks: value.blocks.slice(1) }),
      value => ({ ...value, blocks: [...value.blocks, value.blocks[0]] }),
      value => ({ ...value, blocks: [...value.blocks].reverse() }),
      value => ({ ...value, blocks: value.blocks.map(block => ({ ...block, values: [1] })) }),
      value => ({ ...value, blocks: value.blocks.map(({ noise: _, ...block }) => block) }),
      value => ({ ...value, more: 1 }),
      () => undefined,
      () => "sum",
    ];
    for (const change of changed)
      expect(() => mechanism.restore!(change(stored()))).toThrow(VerificationFailed);
  });

  it("a release planned as anything but a sum is refused", () => {
    const blocks = [vectorBlock(2)];
    const other = { ...planned("1", blocks), kind: "selection" } as never;
    expect(() => boundedSum(other, blocks)).toThrow("must be planned as a sum");
  });

  it("refuses noise at or below zero, and takes the smallest above it", () => {
    const blocks = [vectorBlock(1)];
    expect(() => boundedSum(planned("0", blocks), blocks)).toThrow("must be above 0");
    expect(
      boundedSum(planned("1e-9", blocks), blocks).run(cohortOf<Vector>([]), noNoise).blocks[0]!.noise,
    ).toBe(1 / LATTICE);
  });
});
