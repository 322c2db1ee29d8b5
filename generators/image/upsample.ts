import { SIDE } from "./canonical.ts";

/**
 * A 64 × 64 field of the centre square at every pixel of a raster, by Catmull–Rom interpolation; beyond the square
 * the nearest edge value holds on. At its own size the field itself.
 *
 * @returns width × height, row-major
 */
export const upsampled = (field: Float64Array, width: number, height: number): Float64Array => {
  if (width === SIDE && height === SIDE) return field;
  const across = tapsOf(width, Math.min(width, height));
  const down = tapsOf(height, Math.min(width, height));
  const rows = new Float64Array(SIDE * width);
  for (let j = 0; j < SIDE; j++) {
    for (let x = 0; x < width; x++) {
      const { at, weight } = across[x]!;
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += weight[k]! * field[j * SIDE + at[k]!]!;
      rows[j * width + x] = sum;
    }
  }
  const out = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    const { at, weight } = down[y]!;
    for (let k = 0; k < 4; k++) {
      const row = at[k]! * width;
      for (let x = 0; x < width; x++) out[y * width + x] = out[y * width + x]! + weight[k]! * rows[row + x]!;
    }
  }
  return out;
};

interface Taps {
  readonly at: readonly number[];
  readonly weight: readonly number[];
}

const tapsOf = (length: number, side: number): readonly Taps[] =>
  Array.from({ length }, (_, x) => {
    const position = ((x + 0.5 - (length - side) / 2) * SIDE) / side - 0.5;
    const clamped = Math.min(SIDE - 1, Math.max(0, position));
    const base = Math.min(SIDE - 2, Math.floor(clamped));
    return {
      at: [-1, 0, 1, 2].map(k => Math.min(SIDE - 1, Math.max(0, base + k))),
      weight: catmullRom(clamped - base),
    };
  });

/** Keys 1981, IEEE Trans. ASSP 29:1153, a = −1/2. */
const catmullRom = (t: number): readonly number[] => [
  0.5 * (-t + 2 * t ** 2 - t ** 3),
  0.5 * (2 - 5 * t ** 2 + 3 * t ** 3),
  0.5 * (t + 4 * t ** 2 - 3 * t ** 3),
  0.5 * (-(t ** 2) + t ** 3),
];
