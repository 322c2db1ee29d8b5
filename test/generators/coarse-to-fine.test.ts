import { describe, expect, it } from "vitest";
import { coarseToFine } from "../../generators/coarse-to-fine.ts";
import { type Denoiser, type Gaussian, gaussianDenoiser } from "../../generators/denoiser.ts";
import { decode } from "../../generators/sampler.ts";
import { karras } from "../../generators/schedule.ts";
import { ddim, heun } from "../../generators/solver.ts";
import { eigenSymmetric } from "../../src/math/eigen.ts";
import { blockMeans } from "../../src/math/projection.ts";
import { rng } from "../../src/math/rng.ts";

const SIDE = 8;
const D = SIDE * SIDE;
const projection = blockMeans(SIDE, 2);
const K = projection.outputs;
const schedule = karras(24, { max: 40, min: 0.02 });

/** Block means that vary smoothly, one factor and a little of each; detail with a mean and a spread of its own. */
const coarseCovariance = Float64Array.from({ length: K * K }, (_, at) => {
  const [i, j] = [Math.floor(at / K), at % K];
  const distance = Math.hypot((i % 4) - (j % 4), Math.floor(i / 4) - Math.floor(j / 4));
  return Math.exp(-distance / 2);
});
const coarseLaw: Gaussian = {
  mean: Float64Array.from({ length: K }, (_, i) => Math.cos(i)),
  covariance: eigenSymmetric(coarseCovariance, K),
};
const lawWith = (detailSpread: number): Gaussian => {
  const covariance = new Float64Array(D * D);
  for (let i = 0; i < D; i++) {
    const unit = new Float64Array(D);
    unit[i] = 1;
    const coarse = projection.lift(projection.apply(unit));
    const smooth = multiplied(projection.apply(unit));
    const lifted = projection.lift(smooth);
    for (let j = 0; j < D; j++)
      covariance[i * D + j] = lifted[j]! + detailSpread ** 2 * (unit[j]! - coarse[j]!);
  }
  const pattern = Float64Array.from({ length: D }, (_, i) => (i % 2 === 0 ? 0.4 : -0.4));
  const base = projection.lift(coarseLaw.mean);
  return { mean: base.map((value, i) => value + pattern[i]!), covariance: eigenSymmetric(covariance, D) };
};
const multiplied = (z: Float64Array): Float64Array =>
  Float64Array.from({ length: K }, (_, i) =>
    z.reduce((sum, value, j) => sum + coarseCovariance[i * K + j]! * value, 0),
  );

const starts = Array.from({ length: 12 }, (_, i) => {
  const random = rng(`start ${i}`);
  return Float64Array.from({ length: D }, () => schedule[0]! * random.normal());
});
const counted = (denoise: Denoiser) => {
  const calls = { count: 0 };
  const wrapped: Denoiser = (x, sigma) => {
    calls.count++;
    return denoise(x, sigma);
  };
  return { calls, wrapped };
};
/** Root mean square over draws and pixels between the two ways from the same noise. */
const deviation = (detailSpread: number, until: number): number => {
  const denoise = gaussianDenoiser(lawWith(detailSpread));
  const sampler = { schedule, solver: heun, denoise };
  const coarse = { projection, denoise: gaussianDenoiser(coarseLaw), until };
  const squares = starts.map(x => {
    const full = decode(sampler, x, rng("f"));
    const fast = coarseToFine(sampler, coarse, x, rng("c"));
    return full.reduce((sum, value, i) => sum + (value - fast[i]!) ** 2, 0) / D;
  });
  return Math.sqrt(squares.reduce((a, b) => a + b) / squares.length);
};

describe("coarse-to-fine", () => {
  it("the full solver's draw, where detail has no spread of its own and does not bear on the coarse part", () => {
    for (const until of [10, 1, 0.2]) expect(deviation(0, until)).toBeLessThan(1e-3);
  });

  it("deviates the less, the further detail lies below the noise where it is taken in", () => {
    const ladder = [8, 3, 1].map(until => deviation(0.3, until));
    expect(ladder[0]!).toBeLessThan(0.25 * ladder[1]!);
    expect(ladder[1]!).toBeLessThan(0.4 * ladder[2]!);
    expect(ladder[0]!).toBeLessThan(0.01 * 0.3);
  });

  it("asks the full denoiser for the lower levels only, and once more for the detail it starts with", () => {
    const { calls, wrapped } = counted(gaussianDenoiser(lawWith(0.3)));
    const sampler = { schedule, solver: ddim, denoise: wrapped };
    coarseToFine(
      sampler,
      { projection, denoise: gaussianDenoiser(coarseLaw), until: 2 },
      starts[0]!,
      rng("n"),
    );
    const below = schedule.filter(level => level <= 2).length - 1;
    expect(calls.count).toBe(below + 1);
  });

  it("has the full law's mean and spread of detail (400 draws, 6 standard errors)", () => {
    const law = lawWith(0.3);
    const sampler = { schedule, solver: heun, denoise: gaussianDenoiser(law) };
    const coarse = { projection, denoise: gaussianDenoiser(coarseLaw), until: 2 };
    const random = rng("law");
    const detail = Array.from({ length: 400 }, () => {
      const x = coarseToFine(
        sampler,
        coarse,
        Float64Array.from({ length: D }, () => schedule[0]! * random.normal()),
        random,
      );
      const kept = projection.lift(projection.apply(x));
      return x.map((value, i) => value - kept[i]!);
    });
    const pixel = detail.map(x => x[5]!);
    const mean = pixel.reduce((a, b) => a + b) / pixel.length;
    const spread = Math.sqrt(pixel.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixel.length);
    // A block of four less its mean keeps three quarters of each pixel's variance.
    const want = 0.3 * Math.sqrt(0.75);
    expect(Math.abs(mean + 0.4)).toBeLessThan((6 * want) / 20);
    expect(Math.abs(spread - want)).toBeLessThan((6 * want) / Math.sqrt(800) + 0.05 * want);
  });

  it("a stage that would end outside the schedule is refused", () => {
    const sampler = { schedule, solver: heun, denoise: gaussianDenoiser(lawWith(0)) };
    for (const until of [100, 1e-4])
      expect(() =>
        coarseToFine(
          sampler,
          { projection, denoise: gaussianDenoiser(coarseLaw), until },
          starts[0]!,
          rng("x"),
        ),
      ).toThrow(/between the first and the last level/);
  });
});
