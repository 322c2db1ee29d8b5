import { resized } from "../../generators/labelled/pictures.ts";
import { inSteps } from "../../generators/labelled/whitening.ts";
import type { LabelledView } from "../../schemas/labelled.ts";
import type { PictureView } from "./plan.ts";

/**
 * One picture as the mechanisms see it, from that picture alone.
 *
 * @param light  channels × side × side, 0 to 1
 */
export const labelledView = (
  { space, whitening }: PictureView,
  light: ArrayLike<number>,
  { side, label }: { readonly side: number; readonly label: number },
): LabelledView => {
  const pixels = new Float32Array(resized(light, side, space.pictures));
  return { label, pixels, features: inSteps(whitening.of(pixels)) };
};
