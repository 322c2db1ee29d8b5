import { lbfgs } from "./lbfgs.ts";

/** People as category numbers: column j holds one entry a person, below `sizes[j]`. */
export interface CodedColumns {
  readonly sizes: readonly number[];
  readonly columns: readonly ArrayLike<number>[];
}

export interface Lesson {
  readonly people: CodedColumns;
  /** 1 or 0 a person. */
  readonly outcome: ArrayLike<number>;
  /** Column that holds the outcome itself: not looked at. */
  readonly skip: number;
  /** Penalty ½ ridge w² on every weight but the intercept, > 0. */
  readonly ridge: number;
  /** The gradient's largest component at the end, a person; 1e-4 unless told. */
  readonly tolerance?: number;
}

const TOLERANCE = 1e-4;
const MOST_STEPS = 200;

/**
 * Weights of a logistic regression with one indicator a category of every column (but the skipped one).
 *
 * @returns  length Σ sizes + 1, columns in order, the intercept last; log odds
 * @source   Hastie, Tibshirani & Friedman 2009, 4.4, with a quadratic penalty
 */
export const logistic = ({ people, outcome, skip, ridge, tolerance = TOLERANCE }: Lesson): Float64Array => {
  const places = placesOf(people, skip);
  const [n, k] = [outcome.length, people.sizes.length];
  const last = people.sizes.reduce((sum, size) => sum + size, 0);
  const loss = (weights: Float64Array, gradient: Float64Array): number => {
    let value = 0;
    for (let i = 0; i < last; i++) {
      value += (ridge / 2) * weights[i]! ** 2;
      gradient[i] = ridge * weights[i]!;
    }
    gradient[last] = 0;
    for (let from = 0, person = 0; person < n; person++, from += k) {
      let z = 0;
      for (let at = from; at < from + k; at++) z += weights[places[at]!]!;
      const small = Math.exp(-Math.abs(z));
      value += Math.log1p(small) + Math.max(z, 0) - outcome[person]! * z;
      const slope = (z >= 0 ? 1 : small) / (1 + small) - outcome[person]!;
      for (let at = from; at < from + k; at++) gradient[places[at]!] = gradient[places[at]!]! + slope;
    }
    return value;
  };
  const options = { tolerance: tolerance * Math.max(1, n), maxIterations: MOST_STEPS };
  return lbfgs(loss, new Float64Array(last + 1), options).x;
};

/** Log odds of every person. */
export const logOdds = (people: CodedColumns, weights: Float64Array, skip: number): Float64Array => {
  const places = placesOf(people, skip);
  const k = people.sizes.length;
  return Float64Array.from({ length: places.length / k }, (_, person) => {
    let z = 0;
    for (let at = person * k; at < (person + 1) * k; at++) z += weights[places[at]!]!;
    return z;
  });
};

/** Places of each person's weights, people × columns, row-major; the intercept's in place of the skipped column. */
const placesOf = ({ sizes, columns }: CodedColumns, skip: number): Int32Array => {
  const k = sizes.length;
  const n = columns[0]?.length ?? 0;
  const places = new Int32Array(n * k);
  const intercept = sizes.reduce((sum, size) => sum + size, 0);
  let offset = 0;
  for (const [j, column] of columns.entries()) {
    for (let person = 0; person < n; person++)
      places[person * k + j] = j === skip ? intercept : offset + column[person]!;
    offset += sizes[j]!;
  }
  return places;
};
