/** Texts told apart by their words: hashed words and pairs of words, multinomial logistic regression. */
import { rng } from "../../../src/math/rng.ts";
import { wordsOf } from "./diversity.ts";

export interface Labelled {
  readonly label: string;
  readonly text: string;
}

/** Rows of the weights: features are hashed into them. */
const BUCKETS = 2 ** 17;
const PASSES = 12;
const STEP = 0.5;
const RIDGE = 1e-5;

/** Buckets and weights of a text, of length 1 together. */
export interface Bag {
  readonly at: Int32Array;
  readonly by: Float64Array;
}

export const bagOf = (text: string): Bag => {
  const words = wordsOf(text).map(word => word.replace(/\d+/g, "0"));
  const counts = new Map<number, number>();
  const add = (feature: string) => {
    const bucket = hash(feature) % BUCKETS;
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  };
  words.forEach((word, i) => {
    add(word);
    if (i > 0) add(`${words[i - 1]} ${word}`);
  });
  const by = Float64Array.from(counts.values(), count => 1 + Math.log(count));
  const norm = Math.hypot(...by);
  return { at: Int32Array.from(counts.keys()), by: by.map(value => value / norm) };
};

/** FNV-1a, 32 bits. */
const hash = (text: string): number => {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
};

/** Log-odds of every class, up to a constant. */
export type Scorer = (bag: Bag) => Float64Array;

/**
 * Classes weigh alike, however many examples they have. Stochastic gradients with steps by coordinate.
 *
 * @source  Duchi, Hazan & Singer 2011 (AdaGrad)
 */
export const trained = (
  examples: readonly { readonly bag: Bag; readonly label: string }[],
  classes: readonly string[],
): Scorer => {
  const k = classes.length;
  // bucket × class, row-major; the last row is the intercept.
  const weights = new Float64Array((BUCKETS + 1) * k);
  const squares = new Float64Array((BUCKETS + 1) * k).fill(1e-3);
  const count = new Map<string, number>();
  for (const { label } of examples) count.set(label, (count.get(label) ?? 0) + 1);
  const scores = (bag: Bag): Float64Array => {
    const z = weights.slice(BUCKETS * k);
    for (let i = 0; i < bag.at.length; i++)
      for (let c = 0; c < k; c++) z[c]! += bag.by[i]! * weights[bag.at[i]! * k + c]!;
    return z;
  };
  const move = (at: number, gradient: number) => {
    const slope = gradient + RIDGE * weights[at]!;
    squares[at]! += slope * slope;
    weights[at]! -= (STEP * slope) / Math.sqrt(squares[at]!);
  };
  const random = rng("bag-classifier");
  for (let pass = 0; pass < PASSES; pass++)
    for (let n = 0; n < examples.length; n++) {
      const { bag, label } = examples[random.integer(examples.length)]!;
      const slopes = softmax(scores(bag));
      slopes[classes.indexOf(label)]! -= 1;
      const weight = examples.length / (k * count.get(label)!);
      for (let c = 0; c < k; c++) {
        const slope = weight * slopes[c]!;
        for (let i = 0; i < bag.at.length; i++) move(bag.at[i]! * k + c, slope * bag.by[i]!);
        move(BUCKETS * k + c, slope);
      }
    }
  return scores;
};

const softmax = (z: Float64Array): Float64Array => {
  const top = Math.max(...z);
  const e = z.map(value => Math.exp(value - top));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map(value => value / sum);
};
