import { describe, expect, it } from "vitest";
import { type CodedColumns, logistic, logOdds } from "../../../src/math/logistic.ts";
import { rng } from "../../../src/math/rng.ts";

const SIZES = [3, 2, 4];
/** Log odds of the third column's first category against the rest. */
const TRUTH = { first: [-1, 0, 1], second: [0.5, -0.5], intercept: -0.4 };

const people = (count: number, seed: string) => {
  const random = rng(seed);
  const columns = SIZES.map(size => Uint16Array.from({ length: count }, () => random.integer(size)));
  const outcome = Uint8Array.from({ length: count }, (_, i) => {
    const z = TRUTH.intercept + TRUTH.first[columns[0]![i]!]! + TRUTH.second[columns[1]![i]!]!;
    return Number(random.chance(1 / (1 + Math.exp(-z))));
  });
  return { people: { sizes: SIZES, columns } as CodedColumns, outcome };
};

describe("logistic regression on categories", () => {
  it("finds planted log odds: contrasts of 40,000 people within five standard errors (p < 1e-6)", () => {
    const weights = logistic({ ...people(40_000, "planted"), skip: 2, ridge: 1 });
    expect(Math.abs(weights[2]! - weights[0]! - 2)).toBeLessThan(0.15);
    expect(Math.abs(weights[3]! - weights[4]! - 1)).toBeLessThan(0.12);
  });

  it("balances at its minimum: of every category, people with the outcome and people expected differ by the ridge", () => {
    const lesson = { ...people(500, "balance"), skip: 2, ridge: 3 };
    const weights = logistic(lesson);
    const scores = logOdds(lesson.people, weights, 2);
    // The minimum is looked for until no component of the gradient is above 1e-4 a person.
    const left = 500 * 1e-4;
    const excess = (isIn: (i: number) => boolean) =>
      [...scores.keys()]
        .filter(isIn)
        .reduce((sum, i) => sum + lesson.outcome[i]! - 1 / (1 + Math.exp(-scores[i]!)), 0);
    for (let c = 0; c < 3; c++)
      expect(Math.abs(excess(i => lesson.people.columns[0]![i] === c) - 3 * weights[c]!)).toBeLessThanOrEqual(
        left,
      );
    expect(Math.abs(excess(() => true))).toBeLessThanOrEqual(left);
  });

  it("never looks at the skipped column: its weights stay nought, and any other content gives the same", () => {
    const lesson = { ...people(300, "skip"), skip: 2, ridge: 1 };
    const weights = logistic(lesson);
    expect(Array.from(weights.subarray(5, 9))).toEqual([0, 0, 0, 0]);
    const columns = [...lesson.people.columns.slice(0, 2), Uint16Array.from(lesson.outcome)];
    expect(logistic({ ...lesson, people: { sizes: SIZES, columns } })).toEqual(weights);
  });

  it("turns round with the outcome, and a stronger ridge pulls towards nought", () => {
    const lesson = { ...people(300, "turn"), skip: 2, ridge: 1 };
    const weights = logistic(lesson);
    const turned = logistic({ ...lesson, outcome: lesson.outcome.map(y => 1 - y) });
    for (const [i, w] of weights.entries()) expect(turned[i]).toBeCloseTo(-w, 8);
    const norm = (of: Float64Array) => Math.hypot(...of.subarray(0, 9));
    expect(norm(logistic({ ...lesson, ridge: 100 }))).toBeLessThan(norm(weights) / 2);
  });
});
