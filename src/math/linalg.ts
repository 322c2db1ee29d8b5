/** Dense linear algebra on flat row-major Float64Arrays: small and fast enough for n ≤ 1000 on one core. */
import { eigenSymmetric } from "./eigen.ts";

/**
 * Inner products of one vector, `length` numbers from `at` in v, with `count` rows: out[to + j] = Σₖ v[at + k] · rows[j · length + k].
 * Four sums at once, so that none waits for its own last addition; each in the order of k.
 */
export const innerProducts = (
  v: Float64Array,
  at: number,
  rows: Float64Array,
  count: number,
  length: number,
  out: Float64Array,
  to: number,
): void => {
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = 0, r = j * length; k < length; k++, r++) {
      const value = v[at + k]!;
      s0 += value * rows[r]!;
      s1 += value * rows[r + length]!;
      s2 += value * rows[r + 2 * length]!;
      s3 += value * rows[r + 3 * length]!;
    }
    out[to + j] = s0;
    out[to + j + 1] = s1;
    out[to + j + 2] = s2;
    out[to + j + 3] = s3;
  }
  for (; j < count; j++) {
    let sum = 0;
    for (let k = 0, r = j * length; k < length; k++, r++) sum += v[at + k]! * rows[r]!;
    out[to + j] = sum;
  }
};

/** y = A x; A is rows × columns, row-major. */
export const multiply = (a: Float64Array, x: Float64Array, rows: number, columns: number): Float64Array => {
  const y = new Float64Array(rows);
  innerProducts(x, 0, a, rows, columns, y, 0);
  return y;
};

/** x = Aᵀ y; A is rows × columns, row-major. */
export const multiplyTransposed = (
  a: Float64Array,
  y: Float64Array,
  rows: number,
  columns: number,
): Float64Array => {
  const x = new Float64Array(columns);
  let i = 0;
  // A sum that is read takes four rows, one after another as if each came alone.
  for (; i + 4 <= rows; i += 4) {
    const y0 = y[i]!;
    const y1 = y[i + 1]!;
    const y2 = y[i + 2]!;
    const y3 = y[i + 3]!;
    for (let j = 0, at = i * columns; j < columns; j++, at++)
      x[j] =
        x[j]! + y0 * a[at]! + y1 * a[at + columns]! + y2 * a[at + 2 * columns]! + y3 * a[at + 3 * columns]!;
  }
  for (; i < rows; i++) {
    const factor = y[i]!;
    for (let j = 0, at = i * columns; j < columns; j++, at++) x[j] = x[j]! + factor * a[at]!;
  }
  return x;
};

/** Equally long rows one after the other. */
export const flat = (rows: readonly Float64Array[]): Float64Array => {
  const width = rows[0]?.length ?? 0;
  const out = new Float64Array(rows.length * width);
  for (const [r, row] of rows.entries()) out.set(row, r * width);
  return out;
};

/** Mean of equally long vectors; undefined where there are none. */
export const meanVector = (rows: readonly Float64Array[]): Float64Array | undefined => {
  if (rows[0] === undefined) return undefined;
  const mean = new Float64Array(rows[0].length);
  for (const row of rows) for (let i = 0; i < mean.length; i++) mean[i] = mean[i]! + row[i]! / rows.length;
  return mean;
};

/** Mean product Σ x xᵀ / n of equally long vectors, k × k. */
export const secondMoment = (rows: readonly Float64Array[], k: number): Float64Array => {
  const out = new Float64Array(k * k);
  for (const x of rows)
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) out[i * k + j] = out[i * k + j]! + x[i]! * x[j]!;
  for (let i = 0; i < out.length; i++) out[i] = out[i]! / Math.max(1, rows.length);
  return out;
};

/**
 * Leading principal directions of centred rows, through the n × n Gram matrix (cheap when n < dimension).
 *
 * @param rows   n vectors of length `dimension`, already centred
 * @returns      `count` × `dimension`, row-major, orthonormal rows, by falling variance; fewer if the rank is lower
 */
