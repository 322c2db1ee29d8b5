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
  const dx = rng.integer(2 * reach + 1) - reach;
  const dy = rng.integer(2 * reach + 1) - reach;
  const flipped = mirror && rng.chance(0.5);
  const out = new Float64Array(picture.length);
  for (let c = 0; c < channels; c++) {
    const plane = picture.subarray(c * side * side, (c + 1) * side * side);
    const soft = blurred(plane, side);
    for (let y = 0; y < side; y++) {
      const row = ((y - dy + side) % side) * side;
      for (let x = 0; x < side; x++) {
        const fromX = (x - dx + side) % side;
        const at = row + (flipped ? side - 1 - fromX : fromX);
        const sharp = clamped(plane[at]! + sharpness * (plane[at]! - soft[at]!));
        // Most grounds are black, and a power costs more than all before it.
        if (sharp > ground)
          out[(c * side + y) * side + x] = clamped((sharp - ground) / (1 - ground)) ** gamma;
      }
    }
  }
  return out;
};

/** Convex combination of two pictures. */
export const blended = (a: Float64Array, b: Float64Array, share: number): Float64Array => {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = share * a[i]! + (1 - share) * b[i]!;
  return out;
};

const clamped = (value: number): number => Math.min(1, Math.max(0, value));

const blurred = (plane: Float64Array, side: number): Float64Array => {
  const across = blurredAlong(plane, side, { step: 1, line: side });
  return blurredAlong(across, side, { step: side, line: 1 });
};

/** Every line blurred along itself, its ends repeated. */
const blurredAlong = (
  from: Float64Array,
  side: number,
  { step, line }: { readonly step: number; readonly line: number },
): Float64Array => {
  const out = new Float64Array(from.length);
  for (let start = 0, n = 0; n < side; n++, start += line)
    for (let i = 0; i < side; i++) {
      let sum = 0;
      for (let k = 1 - BLUR.length; k < BLUR.length; k++)
        sum += BLUR[k < 0 ? -k : k]! * from[start + Math.min(side - 1, Math.max(0, i + k)) * step]!;
      out[start + i * step] = sum;
    }
  return out;
};
