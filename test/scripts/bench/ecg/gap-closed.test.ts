import { describe, expect, it } from "vitest";
import { areasOf, type Folds, gapClosed, type Truth } from "../../../../scripts/bench/ecg/gap-closed.ts";
import { type Rng, rng } from "../../../../src/math/rng.ts";

const N = 120;
const truth: Truth = { one: Array.from({ length: N }, (_, i) => (i % 3 === 0 ? 1 : 0)) };
const truths = [truth, truth];

/** A student that sees the label with `signal` standard deviations of noise. */
const student = (signal: number, random: Rng): Folds =>
  truths.map(() => [
    {
      scores: { one: Float64Array.from({ length: N }, (_, i) => signal * truth.one![i]! + random.normal()) },
    },
  ]);

const closed = (own: Folds, floor: Folds, ceiling: Folds) =>
  gapClosed(truths, { own, floor, ceiling }, 300, rng("bootstrap"));

describe("the share of the gap closed", () => {
  const [floor, middle, ceiling] = [0, 1, 3].map(signal => student(signal, rng(`student ${signal}`))) as [
    Folds,
    Folds,
    Folds,
  ];
  it("is exactly 0 of the floor itself and 1 of the ceiling itself, without any spread", () => {
    expect(closed(floor, floor, ceiling).share).toEqual({ value: 0, low: 0, high: 0 });
    expect(closed(ceiling, floor, ceiling).share).toEqual({ value: 1, low: 1, high: 1 });
  });
  it("lies between for a student between, and its interval holds it", () => {
    const { share, macro } = closed(middle, floor, ceiling);
    expect(share!.value).toBeGreaterThan(0.2);
    expect(share!.value).toBeLessThan(0.9);
    for (const { value, low, high } of [share!, macro]) expect(low < value && value < high).toBe(true);
  });
  it("is not given where training on real is no better than the prior", () => {
    expect(closed(middle, ceiling, floor).share).toBeUndefined();
    expect(closed(middle, ceiling, floor).gap.value).toBeLessThan(0);
  });
  it("shows a gap that may be none by an interval around 0 (seed fixed; chance of failing under 5 %)", () => {
    const { gap } = closed(middle, floor, student(0, rng("another")));
    expect(gap.low < 0 && gap.high > 0).toBe(true);
  });
});

describe("AUC by label", () => {
  it("leaves out recordings whose label is open, and is NaN for a label of one kind", () => {
    const open: Truth = { half: [1, undefined, 0, undefined], none: [0, 0, 0, 0] };
    const scores = { half: Float64Array.of(1, 9, 0, -9), none: Float64Array.of(1, 2, 3, 4) };
    const { half, none } = areasOf([open], [[{ scores }]]);
    expect(half).toBe(1);
    expect(none).toBeNaN();
  });
  it("counts ties one half: a student that says the same of all has 0.5", () => {
    expect(areasOf([truth], [[{ scores: { one: new Float64Array(N) } }]]).one).toBe(0.5);
  });
});
