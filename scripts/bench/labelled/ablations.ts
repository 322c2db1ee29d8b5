import type { Cosine } from "../../../generators/labelled/cosine.ts";
import { publicShapes } from "../../../generators/labelled/pictures.ts";
import { type PictureSpace, pictureSpace } from "../../../generators/labelled/space.ts";
import type { Release } from "../../../schemas/release.ts";
import { MIXES, type PictureModels, pictureModels, type Recipe } from "../../../src/labelled/draw.ts";
import type { PictureView } from "../../../src/labelled/plan.ts";
import { jl } from "../../../src/math/projection.ts";
import { type Drawn, drawn } from "./made.ts";

/** What each part of the drawing is worth: one release, drawn in other ways. */
export function* ablations(
  { models, release }: { readonly models: PictureModels; readonly release: Release },
  count: number,
): Generator<readonly [string, Drawn]> {
  const lesson = (recipe: Recipe, own = models, labelling?: "drawn from") =>
    drawn(own, { seed: "ablation", recipe, count }, labelling);
  yield ["classifier off (class drawn from)", lesson({ ...MIXES.training, prior: 0 }, models, "drawn from")];
  yield ["shapes of the prior off", lesson({ ...MIXES.training, prior: 0 })];
  yield ["class laws off (shapes alone)", lesson({ ...MIXES.training, prior: 1 })];
  yield ["variations off", lesson({ ...MIXES.training, varied: 0 })];
  const size = models.view.space.pictures.channels * models.view.space.pictures.side ** 2;
  const bare = { ...models, texture: () => new Float64Array(size) };
  yield ["complement empty (no texture)", lesson(MIXES.training, bare)];
  yield ["shrinking off", lesson(MIXES.training, pictureModels(release, unshrunk(models.view)))];
}

/** As many random directions instead of the cosines, lifted by their transpose. */
export const randomDirections = ({ space: { pictures }, ...rest }: PictureView): PictureView => ({
  ...rest,
  space: pictureSpace(pictures, publicShapes(pictures), rotation(pictures.side)),
});

/** Johnson–Lindenstrauss directions, as many as pixels: the first of them are a projection of any size. */
const rotation = (side: number): Cosine => {
  const size = side * side;
  const { apply, lift } = jl(size, size, "ablation");
  return { side, forward: x => apply(Float64Array.from(x)), inverse: z => lift(z) };
};

/** A prior so wide that nothing is shrunk toward it. */
const unshrunk = ({ space, ...rest }: PictureView): PictureView => {
  const wide = (coordinates: PictureSpace["mean"]) => ({
    ...coordinates,
    variance: coordinates.variance.map(value => 1e9 * value),
  });
  return { ...rest, space: { ...space, mean: wide(space.mean), square: wide(space.square) } };
};

/** A prior of which only the size is known: statistics are centred at nothing, and shrunk to it. */
export const towardNothing = ({ space, ...rest }: PictureView): PictureView => {
  const bare = ({ centre, variance, bound, ...places }: PictureSpace["mean"]) => {
    const raw = variance.map((value, i) => value + centre[i]! ** 2);
    const sum = (x: Float64Array) => x.reduce((total, value) => total + value, 0);
    return {
      ...places,
      centre: centre.map(() => 0),
      variance: raw,
      bound: bound * Math.sqrt(sum(raw) / sum(variance)),
    };
  };
  return { ...rest, space: { ...space, mean: bare(space.mean), square: bare(space.square) } };
};
