import { cosines } from "../../src/math/cosines.ts";
import { innerProducts } from "../../src/math/linalg.ts";

/**
 * Orthonormal cosine transform of square pictures (DCT-II): lengths are kept, so a bound on a picture's norm bounds that
 * of its coefficients.
 */
export interface Cosine {
  readonly side: number;
  /**
   * side × side pixels → side × side coefficients, row = vertical frequency.
   *
   * @param reach  coefficients whose frequencies sum to this or more are left 0; all are made unless told
   */
  forward(picture: Float64Array, reach?: number): Float64Array;
  inverse(coefficients: Float64Array): Float64Array;
}

export const cosine = (side: number): Cosine => {
  const basis = cosines(side);
  const transposed = new Float64Array(side * side);
  for (let f = 0; f < side; f++)
    for (let x = 0; x < side; x++) transposed[x * side + f] = basis[f * side + x]!;
  return {
    side,
    forward: (picture, reach = 2 * side) => bothWays(picture, basis, side, reach),
    inverse: coefficients => bothWays(coefficients, transposed, side, 2 * side),
  };
};

/** M X Mᵀ, where row and column sum to less than `reach`. */
const bothWays = (x: Float64Array, m: Float64Array, side: number, reach: number): Float64Array => {
  const half = new Float64Array(side * side);
  const out = new Float64Array(side * side);
  for (let i = 0; i < Math.min(side, reach); i++) innerProducts(m, i * side, x, side, side, half, i * side);
  for (let i = 0; i < side; i++)
    innerProducts(m, i * side, half, Math.min(side, reach - i), side, out, i * side);
  return out;
};

/** Places of the coefficients with vertical plus horizontal frequency below `reach`, low frequencies first. */
export const lowFrequencies = (side: number, reach: number): readonly number[] => {
  const places: number[] = [];
  for (let total = 0; total < Math.min(reach, 2 * side - 1); total++)
    for (let v = Math.max(0, total - side + 1); v <= Math.min(total, side - 1); v++)
      places.push(v * side + (total - v));
  return places;
};
