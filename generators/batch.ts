import type { Rng } from "../src/math/rng.ts";
import type { Denoiser } from "./denoiser.ts";
import { type Guidance, steer } from "./guidance.ts";
import { draw, type Sampler } from "./sampler.ts";

/**
 * Draws that are steered together. A batch is its draws one after another in one array, so that solvers, schedules and
 * `steer` take it as they take one draw; the guidance alone sees where one ends.
 *
 * @param sampler    of one draw
 * @param count      draws, ≥ 1, each of `dimension` numbers
 * @param guide      acts on count × dimension numbers, row-major; asked once more at σ = 0 of what was drawn
 * @returns          `count` draws
 */
export const drawBatch = (
  sampler: Sampler,
  { count, dimension }: { readonly count: number; readonly dimension: number },
  guide: Guidance,
  rng: Rng,
): readonly Float64Array[] => {
  const denoise = steer(eachOf(sampler.denoise, dimension), guide);
  const drawn = draw({ ...sampler, denoise }, count * dimension, rng);
  const settled = guide(drawn, drawn, 0);
  return Array.from({ length: count }, (_, b) => settled.slice(b * dimension, (b + 1) * dimension));
};

/** A denoiser of one draw, for every draw of a batch. */
export const eachOf =
  (denoise: Denoiser, dimension: number): Denoiser =>
  (batch, sigma) => {
    const out = new Float64Array(batch.length);
    for (let at = 0; at < batch.length; at += dimension)
      out.set(denoise(batch.subarray(at, at + dimension), sigma), at);
    return out;
  };
