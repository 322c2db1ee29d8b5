import type { Cohort } from "../../schemas/cohort.ts";
import {
  BIAS_INPUT,
  FEATURE_STEPS,
  type LabelledPatient,
  type LabelledView,
  type LinearHead,
} from "../../schemas/labelled.ts";
import type { PlannedRelease } from "../../schemas/plan.ts";
import { LATTICE } from "../clip.ts";
import { noisySum, type SumMechanism } from "./noisy-sum.ts";

const BIAS_STEPS = BIAS_INPUT * FEATURE_STEPS;
/** Steps in one unit of a residual: with those of the features they make one lattice unit. */
const RESIDUAL_STEPS = LATTICE / FEATURE_STEPS;
/** Pictures that go through the classifier together. */
const BATCH = 4;

/**
 * One step of full-batch gradient descent on a multinomial logistic classifier: the noisy sum over patients of
 * (p − y) xᵀ / bound, clipped to norm 1, x the features with the bias's input. Features and residuals p − y are whole
 * numbers of steps, so a contribution is an exact product of whole numbers and their sums are exact in doubles; its
 * norm is ‖x‖·‖p − y‖, held to the lattice bound by shortening p − y. Of m pictures of a patient each counts one m-th.
 *
 * @param planned  the plan's entry: one block, named `gradient`, of classes × (features + 1) values
 * @param head     the classifier so far: public, made of earlier releases
 * @param bound    norm of a contribution that counts as 1, > 0; public
 * @returns        Σ over patients, in units of the bound
 * @guarantee      adding or removing one patient moves the sum by at most the lattice bound, however many pictures
 * @guarantee      a picture whose label or features do not fit counts as zero, silently
 * @throws         InvalidRequest if the plan has another block
 * @source         Abadi et al. 2016, arXiv:1607.00133, without subsampling
 */
export const gradientSum = (
  planned: PlannedRelease,
  head: LinearHead,
  bound: number,
): SumMechanism<Cohort<LabelledPatient>> =>
  noisySum(planned, [gradientBlock(head)], cohort => integerSum(head, bound, cohort));

export const gradientBlock = ({ classes, features }: Pick<LinearHead, "classes" | "features">) => ({
  name: "gradient",
  size: classes * (features + 1),
  weight: 1,
});

const integerSum = (head: LinearHead, bound: number, cohort: Cohort<LabelledPatient>): Float64Array => {
  const batch = new Batch(head, bound);
  for (const { views } of cohort.values())
    for (const view of views)
      if (view.features.length === head.features && view.label >= 0 && view.label < head.classes)
        batch.add(view, views.length);
  batch.flush();
  return batch.sum.slice(0, head.classes * (head.features + 1));
};

/** Pictures are taken four at a time and classes two at a time: a number that is read then serves several products. */
class Batch {
  /** Class after class; where there is an odd number, one more that stays 0. */
  readonly sum: Float64Array;
  readonly #views: LabelledView[] = [];
  readonly #shares: number[] = [];
  readonly #classes: number;
  readonly #weights: Float64Array;
  readonly #logits: Float64Array;
  /** Features of the four, one after another; zeros where there is none. */
  readonly #rows: Float64Array;
  readonly #head: LinearHead;
  readonly #bound: number;

