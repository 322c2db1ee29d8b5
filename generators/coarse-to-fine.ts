import { InvalidRequest } from "../src/errors.ts";
import type { Projection } from "../src/math/projection.ts";
import type { Rng } from "../src/math/rng.ts";
import type { Denoiser } from "./denoiser.ts";
import { decode, type Sampler } from "./sampler.ts";

/** A cheaper denoiser of a projection of the draw, trusted down to a noise level. */
export interface Coarse {
  readonly projection: Projection;
  /** E[P x₀ | P x]; the noise on P x has the same σ, as the rows of P are orthonormal. */
  readonly denoise: Denoiser;
  /** Noise level at which the full space takes over: well above the spread of what the projection leaves out. */
  readonly until: number;
}

/**
 * Solves the high noise levels in a coarse projection and the rest in full: where noise drowns detail, detail goes
 * from noise to what the full denoiser expects of it in one straight step, and only the coarse part needs solving.
 *
 * @param noisy  a draw at the first level of the schedule, of the full dimension
 * @guarantee    the full solver's draw, where detail has no spread of its own and does not bear on the coarse part
 * @source       the idea, on tokens: Sun et al. 2026, Just-in-Time, arXiv:2603.10744
 */
export const coarseToFine = (
  { schedule, solver, denoise }: Sampler,
  { projection, denoise: coarse, until }: Coarse,
  noisy: Float64Array,
  rng: Rng,
): Float64Array => {
  const at = schedule.findIndex(level => level <= until);
  if (at < 1 || at + 1 >= schedule.length)
    throw new InvalidRequest("the coarse stage must end between the first and the last level above 0");
  const level = schedule[at]!;
  const solved = decode(
    { schedule: schedule.subarray(0, at + 1), solver, denoise: coarse },
    projection.apply(noisy),
    rng,
  );
  const share = level / schedule[0]!;
  const noise = detailOf(projection, noisy).map(value => share * value);
  const lifted = projection.lift(solved);
  const rough = lifted.map((value, i) => value + noise[i]!);
  const expected = detailOf(projection, denoise(rough, level));
  return decode(
    { schedule: schedule.subarray(at), solver, denoise },
    rough.map((value, i) => value + (1 - share) * expected[i]!),
    rng,
  );
};

/** What a projection leaves out of x. */
const detailOf = (projection: Projection, x: Float64Array): Float64Array => {
  const kept = projection.lift(projection.apply(x));
  return x.map((value, i) => value - kept[i]!);
};
