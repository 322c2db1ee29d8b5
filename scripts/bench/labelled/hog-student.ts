import type { Whitening } from "../../../generators/labelled/whitening.ts";
import { lbfgs } from "../../../src/math/lbfgs.ts";
import { lightOf, type Pictures } from "./tasks.ts";

/** Most pictures that the student looks at, evenly taken. */
const MOST = 15_000;
const RIDGE = 1e-4;
const ITERATIONS = 60;

/** What is learnt: pictures with a probability of every class each. */
export interface Lesson {
  readonly pixels: Uint8Array;
  /** n × classes. */
  readonly targets: Float32Array;
  readonly classes: number;
}

/** Logits of real pictures by a logistic regression on oriented gradients: n × classes. */
export const hogStudent = (lesson: Lesson, test: Pictures, whitening: Whitening): Float64Array => {
  const { classes, targets } = lesson;
  const n = targets.length / classes;
  const step = Math.max(1, Math.ceil(n / MOST));
  const rows = Array.from({ length: Math.floor(n / step) }, (_, i) => i * step);
  const d = whitening.features + 1;
  const x = rows.map(i => withOne(whitening, lesson.pixels, i));
  const y = rows.map(i => targets.subarray(i * classes, (i + 1) * classes));
  const { x: weights } = lbfgs(
    (w, gradient) => {
      let loss = 0;
      for (let i = 0; i < w.length; i++) {
        loss += (RIDGE / 2) * w[i]! ** 2;
        gradient[i] = RIDGE * w[i]!;
      }
      for (const [i, features] of x.entries()) {
        const p = logits(w, features, classes);
        const top = Math.max(...p);
        const total = p.reduce((sum, value) => sum + Math.exp(value - top), 0);
        for (let c = 0; c < classes; c++) {
          const log = p[c]! - top - Math.log(total);
          loss -= (y[i]![c]! * log) / x.length;
          const residual = (Math.exp(log) - y[i]![c]!) / x.length;
          for (let j = 0; j < d; j++) gradient[c * d + j] = gradient[c * d + j]! + residual * features[j]!;
        }
      }
      return loss;
    },
    new Float64Array(classes * d),
    { tolerance: 1e-5, maxIterations: ITERATIONS },
  );
  const out = new Float64Array(test.labels.length * classes);
  for (let i = 0; i < test.labels.length; i++)
    out.set(logits(weights, withOne(whitening, test.pixels, i), classes), i * classes);
  return out;
};

/** Features stretched so that the ridge means the same for any whitening, and a constant. */
const withOne = (whitening: Whitening, pixels: Uint8Array, i: number): Float64Array => {
  const features = whitening.of(lightOf(pixels, i, 28));
  const out = new Float64Array(features.length + 1);
  for (let j = 0; j < features.length; j++) out[j] = 10 * features[j]!;
  out[features.length] = 1;
  return out;
};

const logits = (weights: Float64Array, x: Float64Array, classes: number): Float64Array => {
  const out = new Float64Array(classes);
  for (let c = 0; c < classes; c++) {
    let sum = 0;
    for (let j = 0; j < x.length; j++) sum += weights[c * x.length + j]! * x[j]!;
    out[c] = sum;
  }
  return out;
};
