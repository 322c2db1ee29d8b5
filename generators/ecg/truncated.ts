import type { Rng } from "../../src/math/rng.ts";

/** Gaussian between limits: drawn again when outside, and uniform if that never ends. */
export const truncated = (centre: number, sigma: number, low: number, high: number, rng: Rng): number => {
  for (let i = 0; i < 40; i++) {
    const value = centre + sigma * rng.normal();
    if (value >= low && value <= high) return value;
  }
  return low + (high - low) * rng.uniform();
};
