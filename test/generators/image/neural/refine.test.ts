import { describe, expect, it } from "vitest";
import { type Denoiser, gaussianDenoiser } from "../../../../generators/denoiser.ts";
import { refine } from "../../../../generators/image/neural/refine.ts";
import { jl } from "../../../../src/math/projection.ts";
import { rng } from "../../../../src/math/rng.ts";

const D = 12;
const projection = jl(D, 4, "refine");
const random = rng("refine");
const image = Float64Array.from({ length: D }, () => random.normal());
const wild: Denoiser = (x, sigma) => x.map((value, i) => Math.sin(3 * value + i) / (1 + sigma));
const diagonal = (variance: number, mean: number): Denoiser => {
  const vectors = new Float64Array(D * D);
  for (let i = 0; i < D; i++) vectors[i * D + i] = 1;
  return gaussianDenoiser({
    mean: new Float64Array(D).fill(mean),
    covariance: { values: new Float64Array(D).fill(variance), vectors },
  });
};

describe("refinement of a phantom", () => {
  it("the result has the projected coordinates of the phantom, whatever the denoiser says of them", () => {
    for (const denoise of [wild, diagonal(2, 5), diagonal(0, -3)]) {
      for (const sigma of [0.01, 0.5, 3]) {
        const refined = refine(image, { denoise, projection }, { sigma, steps: 6 }, rng(`kept|${sigma}`));
        const kept = projection.apply(image);
        projection.apply(refined).forEach((value, i) => {
          expect(value).toBeCloseTo(kept[i]!, 9);
        });
      }
    }
  });
  it("draws the complement from the denoiser's law where the noise drowns the phantom (mean and variance within 5 standard errors of 2000 draws, and 3 % for 40 steps)", () => {
    const prior = { denoise: diagonal(0.25, 1), projection };
    const n = 2000;
    const free = Float64Array.from({ length: D }, () => random.normal());
    const inside = projection.lift(projection.apply(free));
    const direction = free.map((value, i) => value - inside[i]!);
    const norm = Math.hypot(...direction);
    const along = (x: Float64Array) => x.reduce((sum, value, i) => sum + (value * direction[i]!) / norm, 0);
    const draws = Array.from({ length: n }, (_, i) =>
      along(refine(image, prior, { sigma: 40, steps: 40 }, rng(`law|${i}`))),
    );
    const mean = draws.reduce((a, b) => a + b, 0) / n;
    const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
    const expected = along(new Float64Array(D).fill(1));
    expect(Math.abs(mean - expected)).toBeLessThan(0.03 + (5 * 0.5) / Math.sqrt(n));
    expect(Math.abs(variance / 0.25 - 1)).toBeLessThan(0.03 + 5 * Math.sqrt(2 / n));
  });
  it("leaves the phantom nearly as it is where there is hardly noise", () => {
    const refined = refine(image, { denoise: diagonal(1, 0), projection }, { sigma: 1e-4, steps: 3 }, rng(1));
    refined.forEach((value, i) => {
      expect(value).toBeCloseTo(image[i]!, 2);
    });
  });
  it("is the same again from the same randomness, and another from other", () => {
    const at = (seed: number) =>
      refine(image, { denoise: wild, projection }, { sigma: 1, steps: 4 }, rng(seed));
    expect(at(7)).toEqual(at(7));
    expect(at(7)).not.toEqual(at(8));
  });
});
