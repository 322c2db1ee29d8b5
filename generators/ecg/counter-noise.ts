import type { Rng } from "../../src/math/rng.ts";

/** Standard deviation of the sum of four bytes. */
export const BYTES_SIGMA = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/**
 * Muscle noise: means of two neighbours in a nearly Gaussian white sequence, sums of the bytes of a 32-bit counter's hash,
 * forty thousand a recording, for which the splittable generator would take most of the rendering time.
 *
 * @source  mulberry32 (T. Ettinger, public domain)
 */
export interface Counter {
  readonly start: number;
  /** Millivolts a unit of two neighbours' sum. */
  readonly scale: number;
}

export const COUNTER_STEP = 0x6d2b79f5;

export const counterOf = (sigma: number, rng: Rng): Counter => ({
  start: sigma === 0 ? 0 : (rng.integer(2 ** 32) + COUNTER_STEP) | 0,
  scale: (sigma * Math.SQRT1_2) / BYTES_SIGMA,
});

/** Sum of the four bytes of a counter's hash, less its mean. */
export const byteSum = (state: number): number => {
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  t ^= t >>> 14;
  const pairs = (t & 0xff00ff) + ((t >>> 8) & 0xff00ff);
  return (pairs & 0xffff) + (pairs >>> 16) - 510;
};

export const fillNoise = (out: Float64Array, sigma: number, rng: Rng): void => {
  const { start, scale } = counterOf(sigma, rng);
  let state = start;
  let previous = byteSum(state);
  for (let n = 0; n < out.length; n++) {
    state = (state + COUNTER_STEP) | 0;
    const next = byteSum(state);
    out[n] = scale * (previous + next);
    previous = next;
  }
};
