import { describe, expect, it } from "vitest";
import { type Gaussian, gaussianDenoiser, mixtureDenoiser } from "../../../generators/denoiser.ts";
import { type FilmComponent, filmDenoiser, projected } from "../../../scripts/bench/sampler/film-law.ts";
import { spectrum } from "../../../scripts/bench/sampler/spectrum.ts";
import { eigenSymmetric } from "../../../src/math/eigen.ts";
import { orthonormalise } from "../../../src/math/linalg.ts";
import { blockMeans } from "../../../src/math/projection.ts";
import { rng } from "../../../src/math/rng.ts";

const D = 16;
const component = (seed: string): FilmComponent => {
  const random = rng(seed);
  const normal = (length: number) => Float64Array.from({ length }, () => random.normal());
  return {
    mean: normal(D),
    basis: orthonormalise(normal(3 * D), 3, D),
    values: Float64Array.of(4, 1, 0.5),
    rest: 0.2,
  };
};
const dense = ({ mean, basis, values, rest }: FilmComponent): Gaussian => {
  const d = mean.length;
  const covariance = Float64Array.from({ length: d * d }, (_, at) => {
    const [i, j] = [Math.floor(at / d), at % d];
    return (
      values.reduce((sum, value, r) => sum + value * basis[r * d + i]! * basis[r * d + j]!, 0) +
      (i === j ? rest : 0)
    );
  });
  return { mean, covariance: eigenSymmetric(covariance, d) };
};
const near = (a: Float64Array, b: Float64Array) =>
  a.forEach((value, i) => {
    expect(value).toBeCloseTo(b[i]!, 8);
  });

describe("the low-rank denoiser of films", () => {
  const law = [component("a"), component("b")];
  const x = Float64Array.from({ length: D }, (_, i) => 2 * Math.sin(i));
  it("is the denoiser of the same mixture with dense covariances", () => {
    const same = mixtureDenoiser(law.map(each => ({ ...dense(each), weight: 1 })));
    for (const sigma of [0.1, 1, 10]) near(filmDenoiser(law)(x, sigma), same(x, sigma));
  });
  it("projected, is the denoiser of P Σ Pᵀ", () => {
    const projection = blockMeans(4, 2);
    const { mean, covariance } = dense(law[0]!);
    const of = (i: number, j: number) =>
      covariance.values.reduce(
        (sum, value, m) =>
          sum +
          value *
            projection.apply(covariance.vectors.slice(m * D, (m + 1) * D))[i]! *
            projection.apply(covariance.vectors.slice(m * D, (m + 1) * D))[j]!,
        0,
      );
    const small = Float64Array.from({ length: 16 }, (_, at) => of(Math.floor(at / 4), at % 4));
    const want = gaussianDenoiser({ mean: projection.apply(mean), covariance: eigenSymmetric(small, 4) });
    const z = Float64Array.of(1, -2, 0.5, 3);
    for (const sigma of [0.1, 1, 10])
      near(filmDenoiser([projected(law[0]!, projection)])(z, sigma), want(z, sigma));
  });
});

describe("the spectrum of an image", () => {
  const feature = spectrum(8);
  const random = rng("spectrum");
  const x = Float64Array.from({ length: 64 }, () => random.normal());
  it("holds all energy: the bands of white noise sum to its mean square", () => {
    const sum = feature.value(x).reduce((total, log) => total + Math.exp(log), 0);
    expect(sum).toBeCloseTo(x.reduce((total, value) => total + value * value, 0) / 64, 6);
  });
  it("pulls back what finite differences say", () => {
    // Bands beyond an 8 × 8 image's highest frequency hold the floor and no gradient.
    const v = Float64Array.of(1, -2, 0.5, 0.3, 0, 0);
    const gradient = feature.pull(x, v);
    for (const i of [0, 9, 33, 63]) {
      const at = (step: number) => {
        const moved = x.slice();
        moved[i] = moved[i]! + step;
        return feature.value(moved).reduce((sum, value, k) => sum + value * v[k]!, 0);
      };
      expect(gradient[i]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
    }
  });
});
