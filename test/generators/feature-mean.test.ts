import { describe, expect, it } from "vitest";
import { drawBatch, eachOf } from "../../generators/batch.ts";
import { gaussianDenoiser, mixtureDenoiser } from "../../generators/denoiser.ts";
import { type Feature, towardMean } from "../../generators/feature-mean.ts";
import { draw } from "../../generators/sampler.ts";
import { karras } from "../../generators/schedule.ts";
import { heun } from "../../generators/solver.ts";
import { eigenSymmetric } from "../../src/math/eigen.ts";
import { rng } from "../../src/math/rng.ts";

const D = 6;
const unit = eigenSymmetric(
  Float64Array.from({ length: D * D }, (_, i) => (i % (D + 1) === 0 ? 1 : 0)),
  D,
);
const prior = gaussianDenoiser({ mean: new Float64Array(D), covariance: unit });
const sampler = { schedule: karras(18, { max: 40, min: 0.02 }), solver: heun, denoise: prior };

/** Energy of the first three coordinates, a saturating slope, and a product: none is linear. */
const feature: Feature = {
  inputs: D,
  outputs: 3,
  value: x =>
    Float64Array.of((x[0]! ** 2 + x[1]! ** 2 + x[2]! ** 2) / 3, Math.tanh(2 * x[3]!), x[4]! * x[5]!),
  pull: (x, v) => {
    const slope = 2 * (1 - Math.tanh(2 * x[3]!) ** 2);
    return Float64Array.of(
      ((2 * x[0]!) / 3) * v[0]!,
      ((2 * x[1]!) / 3) * v[0]!,
      ((2 * x[2]!) / 3) * v[0]!,
      slope * v[1]!,
      x[5]! * v[2]!,
      x[4]! * v[2]!,
    );
  },
};
const released = { mean: Float64Array.of(1.8, 0.35, 0.5), noise: 0.04 };
const tolerance = Math.sqrt(3) * released.noise;
const B = 200;

const meanOf = (rows: readonly Float64Array[]): Float64Array =>
  rows
    .map(feature.value)
    .reduce((a, b) => a.map((value, i) => value + b[i]!))
    .map(value => value / rows.length);
const residual = (rows: readonly Float64Array[]): number =>
  Math.hypot(...meanOf(rows).map((value, i) => value - released.mean[i]!));
const spread = (values: readonly number[]): number => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};
const spreads = (rows: readonly Float64Array[]): readonly number[] =>
  Array.from({ length: D }, (_, i) => spread(rows.map(x => x[i]!)));

const batchOf = (guide: Parameters<typeof drawBatch>[2], seed: string) =>
  drawBatch(sampler, { count: B, dimension: D }, guide, rng(seed));

describe("guidance of a batch to a released mean of a feature that is not linear", () => {
  const free = batchOf(x0 => x0, "batch");
  const steered = batchOf(towardMean(feature, released), "batch");

  it("at σ = 0 the batch's mean is within the tolerance, wherever descent from the batch can reach it", () => {
    expect(residual(free)).toBeGreaterThan(5 * tolerance);
    for (const seed of ["batch", "a", "b", "c"])
      expect(residual(batchOf(towardMean(feature, released), seed))).toBeLessThanOrEqual(tolerance);
  });

  it("stops at the tolerance: the noise of the release is not fitted", () => {
    expect(residual(steered)).toBeGreaterThan(0.8 * tolerance);
  });

  it("leaves the draws of a batch different: no coordinate loses a fifth of its spread, where steering each draw by itself leaves less than a tenth of the energy's", () => {
    const before = spreads(free);
    spreads(steered).forEach((after, i) => {
      expect(after).toBeGreaterThan(0.8 * before[i]!);
    });
    const energy = (rows: readonly Float64Array[]) => spread(rows.map(x => feature.value(x)[0]!));
    expect(energy(steered)).toBeGreaterThan(energy(free));
    const alone = Array.from(
      { length: B },
      (_, b) =>
        drawBatch(sampler, { count: 1, dimension: D }, towardMean(feature, released), rng(`one ${b}`))[0]!,
    );
    expect(residual(alone)).toBeLessThan(2 * tolerance);
    expect(energy(alone)).toBeLessThan(0.1 * energy(free));
  });

  it("a batch within the tolerance is returned as it is", () => {
    const x = Float64Array.from({ length: B * D }, (_, i) => Math.sin(i));
    const rows = Array.from({ length: B }, (_, b) => x.slice(b * D, (b + 1) * D));
    const near = { mean: meanOf(rows).map(value => value + 0.01), noise: 0.02 };
    for (const sigma of [0, 0.3, 5]) expect(towardMean(feature, near)(x, x, sigma)).toBe(x);
  });

  it("moves a batch little where noise is high, as features of a blurred estimate say little", () => {
    const x = Float64Array.from({ length: B * D }, (_, i) => Math.sin(i));
    const moved = (sigma: number) => {
      const to = towardMean(feature, released)(x, x, sigma);
      return Math.hypot(...to.map((value, i) => value - x[i]!));
    };
    expect(moved(20)).toBeLessThan(0.02 * moved(0));
    expect(moved(1)).toBeLessThan(moved(0));
  });

  it("on a prior with two modes the draws stay in the modes: the share of each moves, not their places", () => {
    const narrow = eigenSymmetric(Float64Array.of(0.04), 1);
    const modes = mixtureDenoiser([
      { weight: 1, mean: Float64Array.of(-1), covariance: narrow },
      { weight: 1, mean: Float64Array.of(1), covariance: narrow },
    ]);
    const sign: Feature = {
      inputs: 1,
      outputs: 1,
      value: x => Float64Array.of(Math.tanh(3 * x[0]!)),
      pull: (x, v) => Float64Array.of(3 * (1 - Math.tanh(3 * x[0]!) ** 2) * v[0]!),
    };
    const guide = towardMean(sign, { mean: Float64Array.of(0.3), noise: 0.05 });
    const rows = drawBatch({ ...sampler, denoise: modes }, { count: 300, dimension: 1 }, guide, rng("modes"));
    const upper = rows.filter(x => x[0]! > 0).length / rows.length;
    expect(upper).toBeGreaterThan(0.58);
    const apart = rows.filter(x => Math.abs(Math.abs(x[0]!) - 1) < 0.7).length / rows.length;
    expect(apart).toBeGreaterThan(0.97);
  });

  it("a mean of another length than the feature's is refused", () => {
    expect(() => towardMean(feature, { mean: Float64Array.of(1), noise: 1 })).toThrow(/does not fit/);
  });
});

describe("a batch without guidance", () => {
  it("is drawn as one long draw is, each draw denoised by itself", () => {
    const rows = batchOf(x0 => x0, "same");
    const whole = draw({ ...sampler, denoise: eachOf(prior, D) }, B * D, rng("same"));
    expect(rows.flatMap(row => Array.from(row))).toEqual(Array.from(whole));
  });
});