  constructor(head: LinearHead, bound: number) {
    this.#head = head;
    this.#bound = bound;
    this.#classes = 2 * Math.ceil(head.classes / 2);
    this.#weights = new Float64Array(this.#classes * (head.features + 1));
    this.#weights.set(head.weights);
    this.sum = new Float64Array(this.#weights.length);
    this.#logits = new Float64Array(BATCH * this.#classes);
    this.#rows = new Float64Array(BATCH * head.features);
  }

  /** @param pictures  how many its patient has */
  add(view: LabelledView, pictures: number): void {
    this.#rows.set(view.features, this.#views.length * this.#head.features);
    this.#views.push(view);
    this.#shares.push(pictures);
    if (this.#views.length === BATCH) this.flush();
  }

  flush(): void {
    this.#rows.fill(0, this.#views.length * this.#head.features);
    forward(this.#weights, this.#rows, this.#logits);
    for (let i = 0; i < BATCH; i++) {
      const from = i * this.#classes;
      const view = this.#views[i];
      this.#logits.fill(0, view === undefined ? from : from + this.#head.classes, from + this.#classes);
      if (view === undefined) continue;
      const own = this.#logits.subarray(from, from + this.#head.classes);
      residual(own, view, { bound: this.#bound, pictures: this.#shares[i]! });
    }
    backward(this.#rows, this.#logits, this.sum);
    this.#views.length = 0;
    this.#shares.length = 0;
  }
}

/**
 * Logits of four rows, row after row; classes are an even number. Sizes are read off lengths: a size out of an object may
 * be a double to the compiler, and then all indices are, at twice the time.
 */
const forward = (weights: Float64Array, rows: Float64Array, logits: Float64Array): void => {
  const classes = logits.length >> 2;
  const features = rows.length >> 2;
  for (let c = 0; c < classes; c += 2) {
    const first = c * (features + 1);
    const second = first + features + 1;
    let a0 = 0;
    let a1 = 0;
    let a2 = 0;
    let a3 = 0;
    let b0 = 0;
    let b1 = 0;
    let b2 = 0;
    let b3 = 0;
    for (let j = 0; j < features; j++) {
      const a = weights[first + j]!;
      const b = weights[second + j]!;
      const x0 = rows[j]!;
      const x1 = rows[j + features]!;
      const x2 = rows[j + 2 * features]!;
      const x3 = rows[j + 3 * features]!;
      a0 += a * x0;
      a1 += a * x1;
      a2 += a * x2;
      a3 += a * x3;
      b0 += b * x0;
      b1 += b * x1;
      b2 += b * x2;
      b3 += b * x3;
    }
    const biasA = weights[first + features]! * BIAS_STEPS;
    const biasB = weights[second + features]! * BIAS_STEPS;
    logits[c] = (a0 + biasA) / FEATURE_STEPS;
    logits[c + 1] = (b0 + biasB) / FEATURE_STEPS;
    logits[classes + c] = (a1 + biasA) / FEATURE_STEPS;
    logits[classes + c + 1] = (b1 + biasB) / FEATURE_STEPS;
    logits[2 * classes + c] = (a2 + biasA) / FEATURE_STEPS;
    logits[2 * classes + c + 1] = (b2 + biasB) / FEATURE_STEPS;
    logits[3 * classes + c] = (a3 + biasA) / FEATURE_STEPS;
    logits[3 * classes + c + 1] = (b3 + biasB) / FEATURE_STEPS;
  }
};

/** Adds the products of residuals (whole steps) and features (whole steps): exact below 2⁵³. */
const backward = (rows: Float64Array, residuals: Float64Array, sum: Float64Array): void => {
  const classes = residuals.length >> 2;
  const features = rows.length >> 2;
  for (let c = 0; c < classes; c += 2) {
    const first = c * (features + 1);
    const second = first + features + 1;
    const a0 = residuals[c]!;
    const a1 = residuals[classes + c]!;
    const a2 = residuals[2 * classes + c]!;
    const a3 = residuals[3 * classes + c]!;
    const b0 = residuals[c + 1]!;
    const b1 = residuals[classes + c + 1]!;
    const b2 = residuals[2 * classes + c + 1]!;
    const b3 = residuals[3 * classes + c + 1]!;
    for (let j = 0; j < features; j++) {
      const x0 = rows[j]!;
      const x1 = rows[j + features]!;
      const x2 = rows[j + 2 * features]!;
      const x3 = rows[j + 3 * features]!;
      sum[first + j] = sum[first + j]! + (a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3);
      sum[second + j] = sum[second + j]! + (b0 * x0 + b1 * x1 + b2 * x2 + b3 * x3);
    }
    sum[first + features] = sum[first + features]! + (a0 + a1 + a2 + a3) * BIAS_STEPS;
    sum[second + features] = sum[second + features]! + (b0 + b1 + b2 + b3) * BIAS_STEPS;
  }
};

/**
 * (p − y)/bound in whole steps, over the logits, dropped toward zero after division by the patient's pictures, and
 * shortened until ‖x‖²·‖p − y‖² ≤ LATTICE² of the undivided steps, in whole numbers.
 */
const residual = (
  logits: Float64Array,
  { label, features }: LabelledView,
  { bound, pictures }: { readonly bound: number; readonly pictures: number },
): void => {
  softmax(logits);
  logits[label] = logits[label]! - 1;
  const classes = logits.length;
  const length = BIAS_STEPS * BIAS_STEPS + squaresOf(features);
  let real = 0;
  for (let c = 0; c < classes; c++) {
    const steps = (Number.isFinite(logits[c]) ? logits[c]! : 0) * (RESIDUAL_STEPS / bound);
    logits[c] = steps;
    real += steps * steps;
  }
  for (let shrink = Math.min(1, LATTICE / Math.sqrt(length * real)); ; shrink *= 1 - 2 ** -20) {
    let squares = 0;
    for (let c = 0; c < classes; c++) {
      const steps = Math.trunc(logits[c]! * shrink);
      squares += steps * steps;
    }
    // Strictly less in doubles is less in whole numbers, too: rounding is monotone.
    if (squares < LATTICE ** 2 / length) {
      for (let c = 0; c < classes; c++) logits[c] = Math.trunc(Math.trunc(logits[c]! * shrink) / pictures);
      return;
    }
  }
};

/** Exact: whole numbers below 2⁵³. */
const squaresOf = (x: Int16Array): number => {
  let even = 0;
  let odd = 0;
  const last = x.length - 1;
  for (let j = 0; j < last; j += 2) {
    even += x[j]! * x[j]!;
    odd += x[j + 1]! * x[j + 1]!;
  }
  return even + odd + (x.length % 2 === 0 ? 0 : x[last]! * x[last]!);
};

const softmax = (logits: Float64Array): void => {
  let top = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < logits.length; c++) top = Math.max(top, logits[c]!);
  let total = 0;
  for (let c = 0; c < logits.length; c++) {
    logits[c] = Math.exp(logits[c]! - top);
    total += logits[c]!;
  }
  for (let c = 0; c < logits.length; c++) logits[c] = logits[c]! / total;
};
