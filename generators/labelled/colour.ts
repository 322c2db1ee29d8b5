import type { Pictures } from "./pictures.ts";

/** Orthonormal: brightness, red against blue, green against both. Row = plane, column = channel. */
export const OPPONENT = [
  [Math.sqrt(1 / 3), Math.sqrt(1 / 3), Math.sqrt(1 / 3)],
  [Math.SQRT1_2, 0, -Math.SQRT1_2],
  [Math.sqrt(1 / 6), -Math.sqrt(2 / 3), Math.sqrt(1 / 6)],
] as const;

/** Channels → planes of a grey (unchanged) or colour picture. */
export const planesOf = (picture: ArrayLike<number>, { side, channels }: Pictures): Float64Array =>
  channels === 1
    ? new Float64Array(picture)
    : mixed(picture, side * side, (plane, c) => OPPONENT[plane]![c]!);

/** Planes → channels: the inverse of `planesOf`. */
export const channelsOf = (planes: ArrayLike<number>, { side, channels }: Pictures): Float64Array =>
  channels === 1 ? new Float64Array(planes) : mixed(planes, side * side, (c, plane) => OPPONENT[plane]![c]!);

/** Mean over channels. */
export const brightnessOf = (picture: ArrayLike<number>, { side, channels }: Pictures): Float64Array => {
  const size = side * side;
  if (channels === 1) return new Float64Array(picture);
  const out = new Float64Array(size);
  for (let i = 0; i < channels * size; i++) out[i % size] = out[i % size]! + picture[i]! / channels;
  return out;
};

const mixed = (
  x: ArrayLike<number>,
  size: number,
  weight: (to: number, from: number) => number,
): Float64Array => {
  const out = new Float64Array(3 * size);
  for (let to = 0; to < 3; to++)
    for (let from = 0; from < 3; from++) {
      const w = weight(to, from);
      for (let i = 0; i < size; i++) out[to * size + i] = out[to * size + i]! + w * x[from * size + i]!;
    }
  return out;
};