export const principalDirections = (
  rows: readonly Float64Array[],
  dimension: number,
  count: number,
): Float64Array => {
  const n = rows.length;
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      const a = rows[i]!;
      const b = rows[j]!;
      for (let t = 0; t < dimension; t++) sum += a[t]! * b[t]!;
      gram[i * n + j] = sum;
      gram[j * n + i] = sum;
    }
  const { values, vectors } = eigenSymmetric(gram, n);
  const floor = 1e-10 * Math.max(values[0] ?? 0, Number.MIN_VALUE);
  const kept = Math.min(count, values.filter(value => value > floor).length);
  const basis = new Float64Array(kept * dimension);
  for (let c = 0; c < kept; c++) {
    const out = basis.subarray(c * dimension, (c + 1) * dimension);
    for (let i = 0; i < n; i++) {
      const weight = vectors[c * n + i]! / Math.sqrt(values[c]!);
      const row = rows[i]!;
      for (let t = 0; t < dimension; t++) out[t] = out[t]! + weight * row[t]!;
    }
  }
  return orthonormalise(basis, kept, dimension);
};

/** Rows made orthonormal in place by modified Gram–Schmidt, twice for accuracy. Returns the same array. */
export const orthonormalise = (basis: Float64Array, rows: number, dimension: number): Float64Array => {
  for (let pass = 0; pass < 2; pass++)
    for (let i = 0; i < rows; i++) {
      const row = basis.subarray(i * dimension, (i + 1) * dimension);
      for (let j = 0; j < i; j++) {
        const other = basis.subarray(j * dimension, (j + 1) * dimension);
        let dot = 0;
        for (let t = 0; t < dimension; t++) dot += row[t]! * other[t]!;
        for (let t = 0; t < dimension; t++) row[t] = row[t]! - dot * other[t]!;
      }
      const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
      for (let t = 0; t < dimension; t++) row[t] = row[t]! / norm;
    }
  return basis;
};

/** Least-squares coefficients (columns × outputs) of targets on inputs with ridge λ, by normal equations and Cholesky. */
export const leastSquares = (
  inputs: readonly Float64Array[],
  targets: readonly Float64Array[],
  ridge: number,
): Float64Array => {
  const p = inputs[0]!.length;
  const q = targets[0]!.length;
  const a = secondMoment(inputs, p);
  for (let i = 0; i < p; i++) a[i * p + i] = a[i * p + i]! + ridge;
  const b = new Float64Array(p * q);
  inputs.forEach((x, n) => {
    const y = targets[n]!;
    for (let i = 0; i < p; i++)
      for (let j = 0; j < q; j++) b[i * q + j] = b[i * q + j]! + (x[i]! * y[j]!) / inputs.length;
  });
  return solveSpd(a, b, p, q);
};

/** Solves A X = B for symmetric positive definite A (p × p) and B (p × q) by Cholesky. Inputs are left unchanged. */
const solveSpd = (a: Float64Array, b: Float64Array, p: number, q: number): Float64Array => {
  const l = new Float64Array(p * p);
  for (let i = 0; i < p; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * p + j]!;
      for (let t = 0; t < j; t++) sum -= l[i * p + t]! * l[j * p + t]!;
      l[i * p + j] = i === j ? Math.sqrt(sum) : sum / l[j * p + j]!;
    }
  const x = Float64Array.from(b);
  for (let c = 0; c < q; c++) {
    for (let i = 0; i < p; i++) {
      let sum = x[i * q + c]!;
      for (let t = 0; t < i; t++) sum -= l[i * p + t]! * x[t * q + c]!;
      x[i * q + c] = sum / l[i * p + i]!;
    }
    for (let i = p - 1; i >= 0; i--) {
      let sum = x[i * q + c]!;
      for (let t = i + 1; t < p; t++) sum -= l[t * p + i]! * x[t * q + c]!;
      x[i * q + c] = sum / l[i * p + i]!;
    }
  }
  return x;
};
