import { describe, expect, it } from "vitest";
import { blockMeans } from "../../../src/math/projection.ts";
import { rng } from "../../../src/math/rng.ts";

describe("block means", () => {
  const random = rng("blocks");
  it.each([
    [4, 2],
    [12, 3],
    [64, 2],
    [8, 8],
  ])(
    "of %i pixels a side in blocks of %i have orthonormal rows: apply(lift(z)) = z, and norms are kept",
    (side, block) => {
      const projection = blockMeans(side, block);
      const z = Float64Array.from({ length: projection.outputs }, () => random.normal());
      const lifted = projection.lift(z);
      expect(lifted.length).toBe(side * side);
      expect(Math.hypot(...lifted)).toBeCloseTo(Math.hypot(...z), 10);
      projection.apply(lifted).forEach((value, i) => {
        expect(value).toBeCloseTo(z[i]!, 12);
      });
    },
  );
  it("are the mean over each block times its side", () => {
    // 4 × 4 image 0…15: the upper left block holds 0, 1, 4, 5.
    const x = Float64Array.from({ length: 16 }, (_, i) => i);
    expect(Array.from(blockMeans(4, 2).apply(x))).toEqual([5, 9, 21, 25]);
  });
  it("of a side that is no multiple of the block are refused", () => {
    expect(() => blockMeans(10, 4)).toThrow("a side of 10 is no multiple of a block of 4");
  });
});
