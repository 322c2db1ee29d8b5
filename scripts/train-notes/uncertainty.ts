/**
 * `tsx scripts/train-notes/uncertainty.ts`: fits the weights of `generators/note/uncertainty.ts` to spans of notes the
 * grammar makes, half of them spoilt at random, and writes `uncertainty-weights.ts`.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ENGLISH_VOCABULARY } from "../../generators/note/bank/en/vocabulary.ts";
import { SIGNS, signsIn } from "../../generators/note/uncertainty.ts";
import { rng } from "../../src/math/rng.ts";
import { corpus } from "../../test/generators/note/corpus.ts";
import { spoilt } from "./spoil.ts";

const random = rng("train-uncertainty/1");
const notes = corpus(400, "train-uncertainty/1").map(({ note }) => note);
const texts = notes.flatMap(({ text, spans }) => spans.map(({ start, end }) => text.slice(start, end)));
const examples = notes.flatMap(({ text, spans, facts }) => {
  const byId = new Map(facts.map(fact => [fact.id, fact]));
  return spans.map(({ start, end, facts: ids }) => {
    const own = text.slice(start, end);
    const words = random.chance(0.5) ? spoilt(own, texts, random) : own;
    const stated = ids.map(id => byId.get(id)!);
    return { signs: signsIn(words, stated, ENGLISH_VOCABULARY), isWrong: words !== own };
  });
});

/**
 * Logistic regression by gradient descent. Weights are drawn to PRIOR, so that a sign which random spoiling seldom sets
 * off still counts, and are not below zero: a sign of trouble never speaks for a span.
 */
const PRIOR = 4;
const PULL = 0.002;
const weights = new Float64Array(SIGNS.length + 1).fill(PRIOR, 1);
const RATE = 2;
const ROUNDS = 800;
for (let round = 0; round < ROUNDS; round++) {
  const gradient = new Float64Array(weights.length);
  for (const { signs, isWrong } of examples) {
    const logit = signs.reduce((sum, sign, i) => sum + sign * weights[i + 1]!, weights[0]!);
    const error = 1 / (1 + Math.exp(-logit)) - Number(isWrong);
    gradient[0]! += error;
    signs.forEach((sign, i) => {
      gradient[i + 1]! += error * sign;
    });
  }
  for (let i = 0; i < weights.length; i++) {
    const pull = i === 0 ? 0 : PULL * (weights[i]! - PRIOR);
    weights[i]! -= RATE * (gradient[i]! / examples.length + pull);
    if (i > 0) weights[i] = Math.max(0, weights[i]!);
  }
}

/** Half of the examples are spoilt; of spans that come by, few are. */
const EXPECTED = 0.02;
weights[0]! -= Math.log((1 - EXPECTED) / EXPECTED);
const rounded = Array.from(weights, weight => Number(weight.toFixed(2)));
writeFileSync(
  fileURLToPath(new URL("../../generators/note/uncertainty-weights.ts", import.meta.url)),
  `/** Weights of the signs in \`uncertainty.ts\`, written by \`scripts/train-notes/uncertainty.ts\`. */
export const UNCERTAINTY_WEIGHTS: { readonly bias: number; readonly signs: readonly number[] } = {
  bias: ${rounded[0]},
  signs: [${rounded.slice(1).join(", ")}],
};
`,
);
SIGNS.forEach((sign, i) => {
  console.log(rounded[i + 1], sign);
});
