import type { Eigen } from "../src/math/eigen.ts";
import { multiply, multiplyTransposed } from "../src/math/linalg.ts";

/** E[x₀ | x] for x = x₀ + σn, n standard Gaussian: same shape as x. Must not write to x. */
export type Denoiser = (x: Float64Array, sigma: number) => Float64Array;

/** A Gaussian in k dimensions, covariance given by its eigen-decomposition (eigenvalues ≥ 0). */
export interface Gaussian {
  readonly mean: Float64Array;
  readonly covariance: Eigen;
}

/**
 * The closed-form denoiser of a Gaussian: μ + V diag(λ/(λ+σ²)) Vᵀ (x − μ), the Wiener filter.
 *
 * @guarantee  the exact posterior mean E[x₀ | x] when x₀ is the Gaussian
 */
export const gaussianDenoiser = ({ mean, covariance }: Gaussian): Denoiser => {
  const k = mean.length;
  return (x, sigma) => {
    const coordinates = multiply(covariance.vectors, difference(x, mean), k, k);
    const noise = sigma * sigma;
    for (let i = 0; i < k; i++)
      coordinates[i] = (coordinates[i]! * covariance.values[i]!) / (covariance.values[i]! + noise || 1);
    return sum(mean, multiplyTransposed(covariance.vectors, coordinates, k, k));
  };
};

/**
 * The closed-form denoiser of a Gaussian mixture: the posterior-weighted denoisers of its components.
 *
 * @param components  weights > 0 (any scale)
 * @guarantee         the exact posterior mean E[x₀ | x] when x₀ is the mixture
 */
export const mixtureDenoiser = (
  components: readonly (Gaussian & { readonly weight: number })[],
): Denoiser => {
  const parts = components.map(component => ({ component, denoise: gaussianDenoiser(component) }));
  return (x, sigma) => {
    const logs = parts.map(({ component }) => Math.log(component.weight) + logDensity(component, x, sigma));
    const top = Math.max(...logs);
    const weights = logs.map(value => Math.exp(value - top));
    const total = weights.reduce((a, b) => a + b, 0);
    const out = new Float64Array(x.length);
    parts.forEach(({ denoise }, m) => {
      const share = weights[m]! / total;
      if (share < 1e-12) return;
      const x0 = denoise(x, sigma);
      for (let i = 0; i < out.length; i++) out[i] = out[i]! + share * x0[i]!;
    });
    return out;
  };
};

/** log N(x; μ, Σ + σ²I) up to the constant of the dimension. */
const logDensity = ({ mean, covariance }: Gaussian, x: Float64Array, sigma: number): number => {
  const k = mean.length;
  const coordinates = multiply(covariance.vectors, difference(x, mean), k, k);
  let log = 0;
  for (let i = 0; i < k; i++) {
    const variance = covariance.values[i]! + sigma * sigma;
    log -= 0.5 * (Math.log(variance) + (coordinates[i]! * coordinates[i]!) / variance);
  }
  return log;
};

const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - b[i]!);
const sum = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + b[i]!);
