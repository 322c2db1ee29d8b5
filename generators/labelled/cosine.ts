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
  const basis = new Float64Array(side * side);
  for (let f = 0; f < side; f++)
    for (let x = 0; x < side; x++)
      basis[f * side + x] = Math.sqrt((f === 0 ? 1 : 2) / side) * Math.cos((Math.PI * (x + 0.5) * f) / side);
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
  for (let i = 0; i < Math.min(side, reach); i++) rowTimes(m, i, x, side, side, half);
  for (let i = 0; i < side; i++) rowTimes(m, i, half, side, Math.min(side, reach - i), out);
  return out;
};

/** Row i of M Xᵀ, its first `count` columns: four sums at once, so that none waits for its own last addition. */
const rowTimes = (
  m: Float64Array,
  i: number,
  x: Float64Array,
  side: number,
  count: number,
  out: Float64Array,
): void => {
  const row = i * side;
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = 0, at = j * side; k < side; k++, at++) {
      const v = m[row + k]!;
      s0 += v * x[at]!;
      s1 += v * x[at + side]!;
      s2 += v * x[at + 2 * side]!;
      s3 += v * x[at + 3 * side]!;
    }
    out[row + j] = s0;
    out[row + j + 1] = s1;
    out[row + j + 2] = s2;
    out[row + j + 3] = s3;
  }
  for (; j < count; j++) {
    let sum = 0;
    for (let k = 0; k < side; k++) sum += m[row + k]! * x[j * side + k]!;
    out[row + j] = sum;
  }
};

/** Places of the coefficients with vertical plus horizontal frequency below `reach`, low frequencies first. */
export const lowFrequencies = (side: number, reach: number): readonly number[] => {
  const places: number[] = [];
  for (let total = 0; total < Math.min(reach, 2 * side - 1); total++)
    for (let v = Math.max(0, total - side + 1); v <= Math.min(total, side - 1); v++)
      places.push(v * side + (total - v));
  return places;
};
