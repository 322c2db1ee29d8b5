import type { Feature } from "../../../generators/feature-mean.ts";
import { cosine } from "../../../generators/labelled/cosine.ts";

/** Upper limits of the bands, cosine frequency √(k² + l²). */
const BANDS = [2, 4, 8, 16, 32, Number.POSITIVE_INFINITY];

/**
 * Log energy of an image of `side` × `side` pixels in six bands of spatial frequency (orthonormal cosine transform):
 * a feature of its texture that no linear statistic holds.
 */
export const spectrum = (side: number): Feature => {
  const { forward, inverse } = cosine(side);
  const band = Uint8Array.from({ length: side * side }, (_, at) =>
    BANDS.findIndex(limit => Math.hypot(Math.floor(at / side), at % side) < limit),
  );
  const energies = (coefficients: Float64Array): Float64Array => {
    const out = new Float64Array(BANDS.length).fill(1e-12);
    coefficients.forEach((value, at) => {
      out[band[at]!] = out[band[at]!]! + value * value;
    });
    return out;
  };
  return {
    inputs: side * side,
    outputs: BANDS.length,
    value: x => energies(forward(x)).map(energy => Math.log(energy / (side * side))),
    // d log E / dc = 2c/E, and the transform is orthonormal: its transpose brings the gradient back.
    pull: (x, v) => {
      const coefficients = forward(x);
      const energy = energies(coefficients);
      const gradient = coefficients.map((value, at) => (2 * value * v[band[at]!]!) / energy[band[at]!]!);
      return inverse(gradient);
    },
  };
};
