import type { NoisyBlock } from "../../schemas/statistic.ts";
import { type Eigen, eigenSymmetric } from "../../src/math/eigen.ts";
import { squareSide, unpackSymmetric } from "../../src/math/svec.ts";
import { MOMENT_CLIP } from "./blocks.ts";
import { EXPECTED } from "./expected.ts";
import { wiener } from "./shrink.ts";
import type { LatentSpace } from "./space.ts";

/** A trait as it is released: about how many people, and how far they lie from the others of their stratum. */
interface Weighted {
  readonly noisyCount: number;
  readonly offset: Float64Array;
}

/**
 * The whitened covariance that released moments speak for, shrunk to the prior's. Beyond the coordinates of which moments
 * are released it is the prior's.
 *
 * @param total   people that the moments are of, noisy
 * @param traits  what they account for is taken off
 * @returns       eigenvalues within public bounds; `weight` as of `wiener`
 */
export const releasedCovariance = (
  space: LatentSpace,
  moments: NoisyBlock,
  { total, traits }: { readonly total: number; readonly traits: readonly Weighted[] },
): { readonly covariance: Eigen; readonly weight: number } => {
  const k = squareSide(moments.size);
  const emphasis = space.emphasis.subarray(0, k);
  const between = betweenTraits(traits, k);
  const bound = (MOMENT_CLIP * space.radii[k - 1]!) ** 2;
  const measured = unpackSymmetric(moments.values, k);
  const pair = (at: number) => ({ i: Math.floor(at / k), j: at % k });
  const unitOf = (at: number) => (emphasis[pair(at).i]! * emphasis[pair(at).j]!) / bound;
  const isVariance = (at: number) => pair(at).i === pair(at).j;
  const expected = measured.map((_, at) => (isVariance(at) ? EXPECTED.variance : EXPECTED.covariance));
  const noise = measured.map(
    (_, at) => (moments.noise * (isVariance(at) ? 1 : Math.SQRT1_2)) / total / unitOf(at),
  );
  const { estimate, weight } = wiener(
    measured.map((value, at) => value / total / unitOf(at) - between[at]! - (isVariance(at) ? 1 : 0)),
    expected,
    noise,
  );
  const left = noise.map((s, at) => (expected[at]! ** 2 * s) / (expected[at]! ** 2 + s * s));
  const whitened = standingOut(estimate, left, emphasis).map((value, at) => value + (isVariance(at) ? 1 : 0));
  const { values, vectors } = eigenSymmetric(whitened, k);
  const bounded = values.map(value => Math.min(MAX_VARIANCE, Math.max(MIN_VARIANCE, value)));
  return { covariance: extended({ values: bounded, vectors }, space.k), weight };
};

/** The same with further coordinates of variance 1, correlated with none. */
const extended = ({ values, vectors }: Eigen, k: number): Eigen => {
  const known = values.length;
  const all = priorCovariance(k);
  all.values.set(values);
  for (let row = 0; row < known; row++)
    all.vectors.set(vectors.subarray(row * known, (row + 1) * known), row * k);
  return all;
};

/** Second moment of the traits' offsets over people. */
const betweenTraits = (traits: readonly Weighted[], k: number): Float64Array => {
  const out = new Float64Array(k * k);
  const total = traits.reduce((sum, { noisyCount }) => sum + Math.max(0, noisyCount), 0);
  for (const { noisyCount, offset } of traits)
    for (let i = 0; i < k; i++)
      for (let j = 0; j < k; j++)
        out[i * k + j] = out[i * k + j]! + (Math.max(0, noisyCount) / total) * offset[i]! * offset[j]!;
  return out;
};

/**
 * The part of a symmetric deviation that noise alone would not make: eigenvalues within the noise's edge are put to
 * nothing, the others shortened. Entries that are each shrunk still add up to large eigenvalues where they are many. It is
 * decided in emphasised coordinates, in which noise is alike and coordinates count as they weigh.
 *
 * @param noise   standard deviation of every entry's noise
 * @source        edge of the spectrum, 2·maxᵢ √Σⱼ s²ᵢⱼ: Bandeira & van Handel 2016 (Ann. Probab. 44:2479); shortening:
 *                Shabalin & Nobel 2013 (J. Multivariate Anal. 118)
 */
const standingOut = (deviation: Float64Array, noise: Float64Array, emphasis: Float64Array): Float64Array => {
  const k = emphasis.length;
  const scale = deviation.map((_, at) => emphasis[Math.floor(at / k)]! * emphasis[at % k]!);
  const scaledNoise = noise.map((s, at) => s * scale[at]!);
  let edge = 0;
  for (let i = 0; i < k; i++)
    edge = Math.max(edge, 2 * Math.hypot(...scaledNoise.subarray(i * k, (i + 1) * k)));
  const { values, vectors } = eigenSymmetric(
    deviation.map((value, at) => value * scale[at]!),
    k,
  );
  const out = new Float64Array(k * k);
  values.forEach((value, r) => {
    if (Math.abs(value) <= edge) return;
    const kept = (value + Math.sign(value) * Math.sqrt(value * value - edge * edge)) / 2;
    for (let i = 0; i < k; i++)
      for (let j = 0; j < k; j++)
        out[i * k + j] = out[i * k + j]! + kept * vectors[r * k + i]! * vectors[r * k + j]!;
  });
  return out.map((value, at) => value / scale[at]!);
};

/** Public bounds on a variance relative to the prior's: noise may leave an eigenvalue negative or absurd. */
const MIN_VARIANCE = 0.05;
const MAX_VARIANCE = 25;

/** The prior's own, whitened: the identity. */
export const priorCovariance = (k: number): Eigen => {
  const vectors = new Float64Array(k * k);
  for (let i = 0; i < k; i++) vectors[i * k + i] = 1;
  return { values: new Float64Array(k).fill(1), vectors };
};
