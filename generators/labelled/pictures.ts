import { type Rng, rng } from "../../src/math/rng.ts";
import { shapePicture } from "./shapes.ts";

/** What pictures look like to the statistics: square, grey or colour. */
export interface Pictures {
  /** Pixels across, a multiple of 4. */
  readonly side: number;
  readonly channels: 1 | 3;
}

/** Smallest and largest side of pictures that a cohort may have. */
export const SIDES = { least: 28, most: 256 } as const;

/** The space in which pictures of a given side are compared: 28 × 28, from 32 pixels on 32 × 32. */
export const canonicalPictures = (side: number, channels: 1 | 3): Pictures => ({
  side: side < 32 ? 28 : 32,
  channels,
});

/** A picture made of shapes, without data: channels × side × side, 0 to 1. */
export const shapesOf = ({ side, channels }: Pictures, random: Rng): Float64Array => {
  const light = shapePicture(random, side);
  if (channels === 1) return light;
  const other = shapePicture(random, side);
  const size = side * side;
  const out = new Float64Array(3 * size);
  for (let c = 0; c < 3; c++) {
    const [tint, share] = [0.6 * (random.uniform() - 0.5), 0.4 * (random.uniform() - 0.5)];
    for (let i = 0; i < size; i++)
      out[c * size + i] = Math.min(1, Math.max(0, light[i]! * (1 + tint) + share * other[i]!));
  }
  return out;
};

const PUBLIC_SHAPES = 1500;

/** The shapes from which every public number of the statistics is learnt: the same for everyone. */
export const publicShapes = (pictures: Pictures): readonly Float64Array[] => {
  const random = rng("semblance/labelled/shapes/2");
  return Array.from({ length: PUBLIC_SHAPES }, (_, i) => shapesOf(pictures, random.child(String(i))));
};

/** Area mean of a picture at another side: channels × from × from → channels × to × to. */
export const resized = (
  picture: ArrayLike<number>,
  from: number,
  { side, channels }: Pictures,
): Float64Array => {
  if (from === side) return new Float64Array(picture);
  const out = new Float64Array(channels * side * side);
  const spans = Array.from({ length: side }, (_, i) => spanOf((i * from) / side, ((i + 1) * from) / side));
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        let sum = 0;
        for (const [row, down] of spans[y]!)
          for (const [column, across] of spans[x]!)
            sum += down * across * picture[(c * from + row) * from + column]!;
        out[(c * side + y) * side + x] = sum;
      }
  return out;
};

/** Pixels under an interval with the share that each has in it. */
const spanOf = (low: number, high: number): readonly (readonly [number, number])[] => {
  const span: [number, number][] = [];
  for (let pixel = Math.floor(low); pixel < high - 1e-9; pixel++)
    span.push([pixel, (Math.min(high, pixel + 1) - Math.max(low, pixel)) / (high - low)]);
  return span;
};

/** A picture at a larger side, bilinear: channels × side × side → channels × to × to. */
export const enlarged = (picture: Float64Array, { side, channels }: Pictures, to: number): Float64Array => {
  if (to === side) return picture;
  const out = new Float64Array(channels * to * to);
  const place = (i: number) => {
    const at = Math.min(side - 1, Math.max(0, ((i + 0.5) * side) / to - 0.5));
    const low = Math.min(side - 2, Math.floor(at));
    return [low, at - low] as const;
  };
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < to; y++) {
      const [row, down] = place(y);
      for (let x = 0; x < to; x++) {
        const [column, across] = place(x);
        const at = (c * side + row) * side + column;
        const [a, b] = [picture[at]!, picture[at + 1]!];
        const [d, e] = [picture[at + side]!, picture[at + side + 1]!];
        out[(c * to + y) * to + x] = (1 - down) * (a + across * (b - a)) + down * (d + across * (e - d));
      }
    }
  return out;
};
