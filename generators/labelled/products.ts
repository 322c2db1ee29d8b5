import { quantile } from "../../src/math/stats.ts";

/** The strongest features, the products of which are features too. */
const FACTORS = 20;
const COUNT = (FACTORS * (FACTORS + 1)) / 2;

/** Products of features, centred and halfway scaled to unit variance by public shapes. */
export interface Products {
  readonly size: number;
  /** Writes the products of `x`, of ℓ₂ norm at most `most`. */
  write(x: Float64Array, most: number, out: Float64Array): void;
}

/** Seven of ten shapes are within the norm that counts as 1. */
export const WITHIN = 0.7;

/** @param drawn  features of the public shapes, strongest first, at least 20 */
export const productsOf = (drawn: readonly Float64Array[]): Products => {
  const n = drawn.length;
  const centre = new Float64Array(FACTORS);
  for (const x of drawn) for (let i = 0; i < FACTORS; i++) centre[i] = centre[i]! + x[i]! / n;
  const multiply = (x: Float64Array, out: Float64Array): void => {
    for (let i = 0, at = 0; i < FACTORS; i++)
      for (let j = 0; j <= i; j++) out[at++] = (x[i]! - centre[i]!) * (x[j]! - centre[j]!);
  };
  const rows = drawn.map(x => {
    const row = new Float64Array(COUNT);
    multiply(x, row);
    return row;
  });
  const mean = Float64Array.from(
    { length: COUNT },
    (_, k) => rows.reduce((sum, row) => sum + row[k]!, 0) / n,
  );
  const scale = Float64Array.from(
    mean,
    (m, k) => (rows.reduce((sum, row) => sum + (row[k]! - m) ** 2, 0) / n) ** -0.25,
  );
  const whiten = (row: Float64Array): number => {
    let squares = 0;
    for (let k = 0; k < COUNT; k++) {
      row[k] = scale[k]! * (row[k]! - mean[k]!);
      squares += row[k]! ** 2;
    }
    return Math.sqrt(squares);
  };
  const bound = quantile(rows.map(whiten), WITHIN);
  return {
    size: COUNT,
    write: (x, most, out) => {
      multiply(x, out);
      const factor = most / Math.max(bound, whiten(out));
      for (let k = 0; k < COUNT; k++) out[k] = factor * out[k]!;
    },
  };
};
