import type { Rng } from "../src/math/rng.ts";
import type { Denoiser } from "./denoiser.ts";

/** One step of x from noise level `from` to `to`. Stateless: a step knows where it is by its arguments. */
export type Solver = (x: Float64Array, from: number, to: number, denoise: Denoiser, rng: Rng) => Float64Array;

/** dx/dσ of the probability-flow ODE, (x − D(x, σ))/σ; 0 at σ = 0, its limit for a smooth density. */
const drift = (x: Float64Array, sigma: number, denoise: Denoiser): Float64Array => {
  if (sigma === 0) return new Float64Array(x.length);
  const x0 = denoise(x, sigma);
  return x.map((value, i) => (value - x0[i]!) / sigma);
};

/** First-order solver of the probability-flow ODE: DDIM. Source: Song et al. 2021, arXiv:2010.02502. */
export const ddim: Solver = (x, from, to, denoise) => {
  const slope = drift(x, from, denoise);
  return x.map((value, i) => value + (to - from) * slope[i]!);
};

/** Second-order solver of the probability-flow ODE. Source: Karras et al. 2022, Algorithm 1, arXiv:2206.00364. */
export const heun: Solver = (x, from, to, denoise) => {
  const first = drift(x, from, denoise);
  const predicted = x.map((value, i) => value + (to - from) * first[i]!);
  const second = drift(predicted, to, denoise);
  return x.map((value, i) => value + 0.5 * (to - from) * (first[i]! + second[i]!));
};

/**
 * Exact ancestral step for a Gaussian-posterior approximation: x_to ~ N(x̂₀ + (to²/from²)(x − x̂₀), to²(1 − to²/from²)).
 * Source: Ho et al. 2020 (arXiv:2006.11239) in the variance-exploding form.
 */
export const ancestral: Solver = (x, from, to, denoise, rng) => {
  const x0 = denoise(x, from);
  const ratio = (to * to) / (from * from);
  const spread = to * Math.sqrt(Math.max(0, 1 - ratio));
  return x.map((value, i) => x0[i]! + ratio * (value - x0[i]!) + spread * rng.normal());
};
