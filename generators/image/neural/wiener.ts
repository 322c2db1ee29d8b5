import { cosines } from "../../../src/math/cosines.ts";
import type { Denoiser } from "../../denoiser.ts";
import { DIMENSION, SIDE } from "../canonical.ts";

/** Films as a Gaussian: a mean film, and independent cosine coefficients about it; both 64 × 64, row-major. */
export interface FilmLaw {
  readonly mean: ArrayLike<number>;
  /** Variance of the coefficient of vertical frequency i and horizontal frequency j, at i · 64 + j. */
  readonly variance: ArrayLike<number>;
}

const BASIS = cosines(SIDE);
const INVERSE = BASIS.map((_, at) => BASIS[(at % SIDE) * SIDE + Math.floor(at / SIDE)]!);

/**
 * E[x₀ | x] of that Gaussian: each coefficient about the mean is shrunk by λ/(λ + σ²).
 *
 * @guarantee the closed-form denoiser of a Gaussian whose covariance is diagonal in the cosine basis
 */
export const wiener =
  ({ mean, variance }: FilmLaw): Denoiser =>
  (x, sigma) => {
    const noise = sigma * sigma;
    const coefficients = transformed(
      x.map((value, i) => value - mean[i]!),
      BASIS,
    );
    for (let i = 0; i < DIMENSION; i++) {
      const share = variance[i]! / (variance[i]! + noise);
      coefficients[i] = coefficients[i]! * (noise === 0 ? 1 : share);
    }
    return transformed(coefficients, INVERSE).map((value, i) => value + mean[i]!);
  };

/** Root mean square of x₀ − E[x₀ | x] a pixel under that law. */
export const wienerError = ({ variance }: FilmLaw, sigma: number): number => {
  const noise = sigma * sigma;
  let sum = 0;
  for (let i = 0; i < DIMENSION; i++) sum += (variance[i]! * noise) / (variance[i]! + noise || 1);
  return Math.sqrt(sum / DIMENSION);
};

/** M X Mᵀ for a 64 × 64 matrix M of rows. */
const transformed = (x: Float64Array, matrix: Float64Array): Float64Array =>
  turned(turned(x, matrix), matrix);

/** (M X)ᵀ: applied twice it gives M X Mᵀ. */
const turned = (x: Float64Array, matrix: Float64Array): Float64Array => {
  const out = new Float64Array(DIMENSION);
  const row = new Float64Array(SIDE);
  for (let k = 0; k < SIDE; k++) {
    row.fill(0);
    for (let n = 0; n < SIDE; n++) {
      const weight = matrix[k * SIDE + n]!;
      for (let j = 0; j < SIDE; j++) row[j] = row[j]! + weight * x[n * SIDE + j]!;
    }
    for (let j = 0; j < SIDE; j++) out[j * SIDE + k] = row[j]!;
  }
  return out;
};
