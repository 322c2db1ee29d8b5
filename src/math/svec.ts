/**
 * svec(v vᵀ) into `out` of length k(k+1)/2: rows i, columns j ≤ i, off-diagonals times √2, so that its norm is ‖v‖².
 */
export const packSquare = (v: Float64Array, out: Float64Array): void => {
  for (let i = 0, at = 0; i < v.length; i++) {
    const own = v[i]!;
    const row = Math.SQRT2 * own;
    for (let j = 0; j < i; j++) out[at++] = row * v[j]!;
    out[at++] = own * own;
  }
};

/** Numbers of a packed symmetric k × k matrix. */
export const packedSize = (k: number): number => (k * (k + 1)) / 2;

/** k of a packed matrix of so many numbers. */
export const squareSide = (size: number): number => (Math.sqrt(8 * size + 1) - 1) / 2;

/** The symmetric k × k matrix of a packed one. */
export const unpackSymmetric = (svec: Float64Array, k: number): Float64Array => {
  const out = new Float64Array(k * k);
  for (let i = 0, at = 0; i < k; i++)
    for (let j = 0; j <= i; j++, at++) {
      const value = i === j ? svec[at]! : svec[at]! / Math.SQRT2;
      out[i * k + j] = value;
      out[j * k + i] = value;
    }
  return out;
};
