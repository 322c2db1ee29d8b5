import type { NoisyBlock } from "../../schemas/statistic.ts";
import { type Eigen, eigenSymmetric } from "../../src/math/eigen.ts";
import { packedSize, unpackSymmetric } from "../../src/math/svec.ts";
import { COUNT_SHARE, widthOf } from "./blocks.ts";
import type { Coordinates, PictureSpace } from "./space.ts";

/** What the first release says of one class, after shrinking to the prior. */
export interface ClassMoments {
  /** Noisy number of patients, pictures of one counted as shares. */
  readonly count: number;
  readonly countNoise: number;
  /** Coefficients at the places of `space.mean` and `space.square`; the prior's where the class has no support. */
  readonly mean: Float64Array;
  readonly square: Float64Array;
  /** Variance that is left on a pixel of either picture: noise that came through, and what shrinking took. */
  readonly error: { readonly mean: number; readonly square: number };
  /** Whether the class holds patients, not noise. */
  readonly supported: boolean;
}

/** How far a class's mean may lie from the prior's, as a share of the variance of shapes. */
const EXPECTED = 0.3;
/** Standard deviations above zero at which a class is supported: one-sided 1e-3. */
const SUPPORT = 3.09;

/** @param blocks  `mean` and `square` of the first release */
export const classMoments = (
  space: PictureSpace,
  classes: number,
  blocks: { readonly mean: NoisyBlock; readonly square: NoisyBlock },
): readonly ClassMoments[] =>
  Array.from({ length: classes }, (_, c) => {
    // Both blocks count the class; the two noisy counts are averaged by what they know.
    const counts = (["mean", "square"] as const).map(name => {
      const { values, noise } = blocks[name];
      const at = c * widthOf(space[name]);
      return { value: values[at]! / Math.sqrt(COUNT_SHARE), noise: noise / Math.sqrt(COUNT_SHARE) };
    });
    const knowing = counts.reduce((sum, { noise }) => sum + noise ** -2, 0);
    const count = counts.reduce((sum, { value, noise }) => sum + value * noise ** -2, 0) / knowing;
    const countNoise = 1 / Math.sqrt(knowing);
    const supported = count > SUPPORT * countNoise && count > 1;
    const shrunk = (name: "mean" | "square") =>
      towardPrior(space[name], blocks[name], { from: c * widthOf(space[name]) + 1, count, supported });
    const [mean, square] = [shrunk("mean"), shrunk("square")];
    return {
      count,
      countNoise,
      supported,
      mean: mean.values,
      square: square.values,
      error: { mean: mean.error / space.pictures.side ** 2, square: square.error / space.pictures.side ** 2 },
    };
  });

/** Wiener shrinkage of every coefficient with the noise that it is known to carry, and the variance left in all. */
const towardPrior = (
  { centre, variance, bound }: Coordinates,
  block: NoisyBlock,
  { from, count, supported }: { readonly from: number; readonly count: number; readonly supported: boolean },
): { readonly values: Float64Array; readonly error: number } => {
  if (!supported)
    return { values: centre, error: EXPECTED * variance.reduce((sum, value) => sum + value, 0) };
  const unit = bound / Math.sqrt(1 - COUNT_SHARE) / count;
  const noise = (block.noise * unit) ** 2;
  let error = 0;
  const values = centre.map((value, i) => {
    const expected = EXPECTED * variance[i]!;
    error += (expected * noise) / (expected + noise);
    return value + (expected / (expected + noise)) * block.values[from + i]! * unit;
  });
  return { values, error };
};

/** Share of all classes' covariance that is mixed into each one's. */
const POOLED = 0.25;

/**
 * Covariance of the residuals of every class, coefficients: what stands out of the noise only. All classes together give
 * the subspace; in it, each class's own matrix, mixed with that of all, loses the noise's share of every eigenvalue.
 *
 * @returns  descending eigenvalues > 0 of the emphasised covariance, and rows over `space.spread`: its eigenvectors without
 *           the emphasis, so that √value · row is a direction of pictures; none for a class without support
 * @source   Shabalin & Nobel 2013 (J. Multivariate Anal. 118): shrinkage of singular values under known Gaussian noise
 */
