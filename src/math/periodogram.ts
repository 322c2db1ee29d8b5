import { bitReversed, realFft } from "./fft.ts";

/** Power of the frequencies k to `last` inclusive, k cycles a window: summed over all of them it is the variance. */
export type Powers = (first: number, last: number) => number;

/**
 * One-sided power of windows of `size` numbers, a power of two, under a Hann window.
 *
 * @returns  the powers of a window's numbers less `mean`
 */
export const periodogram = (size: number): ((window: ArrayLike<number>, mean: number) => Powers) => {
  const transform = realFft(size);
  const hann = Float64Array.from({ length: size }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size));
  const places = bitReversed(size / 2);
  const weighted = new Float64Array(size);
  // Mean square of the Hann window is 3/8; both signs of a frequency count.
  const scale = 2 / (size * size * 0.375);
  return (window, mean) => {
    for (let n = 0; n < size; n++) weighted[n] = hann[n]! * (window[n]! - mean);
    const { re, im } = transform.forward(weighted);
    return (first, last) => {
      let sum = 0;
      for (let k = Math.max(1, first); k <= last; k++) {
        const at = places[k]!;
        sum += re[at]! ** 2 + im[at]! ** 2;
      }
      return scale * sum;
    };
  };
};
