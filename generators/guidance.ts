import type { Projection } from "../src/math/projection.ts";
import type { Denoiser } from "./denoiser.ts";

/** Moves a denoised estimate x̂₀ of a noisy x; same shape. */
export type Guidance = (x0: Float64Array, x: Float64Array, sigma: number) => Float64Array;

/** Steering is a wrapper: any denoiser, any guidance, no solver needs to know. */
export const steer =
  (denoise: Denoiser, guide: Guidance): Denoiser =>
  (x, sigma) =>
    guide(denoise(x, sigma), x, sigma);

/**
 * Steers from a reference law (what the prior says of these coordinates) to a target law (what was released of
 * them): x̂₀ + W_target(x) − W_reference(x). In scores: ∇log p₀ + ∇log p_target − ∇log p_reference.
 *
 * @guarantee  where the prior is the reference, the steered denoiser is exactly the target's
 */
export const toward =
  (target: Denoiser, reference: Denoiser): Guidance =>
  (x0, x, sigma) => {
    const to = target(x, sigma);
    const from = reference(x, sigma);
    return x0.map((value, i) => value + to[i]! - from[i]!);
  };

/**
 * A guidance that acts inside a projected space only: x̂₀ + P⁺[guide(P x̂₀, P x) − P x̂₀].
 *
 * @guarantee  the complement of the projected space is left as the prior's denoiser put it
 */
export const within =
  (projection: Projection, guide: Guidance): Guidance =>
  (x0, x, sigma) => {
    const projected = projection.apply(x0);
    const guided = guide(projected, projection.apply(x), sigma);
    const lifted = projection.lift(guided.map((value, i) => value - projected[i]!));
    return x0.map((value, i) => value + lifted[i]!);
  };
