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
const BATCH = 8;

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
  const sum = new Float64Array(head.classes * (head.features + 1));
  const batch = new Batch(head, bound, sum);
  for (const { views } of cohort.values())
    for (const view of views)
      if (view.features.length === head.features && view.label >= 0 && view.label < head.classes)
        batch.add(view, views.length);
  batch.flush();
  return sum;
};

/** Pictures are taken eight at a time: a weight that is read then serves all of them. */
class Batch {
  readonly #views: LabelledView[] = [];
  readonly #shares: number[] = [];
  readonly #logits: Float64Array;
  /** Features of the eight, one after another; zeros where there is none. */
  readonly #rows: Float64Array;
  readonly #head: LinearHead;
  readonly #bound: number;
  readonly #sum: Float64Array;

  constructor(head: LinearHead, bound: number, sum: Float64Array) {
    this.#head = head;
    this.#bound = bound;
    this.#sum = sum;
    this.#logits = new Float64Array(BATCH * head.classes);
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
    forward(this.#head, this.#rows, this.#logits);
    for (let i = 0; i < BATCH; i++) {
      const view = this.#views[i];
      const own = this.#logits.subarray(i * this.#head.classes, (i + 1) * this.#head.classes);
      if (view === undefined) own.fill(0);
      else residual(own, view, { bound: this.#bound, pictures: this.#shares[i]! });
    }
    backward(this.#head, this.#rows, this.#logits, this.#sum);
    this.#views.length = 0;
    this.#shares.length = 0;
  }
}

/** Logits of eight rows, row after row. */
const forward = (
  { classes, features, weights }: LinearHead,
  rows: Float64Array,
  logits: Float64Array,
): void => {
  const sums = new Float64Array(BATCH);
  for (let c = 0; c < classes; c++) {
    const at = c * (features + 1);
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let s4 = 0;
    let s5 = 0;
    let s6 = 0;
    let s7 = 0;
    for (let j = 0; j < features; j++) {
      const w = weights[at + j]!;
      s0 += w * rows[j]!;
      s1 += w * rows[j + features]!;
      s2 += w * rows[j + 2 * features]!;
      s3 += w * rows[j + 3 * features]!;
      s4 += w * rows[j + 4 * features]!;
      s5 += w * rows[j + 5 * features]!;
      s6 += w * rows[j + 6 * features]!;
      s7 += w * rows[j + 7 * features]!;
    }
    sums.set([s0, s1, s2, s3, s4, s5, s6, s7]);
    const bias = weights[at + features]! * BIAS_STEPS;
    for (let i = 0; i < BATCH; i++) logits[i * classes + c] = (sums[i]! + bias) / FEATURE_STEPS;
  }
};

/** Adds the products of residuals (whole steps) and features (whole steps): exact below 2⁵³. */
const backward = (
  { classes, features }: LinearHead,
  rows: Float64Array,
  residuals: Float64Array,
  sum: Float64Array,
): void => {
  for (let c = 0; c < classes; c++) {
    const g0 = residuals[c]!;
    const g1 = residuals[classes + c]!;
    const g2 = residuals[2 * classes + c]!;
    const g3 = residuals[3 * classes + c]!;
    const g4 = residuals[4 * classes + c]!;
    const g5 = residuals[5 * classes + c]!;
    const g6 = residuals[6 * classes + c]!;
    const g7 = residuals[7 * classes + c]!;
    const at = c * (features + 1);
    for (let j = 0; j < features; j++)
      sum[at + j] =
        sum[at + j]! +
        (g0 * rows[j]! +
          g1 * rows[j + features]! +
          g2 * rows[j + 2 * features]! +
          g3 * rows[j + 3 * features]! +
          g4 * rows[j + 4 * features]! +
          g5 * rows[j + 5 * features]! +
          g6 * rows[j + 6 * features]! +
          g7 * rows[j + 7 * features]!);
    sum[at + features] = sum[at + features]! + (g0 + g1 + g2 + g3 + g4 + g5 + g6 + g7) * BIAS_STEPS;
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
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += x[j]! * x[j]!;
  return sum;
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
