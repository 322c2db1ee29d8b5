import { MEAN_CLIP, MOMENT_CLIP, POOLED, TRAIT_CLIP } from "./blocks.ts";
import { EXPECTED, expectedFall } from "./expected.ts";

/** What the prior alone says of a space, per coordinate: all of it public. */
export interface RankProfile {
  readonly name: "ecg" | "image";
  /** Prior standard deviation, canonical units, falling. */
  readonly spread: Float64Array;
  readonly emphasis: Float64Array;
  /** 99th percentile of the norm of the first 1, 2, 3, … emphasised coordinates. */
  readonly radii: Float64Array;
}

/** Public size of the cohort, and the noise on each number of the blocks; no moments and traits where none are released. */
export interface RankNoise {
  readonly size: number;
  readonly means: number;
  readonly moments?: number;
  readonly traits?: number;
}

/**
 * How many coordinates to measure: of the candidates the one whose release is expected to come nearest to the cohort's
 * law, from the prior, the public size and the planned noise alone. A further coordinate adds what it tells and takes
 * from all others, as the clip bound grows with it.
 *
 * @returns  a candidate no larger than the profile; the smallest of equals
 */
export const bestRank = (profile: RankProfile, noise: RankNoise): number => {
  return leastOf(profile, k => expectedError(profile, noise, k));
};

/** The candidate, no larger than the profile, with the least error; the smallest of equals. */
const leastOf = ({ spread }: RankProfile, errorAt: (k: number) => number): number => {
  const candidates = CANDIDATES.filter(k => k <= spread.length);
  const errors = candidates.map(errorAt);
  return candidates[errors.indexOf(Math.min(...errors))] ?? spread.length;
};

export const CANDIDATES = [6, 8, 12, 16, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192] as const;

/**
 * Of how many coordinates trait means are worth measuring: what is left of their deviations, each coordinate counting as
 * it is emphasised. Whoever is taught by what is drawn weighs coordinates by what they tell of a trait, not by what they
 * add to the picture, so that small ones count for more than in `bestRank`.
 *
 * @returns  the smallest candidate where no traits are measured
 */
export const bestMeansRank = (profile: RankProfile, { size, traits }: RankNoise): number => {
  if (traits === undefined) return leastOf(profile, () => 0);
  const { emphasis, radii } = profile;
  const fall = expectedFall(profile);
  return leastOf(profile, k =>
    emphasis.reduce((sum, value, i) => {
      const expected = EXPECTED.trait * fall[i]!;
      const noise = traits / (size * RARE * (value / (TRAIT_CLIP * radii[k - 1]!)));
      return sum + value ** 2 * (i < k ? left(expected, noise) : expected ** 2);
    }, 0),
  );
};

/** Share of people that a trait worth learning is expected to have. */
const RARE = 0.1;

/**
 * Squared Wasserstein distance to second order, canonical units, expected between the cohort's Gaussian and the one
 * that is drawn from, when k coordinates are measured and shrunk: Σ λᵢ (δᵢ² + εᵢᵢ²/4) + Σᵢ<ⱼ λᵢλⱼ/(λᵢ + λⱼ) εᵢⱼ², with δ
 * and ε the whitened errors of mean and covariance. What is not measured keeps the deviation that the model expects.
 *
 * @source  expansion of the Bures metric; the errors left are those of `wiener`
 */
export const expectedError = (profile: RankProfile, noise: RankNoise, k: number): number => {
  const { spread } = profile;
  let sum = marginalError(profile, noise, k);
  for (let i = 0; i < spread.length; i++) {
    const own = spread[i]! ** 2;
    for (let j = 0; j < i; j++) {
      const other = spread[j]! ** 2;
      sum += ((own * other) / (own + other)) * covarianceError(profile, noise, { k, i, j });
    }
  }
  return sum;
};

/** The part of it that coordinates have each for itself: Σ λᵢ (δᵢ² + εᵢᵢ²/4). */
export const marginalError = (profile: RankProfile, noise: RankNoise, k: number): number => {
  const { spread, emphasis, radii } = profile;
  const radius = radii[k - 1]!;
  const fall = expectedFall(profile);
  let sum = 0;
  for (let i = 0; i < spread.length; i++) {
    const unit = (emphasis[i]! / (MEAN_CLIP * radius)) * POOLED * noise.size;
    const expected = EXPECTED.pooled * fall[i]!;
    const mean = i < k ? left(expected, noise.means / unit) : expected ** 2;
    sum += spread[i]! ** 2 * (mean + covarianceError(profile, noise, { k, i, j: i }) / 4);
  }
  return sum;
};

/** What the model expects a coordinate that is not measured to be off by, as `marginalError` has it, a unit of variance. */
export const UNMEASURED = EXPECTED.pooled ** 2 + EXPECTED.variance ** 2 / 4;

const covarianceError = (
  { emphasis, radii }: RankProfile,
  { size, moments }: RankNoise,
  { k, i, j }: { readonly k: number; readonly i: number; readonly j: number },
): number => {
  const expected = i === j ? EXPECTED.variance : EXPECTED.covariance;
  if (i >= k || j >= k || moments === undefined) return expected ** 2;
  const unit = ((emphasis[i]! * emphasis[j]!) / (MOMENT_CLIP * radii[k - 1]!) ** 2) * size;
  return left(expected, (moments * (i === j ? 1 : Math.SQRT1_2)) / unit);
};

/** Mean square error of a deviation of size `expected`, measured with `noise` and shrunk. */
const left = (expected: number, noise: number): number =>
  (expected ** 2 * noise ** 2) / (expected ** 2 + noise ** 2);
