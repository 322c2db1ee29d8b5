import { InvalidRequest } from "../src/errors.ts";
import { lbfgs } from "../src/math/lbfgs.ts";
import type { Guidance } from "./guidance.ts";

/** A differentiable feature of one draw. Must not write to its arguments. */
export interface Feature {
  readonly inputs: number;
  readonly outputs: number;
  /** φ(x). */
  value(x: Float64Array): Float64Array;
  /** Jᵀ(x) v, the gradient of v·φ at x. */
  pull(x: Float64Array, v: Float64Array): Float64Array;
}

/** What was released of a feature: its noisy mean, and the standard deviation of the noise on each number of it. */
export interface ReleasedMean {
  readonly mean: Float64Array;
  readonly noise: number;
}

/**
 * Guidance of a whole batch to a released mean of a feature that is not linear: the batch's mean of φ is moved into
 * ‖(1/B) Σ φ(x̂₀) − y‖² ≤ k s², what the known noise s alone would leave, and no further. All draws share one multiplier
 * of the residual, so they keep their differences; steering each draw to the mean would make them alike.
 *
 * At noise level σ only the share 1/(1 + (σ/spread)²) of the residual is taken away: a denoised estimate at high noise
 * is smoother than any draw, and features of it say little.
 *
 * @param spread  standard deviation of a coordinate of a clean draw, > 0
 * @guarantee     at σ = 0 the batch's mean is within the tolerance, wherever descent from the batch can reach it
 * @guarantee     a batch within the tolerance is returned as it is
 * @source        loss guidance on x̂₀: He et al. 2024, Manifold Preserving Guided Diffusion, arXiv:2311.16424;
 *                stopping at the noise: Morozov's discrepancy principle
 */
export const towardMean = (feature: Feature, released: ReleasedMean, spread = 1): Guidance => {
  const { inputs, outputs } = feature;
  if (released.mean.length !== outputs)
    throw new InvalidRequest(
      `a mean of ${released.mean.length} numbers does not fit a feature of ${outputs}`,
    );
  const tolerance = Math.sqrt(outputs) * released.noise;
  return (x0, _, sigma) => {
    const draws = x0.length / inputs;
    const first = norm(residual(feature, x0, released.mean));
    const left = first * (1 - 1 / (1 + (sigma / spread) ** 2));
    if (first <= tolerance) return x0;
    const aim = Math.max(INSIDE * tolerance, left);
    const loss = (x: Float64Array, gradient: Float64Array): number => {
      const r = residual(feature, x, released.mean);
      const size = norm(r);
      const excess = Math.max(0, size - aim);
      const v = r.map(value => (excess * value) / size);
      gradient.fill(0);
      for (let at = 0; excess > 0 && at < x.length; at += inputs)
        gradient.set(feature.pull(x.subarray(at, at + inputs), v), at);
      return (draws * excess * excess) / 2;
    };
    const flat = (1e-3 * Math.max(aim, 1e-9 * first)) / spread;
    return lbfgs(loss, x0, { tolerance: flat / draws, maxIterations: MOST_STEPS, memory: 5 }).x;
  };
};

/** Aiming a little inside the tolerance ends the descent at its edge in finitely many steps. */
const INSIDE = 0.95;
const MOST_STEPS = 60;

/** (1/B) Σ φ(x) − y over the draws of a batch. */
const residual = ({ inputs, value }: Feature, batch: Float64Array, mean: Float64Array): Float64Array => {
  const draws = batch.length / inputs;
  const out = mean.map(each => -each);
  for (let at = 0; at < batch.length; at += inputs) {
    const phi = value(batch.subarray(at, at + inputs));
    for (let i = 0; i < out.length; i++) out[i] = out[i]! + phi[i]! / draws;
  }
  return out;
};

const norm = (v: Float64Array): number => Math.sqrt(v.reduce((sum, value) => sum + value * value, 0));
