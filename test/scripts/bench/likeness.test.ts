import { expect, it } from "vitest";
import { likenessOf } from "../../../scripts/bench/labelled/likeness.ts";
import { rng } from "../../../src/math/rng.ts";

const cloud = (n: number, seed: string, shift = 0, scale = 1): readonly Float64Array[] => {
  const random = rng(seed);
  return Array.from({ length: n }, () =>
    Float64Array.from({ length: 6 }, () => shift + scale * random.normal()),
  );
};

it("the same points lie among themselves, at no distance", () => {
  const points = cloud(300, "same");
  const { frechet, precision, recall } = likenessOf(points, points);
  expect(Math.abs(frechet)).toBeLessThan(1e-3);
  expect([precision, recall]).toEqual([1, 1]);
});
it("points of one law are nearly as near; shifted ones are far and lie outside (n = 300, seeds fixed)", () => {
  const real = cloud(300, "a");
  const alike = likenessOf(real, cloud(300, "b"));
  expect(Math.min(alike.precision, alike.recall)).toBeGreaterThan(0.6);
  const shifted = likenessOf(real, cloud(300, "c", 6));
  expect(shifted.precision + shifted.recall).toBe(0);
  // ‖6‖² over six coordinates, × 1000.
  expect(shifted.frechet).toBeGreaterThan(200_000);
  expect(alike.frechet).toBeLessThan(shifted.frechet / 100);
});
it("points that are all alike are precise and recall little; too widely spread ones the other way round", () => {
  const real = cloud(300, "a");
  const narrow = likenessOf(real, cloud(300, "d", 0, 0.3));
  expect(narrow.precision).toBeGreaterThan(0.95);
  expect(narrow.recall).toBeLessThan(0.5);
  const wide = likenessOf(real, cloud(300, "e", 0, 3));
  expect(wide.precision).toBeLessThan(wide.recall);
});
