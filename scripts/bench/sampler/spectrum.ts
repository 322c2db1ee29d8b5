import type { Feature } from "../../../generators/feature-mean.ts";

/** Upper limits of the bands, cosine frequency √(k² + l²). */
const BANDS = [2, 4, 8, 16, 32, Number.POSITIVE_INFINITY];

/**
 * Log energy of an image of `side` × `side` pixels in six bands of spatial frequency (orthonormal cosine transform):
 * a feature of its texture that no linear statistic holds.
 */
export const spectrum = (side: number): Feature => {
  const cosines = Float64Array.from({ length: side * side }, (_, at) => {
    const [k, n] = [Math.floor(at / side), at % side];
    return Math.cos((Math.PI * (n + 0.5) * k) / side) * Math.sqrt((k === 0 ? 1 : 2) / side);
  });
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
  const transform = (x: Float64Array) => timesRight(cosines, timesLeft(cosines, x, side), side);
  return {
    inputs: side * side,
    outputs: BANDS.length,
    value: x => energies(transform(x)).map(energy => Math.log(energy / (side * side))),
    // d log E / dc = 2c/E, and the transform is orthonormal: its transpose brings the gradient back.
    pull: (x, v) => {
      const coefficients = transform(x);
      const energy = energies(coefficients);
      const gradient = coefficients.map((value, at) => (2 * value * v[band[at]!]!) / energy[band[at]!]!);
      const transposed = transpose(cosines, side);
      return timesRight(transposed, timesLeft(transposed, gradient, side), side);
    },
  };
};

/** C x, then (·) Cᵀ: rows of x are image rows. */
const timesLeft = (c: Float64Array, x: Float64Array, side: number): Float64Array => {
  const out = new Float64Array(side * side);
  for (let k = 0; k < side; k++)
    for (let n = 0; n < side; n++) {
      const weight = c[k * side + n]!;
      for (let i = 0; i < side; i++) out[k * side + i] = out[k * side + i]! + weight * x[n * side + i]!;
    }
  return out;
};

const timesRight = (c: Float64Array, x: Float64Array, side: number): Float64Array => {
  const out = new Float64Array(side * side);
  for (let j = 0; j < side; j++)
    for (let k = 0; k < side; k++) {
      let sum = 0;
      for (let n = 0; n < side; n++) sum += x[j * side + n]! * c[k * side + n]!;
      out[j * side + k] = sum;
    }
  return out;
};

const transpose = (c: Float64Array, side: number): Float64Array =>
  Float64Array.from({ length: side * side }, (_, at) => c[(at % side) * side + Math.floor(at / side)]!);
