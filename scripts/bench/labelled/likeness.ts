import { publicShapes } from "../../../generators/labelled/pictures.ts";
import type { Whitening } from "../../../generators/labelled/whitening.ts";
import { frechet, principal } from "../images/film-realism.ts";
import { lightOf, type Pictures } from "./tasks.ts";

/** Most pictures of either kind that are compared, evenly taken. */
const MOST = 2000;
const DIMENSION = 48;
/** A picture's own ball reaches to its third nearest neighbour. */
const NEIGHBOURS = 3;

export interface Likeness {
  /** × 1000; biased upwards by the number compared. */
  readonly frechet: number;
  /** Share of synthetic pictures that lie among real ones, and of real ones that lie among synthetic ones. */
  readonly precision: number;
  readonly recall: number;
}

/**
 * How alike two sets of pictures are in whitened oriented gradients, in 48 principal directions of the public shapes (no
 * Inception features, so no FID).
 *
 * @source  Dowson & Landau 1982; precision and recall: Kynkäänniemi et al. 2019, arXiv:1904.06991
 */
export const likeness = (real: Pictures, made: Pictures, side: number, whitening: Whitening): Likeness => {
  const shapes = publicShapes({ side, channels: 1 }).map(picture => whitening.of(picture));
  const reduce = principal(shapes, DIMENSION);
  const [a, b] = [real, made].map(pictures =>
    reduce(evenly(pictures.labels.length).map(i => whitening.of(lightOf(pictures.pixels, i, side)))),
  ) as [Float64Array[], Float64Array[]];
  const n = Math.min(a.length, b.length);
  return likenessOf(a.slice(0, n), b.slice(0, n));
};

/** The same of points. */
export const likenessOf = (real: readonly Float64Array[], made: readonly Float64Array[]): Likeness => ({
  frechet: 1000 * frechet(real, made),
  precision: shareAmong(made, real),
  recall: shareAmong(real, made),
});

const evenly = (count: number): readonly number[] =>
  Array.from({ length: Math.min(count, MOST) }, (_, i) => Math.floor((i * count) / Math.min(count, MOST)));

/** Share of points that lie in a ball of any of `others`, which reaches to its k-th nearest neighbour. */
const shareAmong = (points: readonly Float64Array[], others: readonly Float64Array[]): number => {
  const radii = others.map(one => {
    const distances = others.map(other => squaredDistance(one, other)).sort((x, y) => x - y);
    return distances[NEIGHBOURS]!;
  });
  const inside = points.filter(point =>
    others.some((other, i) => squaredDistance(point, other) <= radii[i]!),
  );
  return inside.length / points.length;
};

const squaredDistance = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
};
