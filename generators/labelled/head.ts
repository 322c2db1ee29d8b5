import { BIAS_INPUT, type LinearHead } from "../../schemas/labelled.ts";

/** Public settings of the descent; none of them changes what a step costs. */
export interface DescentSettings {
  readonly classes: number;
  readonly features: number;
  /** Number of steps, all of which are planned. */
  readonly steps: number;
  /** Released number of pictures, > 0. */
  readonly count: number;
  /** Of the whole plan. */
  readonly epsilon: number;
}

const MOMENTUM = 0.9;
/** Norm of a gradient that counts as 1. */
export const GRADIENT_BOUND = 0.5;
/** Pictures times ε at which the usual first step is taken; it grows with the root of both. */
const USUAL = { seen: 60_000, rate: 100 };
const RATES = { least: 4, most: 240 };
/** As pictures are told apart their gradients shrink: by so much steps have grown at the end. */
const GROWTH = 3;
/** Pictures times ε from which on two gradients stand out of the noise enough to be compared. */
const AMPLE = 200_000;
/** By how much, in natural logarithms, a step grows where the gradient still points where the descent goes. */
const TRUST = 0.5;
/** The classifier that comes out is the average over this last share of the steps. */
const AVERAGED = 0.3;

const firstRate = ({ count, epsilon }: DescentSettings): number =>
  Math.min(RATES.most, Math.max(RATES.least, USUAL.rate * Math.sqrt((count * epsilon) / USUAL.seen)));

/**
 * Gradient descent with momentum on a linear classifier, from noisy gradient sums: post-processing. Steps grow on the way:
 * by a fixed plan, or, where noise is small, as long as gradients agree with the way that was gone, and shrink where they
 * turn against it. Over the last steps, the average of which comes out, the noise cancels.
 */
export class Descent {
  readonly #settings: DescentSettings;
  readonly #weights: Float64Array;
  readonly #velocity: Float64Array;
  readonly #average: Float64Array;
  #step = 0;
  #rate: number;

  constructor(settings: DescentSettings) {
    this.#settings = settings;
    this.#rate = firstRate(settings);
    const size = settings.classes * (settings.features + 1);
    this.#weights = new Float64Array(size);
    this.#velocity = new Float64Array(size);
    this.#average = new Float64Array(size);
  }

  /** Where the next gradient is to be taken. */
  get head(): LinearHead {
    const { classes, features } = this.#settings;
    return { classes, features, weights: this.#weights.slice() };
  }

  /** @param gradient  noisy sum over pictures, in units of the gradient bound */
  step(gradient: Float64Array): void {
    const { steps, count } = this.#settings;
    const unit = GRADIENT_BOUND / Math.max(1, count);
    const from = Math.floor((1 - AVERAGED) * steps);
    const [averaged, share] = [this.#step >= from, 1 / (steps - from)];
    this.#rate *= Math.exp(this.#growth(gradient));
    for (let i = 0; i < gradient.length; i++) {
      this.#velocity[i] = MOMENTUM * this.#velocity[i]! + gradient[i]! * unit;
      this.#weights[i] = this.#weights[i]! - this.#rate * this.#velocity[i]!;
      if (averaged) this.#average[i] = this.#average[i]! + share * this.#weights[i]!;
    }
    this.#step++;
  }

  /** Natural logarithm of what the next step is longer by. */
  #growth(gradient: Float64Array): number {
    const { steps, count, epsilon } = this.#settings;
    if (this.#step === 0) return 0;
    if (count * epsilon < AMPLE) return Math.log(GROWTH) / (steps - 1);
    return TRUST * cosineBetween(gradient, this.#velocity);
  }

  /** The classifier after all steps. */
  get result(): LinearHead {
    const { classes, features } = this.#settings;
    return { classes, features, weights: this.#average.slice() };
  }
}

const cosineBetween = (a: Float64Array, b: Float64Array): number => {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
};

/**
 * Probabilities of the classes of one picture.
 *
 * @param allowed  classes that may be named
 */
export const probabilities = (
  { classes, features, weights }: LinearHead,
  x: Float64Array,
  allowed: readonly boolean[],
): Float64Array => {
  const logits = new Float64Array(classes);
  for (let c = 0; c < classes; c++) {
    const at = c * (features + 1);
    let sum = weights[at + features]! * BIAS_INPUT;
    for (let j = 0; j < features; j++) sum += weights[at + j]! * x[j]!;
    logits[c] = allowed[c] ? sum : Number.NEGATIVE_INFINITY;
  }
  const top = Math.max(...logits);
  let total = 0;
  for (let c = 0; c < classes; c++) {
    logits[c] = Math.exp(logits[c]! - top);
    total += logits[c]!;
  }
  return logits.map(value => value / total);
};
