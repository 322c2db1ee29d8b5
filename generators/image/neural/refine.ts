import type { Projection } from "../../../src/math/projection.ts";
import type { Rng } from "../../../src/math/rng.ts";
import type { Denoiser } from "../../denoiser.ts";
import { type Guidance, steer, within } from "../../guidance.ts";
import { decode } from "../../sampler.ts";
import { karras } from "../../schedule.ts";
import { ddim } from "../../solver.ts";

export interface Refinement {
  /** Noise level to which the phantom is taken, canonical units: the higher, the more of it is drawn anew. */
  readonly sigma: number;
  /** Denoising steps, one pass of the network each. */
  readonly steps: number;
}

/** Level below which noise is not seen in 8 bits of a film of unit variance. */
const LAST = 0.03;

/**
 * A phantom with its detail drawn anew by a denoiser of films: noise up to `sigma`, denoised in `steps`, while the
 * projected coordinates are held at those of the phantom, which carry what the release says.
 *
 * @param image      64 × 64, canonical (zero mean, unit variance), row-major; already steered
 * @param projection public map whose coordinates of `image` are kept
 * @returns          64 × 64; mean and variance are those of a film up to what the denoiser leaves open
 * @guarantee        the result has the projected coordinates of the phantom, whatever the denoiser says of them
 * @source           Meng et al. 2022, SDEdit, arXiv:2108.01073; Wang et al. 2023, DDNM, arXiv:2212.00490
 */
export const refine = (
  image: Float64Array,
  prior: { readonly denoise: Denoiser; readonly projection: Projection },
  { sigma, steps }: Refinement,
  rng: Rng,
): Float64Array => {
  const kept = prior.projection.apply(image);
  const denoise = steer(prior.denoise, within(prior.projection, holding(kept)));
  const noisy = image.map(value => value + sigma * rng.normal());
  const schedule = karras(steps, { max: sigma, min: Math.min(sigma, LAST) });
  return decode({ schedule, solver: ddim, denoise }, noisy, rng);
};

/** x̂₀ of the projected coordinates is known: what they were. */
const holding =
  (kept: Float64Array): Guidance =>
  () =>
    kept;
