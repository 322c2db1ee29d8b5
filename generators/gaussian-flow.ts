import { multiply, multiplyTransposed } from "../src/math/linalg.ts";
import type { Gaussian } from "./denoiser.ts";

/** A map from draws of one law to draws of another: same shape, must not write to x. */
export type Flow = (x: Float64Array) => Float64Array;

/**
 * The probability flow from N(0, I) to a Gaussian in closed form, μ + Σ^½ x: where `encode` under the first denoiser
 * and `decode` under the second arrive as the schedule grows finer and higher. No schedule, no solver.
 *
 * @guarantee  exact ancestral sampling: a standard Gaussian draw becomes a draw of the Gaussian
 * @source     Song et al. 2021, arXiv:2011.13456 (probability flow): along an eigenvector x − μ grows as √(λ + σ²)
 */
export const gaussianFlow = ({ mean, covariance }: Gaussian): Flow => {
  const k = mean.length;
  const roots = covariance.values.map(Math.sqrt);
  return x => {
    const coordinates = multiply(covariance.vectors, x, k, k);
    for (let i = 0; i < k; i++) coordinates[i] = roots[i]! * coordinates[i]!;
    return multiplyTransposed(covariance.vectors, coordinates, k, k).map((value, i) => value + mean[i]!);
  };
};