export const classSpreads = (
  space: PictureSpace,
  moments: readonly ClassMoments[],
  block: NoisyBlock,
): readonly Eigen[] => {
  const k = space.spread.length;
  const width = packedSize(k);
  const unit = space.spreadBound ** 2;
  const total = moments.reduce((sum, { count, supported }) => sum + (supported ? count : 0), 0);
  if (total === 0) return moments.map(() => ({ values: new Float64Array(0), vectors: new Float64Array(0) }));
  const sums = moments.map((_, c) => unpackSymmetric(block.values.subarray(c * width, (c + 1) * width), k));
  const pooled = new Float64Array(k * k);
  moments.forEach(({ supported }, c) => {
    if (supported)
      for (let i = 0; i < pooled.length; i++) pooled[i] = pooled[i]! + (sums[c]![i]! * unit) / total;
  });
  const supportedClasses = moments.filter(({ supported }) => supported).length;
  // The noise of an off-diagonal entry: the packed entry's over √2.
  const noiseOf = (count: number, classes: number) =>
    ((block.noise * Math.SQRT1_2 * unit) / count) * Math.sqrt(classes);
  const common = denoised(eigenSymmetric(pooled, k), k, noiseOf(total, supportedClasses));
  const rank = common.values.length;
  return moments.map(({ count, supported }, c) => {
    if (!supported || rank === 0) return { values: new Float64Array(0), vectors: new Float64Array(0) };
    const inner = inside(sums[c]!, common.vectors, { k, rank });
    for (let i = 0; i < inner.length; i++) inner[i] = ((1 - POOLED) * inner[i]! * unit) / count;
    for (let i = 0; i < rank; i++) inner[i * rank + i] = inner[i * rank + i]! + POOLED * common.values[i]!;
    const own = denoised(eigenSymmetric(inner, rank), rank, (1 - POOLED) * noiseOf(count, 1));
    const rows = outward(own.vectors, common.vectors, { k, rank });
    return { values: own.values, vectors: rows.map((value, at) => value / space.emphasis[at % k]!) };
  });
};

/** Eigenvalues above the edge 2√d·s of the noise, each less the part that the noise lent it. */
const denoised = ({ values, vectors }: Eigen, d: number, noise: number): Eigen => {
  const edge = 2 * Math.sqrt(d) * noise;
  const kept = values.filter(value => value > edge).length;
  return {
    values: values.slice(0, kept).map(value => (value + Math.sqrt(value * value - edge * edge)) / 2),
    vectors: vectors.slice(0, kept * d),
  };
};

interface Sizes {
  readonly k: number;
  readonly rank: number;
}

/** V M Vᵀ for the rows of V. */
const inside = (matrix: Float64Array, vectors: Float64Array, { k, rank }: Sizes): Float64Array => {
  const half = new Float64Array(rank * k);
  for (let r = 0; r < rank; r++)
    for (let i = 0; i < k; i++) {
      const v = vectors[r * k + i]!;
      for (let j = 0; j < k; j++) half[r * k + j] = half[r * k + j]! + v * matrix[i * k + j]!;
    }
  const out = new Float64Array(rank * rank);
  for (let r = 0; r < rank; r++)
    for (let q = 0; q < rank; q++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += half[r * k + j]! * vectors[q * k + j]!;
      out[r * rank + q] = sum;
    }
  return out;
};

/** Rows over the subspace → rows over all coordinates. */
const outward = (inner: Float64Array, vectors: Float64Array, { k, rank }: Sizes): Float64Array => {
  const count = inner.length / rank;
  const out = new Float64Array(count * k);
  for (let r = 0; r < count; r++)
    for (let q = 0; q < rank; q++) {
      const w = inner[r * rank + q]!;
      for (let j = 0; j < k; j++) out[r * k + j] = out[r * k + j]! + w * vectors[q * k + j]!;
    }
  return out;
};
