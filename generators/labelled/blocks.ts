import type { LabelledView, StratifiedBlock } from "../../schemas/labelled.ts";
import { packedSize, packSquare } from "../../src/math/svec.ts";
import { planesOf } from "./colour.ts";
import { type Coordinates, type PictureSpace, squared, transformed } from "./space.ts";

/** Share of a picture's squared norm that counts it; the rest is its coordinates. */
export const COUNT_SHARE = 0.09;

/** Share of the squared norm of the first release: mean pictures, the rest squared pictures. */
const MEANS_SHARE = 0.53;

/** Values of a stratum in the first release: a count and the coordinates of mean, or of squares. */
export const widthOf = ({ places }: Coordinates): number => 1 + places.length;

/** How many pictures there are of every class, and their coordinates summed: mean and squared pictures. */
export const momentBlocks = (
  space: PictureSpace,
  classes: number,
): readonly StratifiedBlock<LabelledView>[] => {
  const coefficients = {
    mean: (view: LabelledView) =>
      transformed(planesOf(view.pixels, space.pictures), space.transform, space.mean.reach),
    square: (view: LabelledView) => transformed(squared(view.pixels), space.transform, space.square.reach),
  };
  return (["mean", "square"] as const).map(name => {
    const width = widthOf(space[name]);
    return {
      name,
      width,
      size: classes * width,
      weight: Math.sqrt(name === "mean" ? MEANS_SHARE : 1 - MEANS_SHARE),
      contribute: (view, out) => {
        out[0] = Math.sqrt(COUNT_SHARE);
        const own = centred(space[name], coefficients[name](view));
        for (let i = 0; i < own.length; i++) out[1 + i] = Math.sqrt(1 - COUNT_SHARE) * own[i]!;
      },
    };
  });
};

/** Coordinates over their bound, shortened to norm 1: the count beside them keeps its size. */
const centred = ({ places, centre, bound }: Coordinates, coefficients: Float64Array): Float64Array => {
  const out = new Float64Array(places.length);
  for (let i = 0; i < out.length; i++) out[i] = (coefficients[places[i]!]! - centre[i]!) / bound;
  return shortened(out);
};

const shortened = (x: Float64Array): Float64Array => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]!;
  if (sum <= 1) return x;
  const norm = Math.sqrt(sum);
  return x.map(value => value / norm);
};

/**
 * Second moments of the emphasised residuals around the released mean picture of a class: svec(v vᵀ), off-diagonals times √2, whose
 * norm is ‖v‖² ≤ 1. Layout of a stratum: rows i, columns j ≤ i.
 *
 * @param means  coefficients of every class's mean picture at the places that have a covariance
 */
export const spreadBlock = (
  space: PictureSpace,
  means: readonly (Float64Array | undefined)[],
): StratifiedBlock<LabelledView> => {
  const k = space.spread.length;
  const width = packedSize(k);
  const places = space.spread.map(i => space.mean.places[i]!);
  return {
    name: "spread",
    width,
    size: means.length * width,
    weight: 1,
    contribute: (view, out) => {
      const mean = means[view.label];
      if (mean === undefined) return;
      const all = transformed(planesOf(view.pixels, space.pictures), space.transform, space.spreadReach);
      const residual = new Float64Array(k);
      for (let i = 0; i < k; i++)
        residual[i] = (space.emphasis[i]! * (all[places[i]!]! - mean[i]!)) / space.spreadBound;
      packSquare(shortened(residual), out);
    },
  };
};
