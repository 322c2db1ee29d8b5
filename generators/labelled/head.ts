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
/** Pictures times ε at which the usual step is taken; it grows with the root of both. */
const USUAL = { seen: 60_000, rate: 100 };
const RATES = { least: 4, most: 120 };
/** From here on the noise no longer calls for shorter gradients. */
const AMPLE = 200_000;

/** Norm of a gradient that counts as 1. */
export const gradientBound = ({ count, epsilon }: Pick<DescentSettings, "count" | "epsilon">): number =>
  count * epsilon < AMPLE ? 0.7 : 1;

const rateOf = ({ count, epsilon }: DescentSettings): number =>
  Math.min(RATES.most, Math.max(RATES.least, USUAL.rate * Math.sqrt((count * epsilon) / USUAL.seen)));

/**
 * Gradient descent with momentum on a linear classifier, from noisy gradient sums: post-processing. The classifier that
 * comes out is the average over the second half of the steps, in which the noise cancels.
 */
export class Descent {
  readonly #settings: DescentSettings;
  readonly #weights: Float64Array;
  readonly #velocity: Float64Array;
  readonly #average: Float64Array;
  #step = 0;

  constructor(settings: DescentSettings) {
    this.#settings = settings;
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
    const { steps } = this.#settings;
    const [rate, unit] = [
      rateOf(this.#settings),
      gradientBound(this.#settings) / Math.max(1, this.#settings.count),
    ];
    const averaged = this.#step >= Math.floor(steps / 2);
    const share = 1 / (steps - Math.floor(steps / 2));
    for (let i = 0; i < gradient.length; i++) {
      this.#velocity[i] = MOMENTUM * this.#velocity[i]! + gradient[i]! * unit;
      this.#weights[i] = this.#weights[i]! - rate * this.#velocity[i]!;
      if (averaged) this.#average[i] = this.#average[i]! + share * this.#weights[i]!;
    }
    this.#step++;
  }

  /** The classifier after all steps. */
  get result(): LinearHead {
    const { classes, features } = this.#settings;
    return { classes, features, weights: this.#average.slice() };
  }
}

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
