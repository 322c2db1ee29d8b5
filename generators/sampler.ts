import type { Rng } from "../src/math/rng.ts";
import type { Denoiser } from "./denoiser.ts";
import type { Schedule } from "./schedule.ts";
import type { Solver } from "./solver.ts";

/** schedule × denoiser × solver: what turns noise into a draw, shared by every modality. */
export interface Sampler {
  readonly schedule: Schedule;
  readonly solver: Solver;
  readonly denoise: Denoiser;
}

/** A draw of dimension k: pure noise at the first level of the schedule, solved down to 0. */
export const draw = (sampler: Sampler, k: number, rng: Rng): Float64Array => {
  const start = Float64Array.from({ length: k }, () => sampler.schedule[0]! * rng.normal());
  return decode(sampler, start, rng);
};

/** Solves from the first noise level down to 0. */
export const decode = (
  { schedule, solver, denoise }: Sampler,
  noisy: Float64Array,
  rng: Rng,
): Float64Array => {
  let x = noisy;
  for (let i = 0; i + 1 < schedule.length; i++) x = solver(x, schedule[i]!, schedule[i + 1]!, denoise, rng);
  return x;
};

/**
 * Solves a clean point up to the first noise level: the deterministic latent of the probability-flow ODE. `solver`
 * must be deterministic (ddim, heun).
 *
 * @source Su et al. 2023, Dual Diffusion Implicit Bridges, arXiv:2203.08382: encode under one law, decode under another
 */
export const encode = (
  { schedule, solver, denoise }: Sampler,
  clean: Float64Array,
  rng: Rng,
): Float64Array => {
  let x = clean;
  for (let i = schedule.length - 1; i > 0; i--) x = solver(x, schedule[i]!, schedule[i - 1]!, denoise, rng);
  return x;
};
