import type { Eigen } from "../src/math/eigen.ts";
import { flat, multiply, multiplyTransposed } from "../src/math/linalg.ts";
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
  const { directions, growth } = stretched(covariance);
  const rows = flat(directions);
  return x => {
    const steps = multiply(rows, x, growth.length, k);
    for (let r = 0; r < steps.length; r++) steps[r] = growth[r]! * steps[r]!;
    const step = multiplyTransposed(rows, steps, growth.length, k);
    return x.map((value, i) => value + step[i]! + mean[i]!);
  };
};

/** Deviations that no draw would show. */
const LEVEL = 1e-12;

/**
 * Directions in which a covariance is another than the identity's, k numbers each, and by how much a standard Gaussian grows
 * along them: Σ^½ − I is the sum of growth · v vᵀ. What a release says of a covariance stands out of the noise in few.
 */
export const stretched = ({
  values,
  vectors,
}: Eigen): { readonly directions: readonly Float64Array[]; readonly growth: Float64Array } => {
  const k = values.length;
  const found = Array.from(values, (value, row) => ({ row, growth: Math.sqrt(value) - 1 })).filter(
    ({ growth }) => Math.abs(growth) > LEVEL,
  );
  return {
    directions: found.map(({ row }) => vectors.subarray(row * k, (row + 1) * k)),
    growth: Float64Array.from(found, ({ growth }) => growth),
  };
};
