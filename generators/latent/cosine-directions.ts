import { cosines } from "../../src/math/cosines.ts";
import { innerProducts } from "../../src/math/linalg.ts";
import type { SmoothFields } from "../modality.ts";

/**
 * The cosines (DCT-II) of a vector's smooth fields, and its other coordinates as they are, of the largest mean squares:
 * rank × dimension, orthonormal rows, by falling mean square. Equal ones in the order of the fields and frequencies.
 *
 * @param rows  centred vectors
 * @param rank  at most the dimension
 */
export const cosineDirections = (
  rows: readonly Float64Array[],
  { count, shape }: SmoothFields,
  rank: number,
): Float64Array => {
  const [height, width] = shape;
  const size = height * width;
  const dimension = rows[0]!.length;
  const [down, across] = [cosines(height), cosines(width)];
  const squares = new Float64Array(dimension);
  for (const row of rows) {
    for (let f = 0; f < count; f++) {
      const found = coefficients(row.subarray(f * size, (f + 1) * size), down, across);
      for (let i = 0; i < size; i++) squares[f * size + i] = squares[f * size + i]! + found[i]! ** 2;
    }
    for (let i = count * size; i < dimension; i++) squares[i] = squares[i]! + row[i]! ** 2;
  }
  const chosen = [...squares.keys()].sort((a, b) => squares[b]! - squares[a]! || a - b).slice(0, rank);
  const out = new Float64Array(rank * dimension);
  chosen.forEach((place, r) => {
    const from = r * dimension;
    if (place >= count * size) {
      out[from + place] = 1;
      return;
    }
    const [field, v, u] = [Math.floor(place / size), Math.floor((place % size) / width), place % width];
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        out[from + field * size + y * width + x] = down[v * height + y]! * across[u * width + x]!;
  });
  return out;
};

/** Coefficients of a field, rows of vertical frequency. */
const coefficients = (field: Float64Array, down: Float64Array, across: Float64Array): Float64Array => {
  const [height, width] = [Math.sqrt(down.length), Math.sqrt(across.length)];
  const half = new Float64Array(field.length);
  for (let u = 0; u < width; u++) innerProducts(across, u * width, field, height, width, half, u * height);
  const out = new Float64Array(field.length);
  for (let v = 0; v < height; v++) innerProducts(down, v * height, half, width, height, out, v * width);
  return out;
};
