import type { Whitening } from "../../../generators/labelled/whitening.ts";
import { lbfgs } from "../../../src/math/lbfgs.ts";
import { innerProducts } from "../../../src/math/linalg.ts";
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

/** Rows of features, and a constant. */
interface Rows {
  readonly n: number;
  readonly d: number;
  readonly x: Float64Array;
}

/**
 * Logits of real pictures, n × classes, by logistic regressions on oriented gradients: one for every kind of targets.
 *
 * @param kinds  n × classes each, of the same pictures
 */
export const hogStudents = (
  { pixels, classes }: Omit<Lesson, "targets">,
  kinds: readonly Float32Array[],
  test: Pictures,
  whitening: Whitening,
): readonly Float64Array[] => {
  const n = kinds[0]!.length / classes;
  const step = Math.max(1, Math.ceil(n / MOST));
  const chosen = Array.from({ length: Math.floor(n / step) }, (_, i) => i * step);
  const rows = rowsOf(pixels, chosen, whitening);
  const judged = rowsOf(test.pixels, [...test.labels.keys()], whitening);
  return kinds.map(targets => {
    const y = new Float64Array(rows.n * classes);
    chosen.forEach((from, i) => {
      y.set(targets.subarray(from * classes, (from + 1) * classes), i * classes);
    });
    const logits = new Float64Array(judged.n * classes);
    forward(taught(rows, y, classes), judged, logits);
    return logits;
  });
};

const taught = (rows: Rows, y: Float64Array, classes: number): Float64Array => {
  const residuals = new Float64Array(rows.n * classes);
  const { x: weights } = lbfgs(
    (w, gradient) => {
      let loss = 0;
      for (let i = 0; i < w.length; i++) {
        loss += (RIDGE / 2) * w[i]! ** 2;
        gradient[i] = RIDGE * w[i]!;
      }
      forward(w, rows, residuals);
      for (let i = 0; i < rows.n; i++) loss += entropy(residuals, y, i * classes, classes) / rows.n;
      backward(residuals, rows, 1 / rows.n, gradient);
      return loss;
    },
    new Float64Array(classes * rows.d),
    { tolerance: 1e-5, maxIterations: ITERATIONS },
  );
  return weights;
};

/** Cross-entropy of one row; its logits become p − y. */
const entropy = (logits: Float64Array, y: Float64Array, from: number, classes: number): number => {
  let top = Number.NEGATIVE_INFINITY;
  for (let at = from; at < from + classes; at++) top = Math.max(top, logits[at]!);
  let total = 0;
  for (let at = from; at < from + classes; at++) total += Math.exp(logits[at]! - top);
  let loss = 0;
  for (let at = from; at < from + classes; at++) {
    const log = logits[at]! - top - Math.log(total);
    loss -= y[at]! * log;
    logits[at] = Math.exp(log) - y[at]!;
  }
  return loss;
};

/** Features stretched so that the ridge means the same for any whitening, and a constant. */
const rowsOf = (pixels: Uint8Array, chosen: readonly number[], whitening: Whitening): Rows => {
  const d = whitening.features + 1;
  const x = new Float64Array(chosen.length * d);
  chosen.forEach((picture, i) => {
    const features = whitening.of(lightOf(pixels, picture, 28));
    for (let j = 0; j < d - 1; j++) x[i * d + j] = 10 * features[j]!;
    x[i * d + d - 1] = 1;
  });
  return { n: chosen.length, d, x };
};

/** Logits of every row, n × classes. */
const forward = (weights: Float64Array, { n, d, x }: Rows, logits: Float64Array): void => {
  const classes = logits.length / n;
  for (let i = 0; i < n; i++) innerProducts(x, i * d, weights, classes, d, logits, i * classes);
};

/** Adds scale · Σ residual xᵀ to the gradient, classes × d. */
const backward = (
  residuals: Float64Array,
  { n, d, x }: Rows,
  scale: number,
  gradient: Float64Array,
): void => {
  const classes = residuals.length / n;
  for (let i = 0; i < n; i++)
    for (let c = 0; c < classes; c++) {
      const r = scale * residuals[i * classes + c]!;
      for (let j = 0, at = i * d, g = c * d; j < d; j++, at++, g++) gradient[g] = gradient[g]! + r * x[at]!;
    }
};
