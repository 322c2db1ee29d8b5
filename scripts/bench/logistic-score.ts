import { lbfgs, type Smooth } from "../../src/math/lbfgs.ts";

/** What is learnt from: features and a label, 0 or 1. */
export interface Lesson {
  readonly x: Float64Array;
  readonly y: number;
}

/** Log-odds of label 1 by a ridge logistic regression; coordinates are scaled by their spread in the lessons. */
export const logisticScore = (rows: readonly Lesson[], ridge: number): ((x: Float64Array) => number) => {
  const k = rows[0]!.x.length;
  const centre = new Float64Array(k);
  for (const { x } of rows) for (let i = 0; i < k; i++) centre[i] = centre[i]! + x[i]! / rows.length;
  const spread = new Float64Array(k);
  for (const { x } of rows)
    for (let i = 0; i < k; i++) spread[i] = spread[i]! + (x[i]! - centre[i]!) ** 2 / rows.length;
  const scaled = (x: Float64Array) =>
    x.map((value, i) => (value - centre[i]!) / Math.sqrt(spread[i]! * k + 1e-12));
  const lessons = rows.map(({ x, y }) => ({ x: scaled(x), y }));
  const loss: Smooth = (w, gradient) => {
    let value = 0;
    for (let i = 0; i < k; i++) {
      value += (ridge / 2) * w[i]! ** 2;
      gradient[i] = ridge * w[i]!;
    }
    gradient[k] = 0;
    for (const { x, y } of lessons) {
      const z = dot(w, x);
      value += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - y * z;
      const slope = 1 / (1 + Math.exp(-z)) - y;
      for (let i = 0; i < k; i++) gradient[i] = gradient[i]! + slope * x[i]!;
      gradient[k] = gradient[k]! + slope;
    }
    return value;
  };
  const { x: w } = lbfgs(loss, new Float64Array(k + 1), { tolerance: 1e-3, maxIterations: 300 });
  return x => dot(w, scaled(x));
};

/** Weights · x + intercept, the last weight. */
const dot = (w: Float64Array, x: Float64Array): number => {
  let z = w[x.length]!;
  for (let i = 0; i < x.length; i++) z += w[i]! * x[i]!;
  return z;
};
