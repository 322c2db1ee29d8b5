import { InvalidRequest } from "../src/errors.ts";

/** Noise levels from the largest down to exactly 0, in the units of the space that is sampled. */
export type Schedule = Float64Array;

/**
 * Karras schedule: σ_i = (σmax^{1/ρ} + i/(n−1)·(σmin^{1/ρ} − σmax^{1/ρ}))^ρ, then 0.
 *
 * @param steps  number of solver steps, ≥ 1; the schedule has steps + 1 levels
 * @source       Karras et al. 2022, eq. (5), arXiv:2206.00364 (ρ = 7)
 */
export const karras = (
  steps: number,
  range: { readonly max: number; readonly min: number },
  rho = 7,
): Schedule => {
  if (!Number.isInteger(steps) || steps < 1)
    throw new InvalidRequest(`steps must be a whole number ≥ 1; got ${steps}`);
  if (!(range.max >= range.min && range.min > 0))
    throw new InvalidRequest(`schedule needs max ≥ min > 0; got ${range.max}, ${range.min}`);
  const from = range.max ** (1 / rho);
  const to = range.min ** (1 / rho);
  const levels = new Float64Array(steps + 1);
  for (let i = 0; i < steps; i++)
    levels[i] = (from + (steps === 1 ? 0 : i / (steps - 1)) * (to - from)) ** rho;
  return levels;
};
