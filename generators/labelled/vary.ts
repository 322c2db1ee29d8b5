import type { Rng } from "../../src/math/rng.ts";
import type { Pictures } from "./pictures.ts";

/** Weights of a blur of about one pixel, from the middle outward. */
const BLUR = [0.3334, 0.2355, 0.0831, 0.0147] as const;

/**
 * A variation of a picture: sharper or softer, darker ground, other contrast, moved by at most a fourteenth of its side.
 * It is mirrored half of the time where the owner says that a mirrored picture still shows the same.
 *
 * @param picture  channels × side × side, 0 to 1
 */
export const varied = (
  picture: Float64Array,
  { side, channels }: Pictures,
  { rng, mirror }: { readonly rng: Rng; readonly mirror: boolean },
): Float64Array => {
  const sharpness = -0.6 + 2.6 * rng.uniform();
  const ground = 0.25 * rng.uniform();
  const gamma = Math.exp(-0.7 + 1.2 * rng.uniform());
  const reach = Math.floor(side / 14);
  const [dx, dy] = [rng.integer(2 * reach + 1) - reach, rng.integer(2 * reach + 1) - reach];
  const flipped = mirror && rng.chance(0.5);
  const out = new Float64Array(picture.length);
  for (let c = 0; c < channels; c++) {
    const plane = picture.subarray(c * side * side, (c + 1) * side * side);
    const soft = blurred(plane, side);
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const [fromX, fromY] = [(x - dx + side) % side, (y - dy + side) % side];
        const at = fromY * side + (flipped ? side - 1 - fromX : fromX);
        const sharp = clamped(plane[at]! + sharpness * (plane[at]! - soft[at]!));
        out[(c * side + y) * side + x] = clamped((sharp - ground) / (1 - ground)) ** gamma;
      }
  }
  return out;
};

/** Convex combination of two pictures. */
export const blended = (a: Float64Array, b: Float64Array, share: number): Float64Array =>
  a.map((value, i) => share * value + (1 - share) * b[i]!);

const clamped = (value: number): number => Math.min(1, Math.max(0, value));

const blurred = (plane: Float64Array, side: number): Float64Array => {
  const along = (from: Float64Array, step: number, other: number) => {
    const out = new Float64Array(from.length);
    for (let line = 0; line < side; line++)
      for (let i = 0; i < side; i++) {
        let sum = 0;
        for (let k = 1 - BLUR.length; k < BLUR.length; k++) {
          const at = Math.min(side - 1, Math.max(0, i + k));
          sum += BLUR[Math.abs(k)]! * from[line * other + at * step]!;
        }
        out[line * other + i * step] = sum;
      }
    return out;
  };
  return along(along(plane, 1, side), side, 1);
};
