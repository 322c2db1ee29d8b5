import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip, LATTICE, quantise } from "../../privacy/clip.ts";

/** Σ vᵢ² in integers of any size. */
const squares = (v: Float64Array): bigint => Array.from(v, x => BigInt(x) ** 2n).reduce((a, b) => a + b, 0n);
const BOUND = BigInt(LATTICE) ** 2n;

const clipped = (values: readonly number[]): Float64Array => {
  const x = Float64Array.from(values);
  clip(x);
  return quantise(x);
};

/** Directions and lengths that rounding finds hardest: all halves, one ulp over, many tiny, mixed sizes. */
const ADVERSARIAL: readonly (readonly number[])[] = [
  [1],
  [-1],
  [1 + Number.EPSILON],
  [2, 0, 0],
  new Array(4).fill(0.5),
  new Array(3).fill(1 / Math.sqrt(3)),
  new Array(10_000).fill(0.01),
  new Array(1 << 16).fill(2 ** -8 + 2 ** -21),
  new Array(50_000).fill(0.5 * 2 ** -20),
  [0.6, 0.8],
  [Math.SQRT1_2, Math.SQRT1_2],
  Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 1 : -1) * (1 / Math.sqrt(1000) + 1e-9)),
  [1e308, 1e308, -1e308],
  [Number.MAX_VALUE, 1],
  [Number.MIN_VALUE, Number.MIN_VALUE],
  [Number.NaN, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  [-0, 0],
];

/** Vectors of norm 1 whose squares add up exactly. */
const AT_BOUND: readonly (readonly number[])[] = [
  [1],
  [-1],
  [0.6, 0.8],
  [0.8, 0.6],
  [0, -0.6, 0.8],
  [0.5, 0.5, 0.5, 0.5],
];

describe("clipping on the lattice", () => {
  it("the integer norm of a clipped contribution never exceeds the lattice bound: adversarial vectors, in BigInt", () => {
    for (const values of ADVERSARIAL)
      expect(squares(clipped(values)) <= BOUND, `${values.slice(0, 4)}…`).toBe(true);
  });

  it("the integer norm of a clipped contribution never exceeds the lattice bound: 5e3 random vectors, in BigInt", () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: 1, maxLength: 60 }), values => {
        expect(squares(clipped(values)) <= BOUND).toBe(true);
      }),
      { seed: 3, numRuns: 5000 },
    );
  });

  it("quantise alone keeps the bound, whatever it is given (5e3 cases)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double(), fc.double({ min: -2, max: 2 })), { minLength: 1, maxLength: 40 }),
        values => {
          const v = quantise(Float64Array.from(values));
          expect(v.every(Number.isInteger)).toBe(true);
          expect(squares(v) <= BOUND).toBe(true);
        },
      ),
      { seed: 4, numRuns: 5000 },
    );
  });

  it("a vector inside the bound only moves to its nearest lattice point", () => {
    const v = quantise(Float64Array.from([0.25, -0.5, 0.1]));
    expect(Array.from(v)).toEqual([0.25 * LATTICE, -0.5 * LATTICE, Math.round(0.1 * LATTICE)]);
  });

  it("clipping keeps direction and loses less than √k lattice steps of length (1e3 cases)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 30 }),
        values => {
          fc.pre(Math.hypot(...values) > 1);
          const norm = Math.hypot(...values);
          clipped(values).forEach((v, i) => {
            expect(Math.abs(v / LATTICE - values[i]! / norm)).toBeLessThan((values.length + 2) / LATTICE);
          });
        },
      ),
      { seed: 5, numRuns: 1000 },
    );
  });

  it("clipping leaves a vector inside the bound as it is, and brings one outside to norm 1", () => {
    const values = [0.3, 0.4, 0.1];
    const inside = Float64Array.from(values);
    clip(inside);
    expect(Array.from(inside)).toEqual(values);
    const outside = Float64Array.of(0, 9, 0);
    clip(outside);
    expect(Array.from(outside)).toEqual([0, 1, 0]);
  });

  it("near-overflow and subnormal vectors keep their direction", () => {
    expect(Array.from(clipped([1e308, 1e308])).map(v => Math.round(v / (LATTICE * Math.SQRT1_2)))).toEqual([
      1, 1,
    ]);
    expect(Array.from(clipped([5e-324, 0]))).toEqual([0, 0]);
  });

  it("what is not finite counts as zero, and no negative zero is left", () => {
    expect(Array.from(clipped([Number.NaN, 0.5, Number.POSITIVE_INFINITY]))).toEqual([0, LATTICE / 2, 0]);
    expect(Object.is(clipped([-0])[0], 0)).toBe(true);
    expect(Object.is(clipped([-1e-9])[0], 0)).toBe(true);
  });

  it("clipping alone brings what is too long in any direction to norm 1, within an ulp or two", () => {
    for (const values of [
      [0.9, 0.9],
      [0.6, 0.6, 0.6],
      [3, -4],
      [1e300, 1e300],
      [5e-324, 2],
    ]) {
      const x = Float64Array.from(values);
      clip(x);
      expect(Math.abs(Math.hypot(...x) - 1)).toBeLessThan(4 * Number.EPSILON);
    }
  });

  it("a vector exactly at the bound is left as it is, bit by bit", () => {
    for (const values of AT_BOUND) {
      const x = Float64Array.from(values);
      clip(x);
      expect([...x]).toEqual(values);
    }
  });

  it("quantise counts entries beyond 2 as 2, and shortens to the bound itself", () => {
    expect([...quantise(Float64Array.of(1e9, 0))]).toEqual([LATTICE, 0]);
    expect([...quantise(Float64Array.of(0, -7))]).toEqual([0, -LATTICE]);
    const half = Math.trunc(LATTICE * Math.SQRT1_2);
    expect([...quantise(Float64Array.of(9, -9))]).toEqual([half, -half]);
  });

  it("leaves nothing as nothing, and no −0 where a fraction is dropped", () => {
    const none = Float64Array.of(0, 0, 0);
    clip(none);
    expect([...none]).toEqual([0, 0, 0]);
    const odd = Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY);
    clip(odd);
    expect([...odd]).toEqual([0, 0]);
    const small = quantise(Float64Array.of(1, 1, -1e-6));
    expect([...small].some(value => Object.is(value, -0))).toBe(false);
    expect(small[2]).toBe(0);
  });
});
