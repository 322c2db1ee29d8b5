import { quantile } from "../../src/math/stats.ts";
import { planesOf } from "./colour.ts";
import { type Cosine, cosine, lowFrequencies } from "./cosine.ts";
import type { Pictures } from "./pictures.ts";

/** Public numbers of the pictures' low-dimensional statistics, learnt from shapes that no data had a part in. */
export interface PictureSpace {
  readonly pictures: Pictures;
  readonly transform: Cosine;
  /** Coefficients of the mean picture, plane after plane. */
  readonly mean: Coordinates;
  /** Coefficients of the mean squared picture, channel after channel. */
  readonly square: Coordinates;
  /** Which of the mean's coefficients have a covariance. */
  readonly spread: readonly number[];
  readonly spreadReach: number;
  /**
   * What a residual is multiplied by before its second moments are taken: λ^(−1/4), λ the prior's variance, so that
   * noise falls with frequency as pictures do, and fine coefficients do not get the noise of coarse ones.
   */
  readonly emphasis: Float64Array;
  /** Norm of the emphasised residual around a class's mean that counts as 1. */
  readonly spreadBound: number;
}

/** A linear view of a picture, centred and scaled by public numbers. */
export interface Coordinates {
  /** Place of every coordinate: plane × side² + coefficient. */
  readonly places: readonly number[];
  /** The frequencies of every place sum to less. */
  readonly reach: number;
  readonly centre: Float64Array;
  /** Variance under the prior. */
  readonly variance: Float64Array;
  /** Norm of the centred coordinates that counts as 1: 99 of 100 shapes are shorter. */
  readonly bound: number;
}

const QUANTILE = 0.99;
/** Frequencies of the covariance, vertical plus horizontal: of the brightness, of each colour. */
const SPREAD = { brightness: 14, colour: 6 };
/** Pictures of one class lie this much closer together than shapes of all kinds do. */
const WITHIN_CLASS = 0.45;

/**
 * @param drawn      the public shapes
 * @param transform  orthonormal map of planes to the coefficients that places are named in, coarse ones first
 */
export const pictureSpace = (
  pictures: Pictures,
  drawn: readonly Float64Array[],
  transform: Cosine = cosine(pictures.side),
): PictureSpace => {
  const mean = coordinates(
    drawn.map(picture => transformed(planesOf(picture, pictures), transform)),
    pictures,
    [pictures.side, pictures.side / 2],
  );
  const reach = pictures.channels === 1 ? pictures.side : pictures.side / 2;
  const square = coordinates(
    drawn.map(picture => transformed(squared(picture), transform)),
    pictures,
    [reach, reach],
  );
  const wanted = new Set(placesOf(pictures, SPREAD.brightness, SPREAD.colour));
  const spread = [...mean.places.keys()].filter(i => wanted.has(mean.places[i]!));
  const emphasis = Float64Array.from(spread, i => mean.variance[i]! ** -0.25);
  const norms = drawn.map(picture => {
    const all = transformed(planesOf(picture, pictures), transform);
    return Math.hypot(...spread.map((i, at) => emphasis[at]! * (all[mean.places[i]!]! - mean.centre[i]!)));
  });
  return {
    pictures,
    transform,
    mean,
    square,
    spread,
    spreadReach: Math.max(SPREAD.brightness, SPREAD.colour),
    emphasis,
    spreadBound: WITHIN_CLASS * quantile(norms, QUANTILE),
  };
};

/** A picture of values for every plane: its coefficients, those of frequencies below `reach` only where it is told. */
export const transformed = (picture: Float64Array, transform: Cosine, reach?: number): Float64Array => {
  const size = transform.side ** 2;
  const out = new Float64Array(picture.length);
  for (let at = 0; at < picture.length; at += size)
    out.set(transform.forward(picture.subarray(at, at + size), reach), at);
  return out;
};

export const squared = (picture: ArrayLike<number>): Float64Array => {
  const out = new Float64Array(picture.length);
  for (let i = 0; i < out.length; i++) out[i] = picture[i]! * picture[i]!;
  return out;
};

const placesOf = ({ side, channels }: Pictures, brightness: number, colour: number): readonly number[] =>
  Array.from({ length: channels }, (_, plane) =>
    lowFrequencies(side, plane === 0 ? brightness : colour).map(place => plane * side * side + place),
  ).flat();

/** @param reaches  of the brightness, of each colour */
const coordinates = (
  drawn: readonly Float64Array[],
  pictures: Pictures,
  reaches: readonly [number, number],
): Coordinates => {
  const places = placesOf(pictures, ...reaches);
  const centre = Float64Array.from(places, place => average(drawn, x => x[place]!));
  const variance = Float64Array.from(places, (place, i) =>
    average(drawn, x => (x[place]! - centre[i]!) ** 2),
  );
  const norms = drawn.map(x => Math.hypot(...places.map((place, i) => x[place]! - centre[i]!)));
  return { places, reach: Math.max(...reaches), centre, variance, bound: quantile(norms, QUANTILE) };
};

const average = (drawn: readonly Float64Array[], of: (x: Float64Array) => number): number =>
  drawn.reduce((sum, x) => sum + of(x), 0) / drawn.length;
