import type { Eigen } from "../../src/math/eigen.ts";
import type { Rng } from "../../src/math/rng.ts";
import { channelsOf } from "./colour.ts";
import type { ClassMoments } from "./model.ts";
import type { rectifiedInverse } from "./rectified.ts";
import type { Coordinates, PictureSpace } from "./space.ts";

/** A class ready to be drawn from: every array channels × side × side but for the factor. */
export interface ClassLaw {
  readonly mean: Float64Array;
  /** rank × (channels × side²): a row is a direction of variation, one standard deviation long. */
  readonly factor: Float64Array;
  readonly rank: number;
  /** Standard deviation that the factor leaves to texture of the prior, and that of both. */
  readonly rest: Float64Array;
  readonly total: Float64Array;
  /** Rectified Gaussian of every pixel. */
  readonly location: Float64Array;
  readonly scale: Float64Array;
}

const LEAST_DEVIATION = 0.01;
/** How unlike each other the variances of a picture's pixels are expected to be, as a share of their average. */
const UNLIKE = 0.7;
/** Texture never carries less than this share of a pixel's variance. */
const LEAST_REST = 0.02;
/** Of the rest's standard deviation, so much is drawn as texture: fine detail is not all noise. */
const TEXTURE = 0.7;

export const classLaw = (
  space: PictureSpace,
  { mean, square, error }: ClassMoments,
  { values, vectors }: Eigen,
  inverse: ReturnType<typeof rectifiedInverse>,
): ClassLaw => {
  const { pictures, transform } = space;
  const picture = (coordinates: Coordinates, coefficients: Float64Array) => {
    const all = new Float64Array(pictures.channels * pictures.side ** 2);
    coordinates.places.forEach((place, i) => {
      all[place] = coefficients[i]!;
    });
    return untransformed(all, space);
  };
  const average = channelsOf(picture(space.mean, mean), pictures);
  const squares = picture(space.square, square);
  const deviation = deviations(average, squares, error);
  const rank = values.length;
  const size = average.length;
  const factor = new Float64Array(rank * size);
  const explained = new Float64Array(size);
  for (let r = 0; r < rank; r++) {
    const all = new Float64Array(size);
    space.spread.forEach((i, at) => {
      all[space.mean.places[i]!] = Math.sqrt(values[r]!) * vectors[r * space.spread.length + at]!;
    });
    const row = channelsOf(untransformed(all, { pictures, transform }), pictures);
    factor.set(row, r * size);
    for (let i = 0; i < size; i++) explained[i] = explained[i]! + row[i]! ** 2;
  }
  const rest = explained.map(
    (variance, i) =>
      TEXTURE * Math.sqrt(Math.max(deviation[i]! ** 2 - variance, LEAST_REST * deviation[i]! ** 2)),
  );
  const location = new Float64Array(size);
  const scale = new Float64Array(size);
  for (let i = 0; i < size; i++)
    ({ location: location[i], scale: scale[i] } = inverse(average[i]!, deviation[i]!));
  const total = explained.map((variance, i) => Math.hypot(Math.sqrt(variance), rest[i]!));
  return { mean: average, factor, rank, rest, total, location, scale };
};

/**
 * Standard deviation of every pixel: the difference of two noisy pictures, shrunk to its average over pixels with the
 * noise that is left in both; a value between 0 and 1 of mean m varies by at most m(1 − m) (Bhatia & Davis 2000).
 */
const deviations = (
  average: Float64Array,
  squares: Float64Array,
  error: ClassMoments["error"],
): Float64Array => {
  const raw = average.map((value, i) => squares[i]! - value * value);
  const usual = Math.max(LEAST_DEVIATION ** 2, raw.reduce((sum, value) => sum + value, 0) / raw.length);
  const expected = (UNLIKE * usual) ** 2;
  return raw.map((value, i) => {
    const m = Math.min(1, Math.max(0, average[i]!));
    const noise = error.square + 4 * m * m * error.mean;
    const shrunk = usual + (expected / (expected + noise)) * (value - usual);
    return Math.sqrt(Math.max(LEAST_DEVIATION ** 2, Math.min(m * (1 - m), shrunk)));
  });
};

const untransformed = (
  coefficients: Float64Array,
  { pictures, transform }: Pick<PictureSpace, "pictures" | "transform">,
): Float64Array => {
  const size = pictures.side ** 2;
  const out = new Float64Array(coefficients.length);
  for (let at = 0; at < coefficients.length; at += size)
    out.set(transform.inverse(coefficients.subarray(at, at + size)), at);
  return out;
};

/** A residual from the class's covariance: channels × side × side. */
const residualOf = ({ factor, rank, mean }: ClassLaw, rng: Rng): Float64Array => {
  const size = mean.length;
  const out = new Float64Array(size);
  let r = 0;
  // Three rows at a time: a sum that is read then takes three products.
  for (; r + 3 <= rank; r += 3) {
    const z0 = rng.normal();
    const z1 = rng.normal();
    const z2 = rng.normal();
    for (let i = 0, at = r * size; i < size; i++, at++)
      out[i] = out[i]! + z0 * factor[at]! + z1 * factor[at + size]! + z2 * factor[at + 2 * size]!;
  }
  for (; r < rank; r++) {
    const z = rng.normal();
    for (let i = 0, at = r * size; i < size; i++, at++) out[i] = out[i]! + z * factor[at]!;
  }
  return out;
};

/** The class's mean and covariance alone, cut to [0, 1]: soft pictures. */
export const drawSoft = (law: ClassLaw, rng: Rng): Float64Array => {
  const out = residualOf(law, rng);
  for (let i = 0; i < out.length; i++) out[i] = Math.min(1, Math.max(0, law.mean[i]! + out[i]!));
  return out;
};

/**
 * Covariance and texture as a Gaussian copula under rectified Gaussian pixels: black grounds stay black, edges are as
 * sharp as mean and variance say.
 */
export const drawSharp = (law: ClassLaw, texture: Texture, rng: Rng): Float64Array => {
  const out = residualOf(law, rng);
  const grain = texture(rng);
  const { total, rest, location, scale } = law;
  for (let i = 0; i < out.length; i++) {
    const u = (out[i]! + grain[i]! * rest[i]!) / total[i]!;
    out[i] = Math.min(1, Math.max(0, location[i]! + scale[i]! * u));
  }
  return out;
};

/** Noise with the spectrum of the prior's brightness, about unit variance at every pixel: channels × side × side. */
export type Texture = (rng: Rng) => Float64Array;

export const textureOf = ({ pictures, transform, mean }: PictureSpace): Texture => {
  const { side, channels } = pictures;
  const size = side * side;
  const amplitude = new Float64Array(size);
  mean.places.forEach((place, i) => {
    // The first coefficient is the brightness of the whole: a class's own covariance has that.
    if (place > 0 && place < size) amplitude[place] = Math.sqrt(mean.variance[i]!);
  });
  const power = amplitude.reduce((sum, value) => sum + value * value, 0) / size;
  const scale = 1 / Math.sqrt(power);
  return rng => {
    const out = new Float64Array(channels * size);
    const white = new Float64Array(size);
    for (let c = 0; c < channels; c++) {
      for (let i = 0; i < size; i++) white[i] = amplitude[i]! * scale * rng.normal();
      out.set(transform.inverse(white), c * size);
    }
    return out;
  };
};
