import { describe, expect, it } from "vitest";
import { embedded } from "../../../privacy/measure/embed.ts";
import { attributeFidelity, featureFidelity } from "../../../privacy/measure/fidelity.ts";
import { vectorFidelity } from "../../../privacy/measure/spread.ts";
import { open, seal } from "../../../privacy/private.ts";
import type { PatientId } from "../../../schemas/cohort.ts";
import { rng } from "../../../src/math/rng.ts";

describe("embedding a sealed cohort", () => {
  it("looks at every patient, leaves out those with nothing to see, and stays sealed", () => {
    const cohort = seal(new Map([1, 2, 3].map(n => [`p${n}` as PatientId, n])));
    const found = embedded(cohort, n => (n === 2 ? undefined : n * 10));
    expect(open(found)).toEqual([10, 30]);
    expect(JSON.stringify(found)).toBe('"[private]"');
  });
});

/** Twenty vectors of two coordinates, made so that every part left out has the same moments. */
const square = (shift: number, x: number, y: number) =>
  Array.from({ length: 20 }, (_, i) =>
    Float64Array.of(
      shift + x * (Math.floor(i / 10) === 0 ? 1 : -1),
      shift + y * ((i + Math.floor(i / 10)) % 2 === 0 ? 1 : -1),
    ),
  );
/** Sixteen whole numbers whose squares add up to 3184 = 16 · 199. */
const PAIRS = [14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 28, 4, 4, 4];
const estimateOf = (metric: string, real: readonly Float64Array[], synthetic: readonly Float64Array[]) =>
  vectorFidelity("v", seal(real), synthetic).find(found => found.metric === metric)?.estimate;

describe("the spread of vectors", () => {
  it("of widths three times as large is three, by the geometric mean of the coordinates", () => {
    expect(estimateOf("ratio of widths", square(0, 1, 1), square(5, 3, 3))!.value).toBeCloseTo(3, 10);
    expect(estimateOf("ratio of widths", square(0, 1, 1), square(5, 2, 8))!.value).toBeCloseTo(4, 10);
    expect(estimateOf("ratio of widths", square(0, 2, 2), square(0, 1, 1))!.value).toBeCloseTo(0.5, 10);
  });
  it("of a shift by d standard deviations is d, what sampling would give taken off", () => {
    // Variance of ±1 over 20 people is 20/19; both sides' sampling noise is 1/20 + 1/20 of a unit.
    const shifted = estimateOf("difference of middles", square(0, 1, 1), square(3, 1, 1))!;
    expect(shifted.value).toBeCloseTo(Math.sqrt(9 / (20 / 19) - 0.1), 10);
    expect(estimateOf("difference of middles", square(0, 1, 1), square(0, 1, 1))!.value).toBe(0);
    const unlike = estimateOf("difference of middles", square(0, 1, 1), square(3, 2, 2))!;
    expect(unlike.value).toBeCloseTo(Math.sqrt(9 / (20 / 19) - 1 / 20 - 4 / 20), 10);
  });
  it("is measured in the real side's units, by coordinates that vary there", () => {
    const flat = square(0, 1, 1e-6);
    const moved = flat.map(v => Float64Array.of(v[0]! + 2, v[1]! + 2));
    expect(estimateOf("difference of middles", flat, moved)!.value).toBeCloseTo(
      Math.sqrt(4 / (20 / 19) - 0.1),
      10,
    );
    expect(estimateOf("ratio of widths", flat, square(0, 2, 7))!.value).toBeCloseTo(2, 10);
  });
  it("stands apart in its metric, group and method, with the number of people on both sides", () => {
    const found = vectorFidelity("image", seal(square(0, 1, 1)), [...square(0, 1, 1), ...square(0, 1, 1)]);
    expect(found.map(({ metric, group }) => [metric, group])).toEqual([
      ["difference of middles", "image"],
      ["ratio of widths", "image"],
      ["ratio of effective dimensions", "image"],
    ]);
    for (const { estimate } of found)
      expect(estimate).toMatchObject({ level: 0.95, method: "jackknife", trials: 60 });
  });
  it("gives an interval of the delete-a-tenth jackknife: ±1.96 standard errors around the value", () => {
    const random = rng("jackknife");
    const one = (n: number) => Array.from({ length: n }, () => Float64Array.of(random.normal()));
    const [real, synthetic] = [one(40), one(40)];
    const log = (values: readonly Float64Array[]) => {
      const mean = values.reduce((sum, v) => sum + v[0]!, 0) / values.length;
      return Math.log(values.reduce((sum, v) => sum + (v[0]! - mean) ** 2, 0) / (values.length - 1)) / 2;
    };
    const left = (values: readonly Float64Array[]) =>
      Array.from({ length: 10 }, (_, part) => log(values.filter((_, i) => i % 10 !== part)));
    const spread = (values: readonly number[]) => {
      const middle = values.reduce((sum, v) => sum + v, 0) / 10;
      return 0.9 * values.reduce((sum, v) => sum + (v - middle) ** 2, 0);
    };
    const error = Math.sqrt(spread(left(real)) + spread(left(synthetic)));
    const centre = log(synthetic) - log(real);
    const found = estimateOf("ratio of widths", real, synthetic)!;
    expect(found.value).toBeCloseTo(Math.exp(centre), 10);
    expect(found.low).toBeCloseTo(Math.exp(centre - 1.959963984540054 * error), 8);
    expect(found.high).toBeCloseTo(Math.exp(centre + 1.959963984540054 * error), 8);
  });
  it("of directions is the participation ratio: two even ones are twice one", () => {
    const random = rng("directions");
    const cloud = (n: number, scale: readonly number[]) =>
      Array.from({ length: n }, () => Float64Array.from(scale, s => s * random.normal()));
    const one = cloud(400, [1, 0, 0, 0]);
    const four = cloud(400, [1, 1, 1, 1]);
    expect(estimateOf("ratio of effective dimensions", one, four)!.value).toBeCloseTo(4, 0);
    expect(estimateOf("ratio of effective dimensions", four, one)!.value).toBeCloseTo(0.25, 1);
  });
  it("of directions leaves nobody's product with himself in: exact for signs, whatever the sizes", () => {
    // (±1, ±1) in equal numbers: products of different people are ±2 or 0, so (tr C)²/tr C² = 4(n − 1)/(2n − 4).
    const signs = (n: number) =>
      Array.from({ length: n }, (_, i) => Float64Array.of(i % 2 === 0 ? 1 : -1, i % 4 < 2 ? 1 : -1));
    const ratio = (n: number) => (4 * (n - 1)) / (2 * n - 4);
    const found = estimateOf("ratio of effective dimensions", signs(20), signs(40))!;
    expect(found.value).toBeCloseTo(ratio(40) / ratio(20), 10);
  });
  it("of directions is that of the coordinates' moments: Σ over pairs is ‖XᵀX‖² less the fourth powers", () => {
    const random = rng("moments");
    const cloud = (n: number) =>
      Array.from({ length: n }, () =>
        Float64Array.of(random.normal(), 3 * random.normal(), 2 + random.normal()),
      );
    const byMoments = (values: readonly Float64Array[]) => {
      const [n, axes] = [values.length, [0, 1, 2]];
      const mean = axes.map(a => values.reduce((sum, v) => sum + v[a]!, 0) / n);
      const x = values.map(v => axes.map(a => v[a]! - mean[a]!));
      const norms = x.map(v => v.reduce((sum, c) => sum + c * c, 0));
      const second = axes.flatMap(a => axes.map(b => x.reduce((sum, v) => sum + v[a]! * v[b]!, 0)));
      const pairs =
        second.reduce((sum, c) => sum + c * c, 0) - norms.reduce((sum, norm) => sum + norm * norm, 0);
      return (norms.reduce((sum, norm) => sum + norm, 0) / n) ** 2 / (pairs / (n * (n - 1)));
    };
    const [real, synthetic] = [cloud(23), cloud(41)];
    const found = estimateOf("ratio of effective dimensions", real, synthetic)!;
    expect(found.value).toBeCloseTo(byMoments(synthetic) / byMoments(real), 10);
  });
  it("counts a coordinate above a hundredth of the mean variance, and not one at it", () => {
    // 33 people, so that variances are whole: 199 and 1, and a hundredth of their mean is 1.
    const values = PAIRS.flatMap(x => [x, -x]);
    const real = [...values.map((x, i) => Float64Array.of(x, i % 2 === 0 ? 1 : -1)), new Float64Array(2)];
    const wider = (by: number) => real.map(([x, y]) => Float64Array.of(x!, by * y!));
    expect(estimateOf("ratio of widths", real, wider(3))!.value).toBe(1);
    expect(estimateOf("ratio of widths", wider(1.01), wider(3.03))!.value).toBeCloseTo(Math.sqrt(3), 10);
    const moved = (cloud: readonly Float64Array[], by: number) =>
      cloud.map(([x, y]) => Float64Array.of(x!, y! + by));
    expect(estimateOf("difference of middles", real, moved(real, 100))!.value).toBe(0);
    expect(estimateOf("difference of middles", wider(1.01), moved(wider(1.01), 101))!.value).toBeCloseTo(
      Math.sqrt(5000 - 2 / 33),
      10,
    );
    // In other units the same are counted.
    const tenfold = (cloud: readonly Float64Array[]) => cloud.map(v => v.map(x => 10 * x));
    expect(estimateOf("ratio of widths", tenfold(wider(0.9)), tenfold(wider(3)))!.value).toBeCloseTo(1, 10);
  });
  it("is a difference of middles wherever both lie", () => {
    const found = estimateOf("difference of middles", square(3, 1, 1), square(6, 1, 1))!;
    expect(found.value).toBeCloseTo(Math.sqrt(9 / (20 / 19) - 0.1), 10);
  });
  it("is not told where nothing varies, or would not if one part of the people were left out", () => {
    const metrics = (real: readonly Float64Array[], synthetic: readonly Float64Array[]) =>
      vectorFidelity("v", seal(real), synthetic).map(({ metric }) => metric);
    const still = square(0, 0, 0);
    expect(metrics(still, still)).toEqual([]);
    expect(metrics(still, square(5, 1, 1))).toEqual([]);
    expect(metrics(square(0, 1, 1), still)).toEqual(["difference of middles"]);
    // A width is compared where both sides have one.
    expect(estimateOf("ratio of widths", square(0, 1, 1), square(0, 3, 0))!.value).toBeCloseTo(3, 10);
    const twoOnly = still.map((v, i) => (i % 10 === 0 ? Float64Array.of(i === 0 ? 1 : -1, 0) : v));
    expect(metrics(square(0, 1, 1), twoOnly)).toEqual(["difference of middles"]);
  });
  it("looks at the first 500 a side, and at nobody where there are fewer than 20", () => {
    const many = [...Array.from({ length: 500 }, (_, i) => square(0, 1, 1)[i % 20]!), ...square(1e6, 9, 9)];
    const found = vectorFidelity("v", seal(many), many);
    expect(found[0]!.estimate).toMatchObject({ value: 0, trials: 1000 });
    expect(vectorFidelity("v", seal(square(0, 1, 1)), square(0, 1, 1).slice(1))).toEqual([]);
    expect(vectorFidelity("v", seal(square(0, 1, 1).slice(1)), square(0, 1, 1))).toEqual([]);
    expect(vectorFidelity("v", seal(square(0, 1, 1)), square(0, 1, 1)).length).toBeGreaterThan(0);
  });
});

describe("the fidelity of shares", () => {
  const two = [
    { name: "a", categories: ["x", "y", "missing"] },
    { name: "b", categories: ["x", "y", "missing"] },
  ];
  it("tells who goes with whom from how many there are", () => {
    const real = [
      { a: "x", b: "x" },
      { a: "y", b: "y" },
    ];
    const crossed = [
      { a: "x", b: "y" },
      { a: "y", b: "x" },
    ];
    const found = attributeFidelity(two, seal(real), crossed);
    expect(found.map(({ group, metric, estimate }) => [group, metric, estimate.value])).toEqual([
      ["a", "difference of shares", 0],
      ["b", "difference of shares", 0],
      ["all pairs of attributes", "difference of pairs", 1],
    ]);
    expect(found[2]!.meaning).toContain("1 pairs");
    for (const { estimate } of found) expect(estimate.trials).toBe(4);
    expect(attributeFidelity(two.slice(0, 1), seal(real), crossed)).toHaveLength(1);
  });
  it("of measurements comes by name, in order, and counts what is finite only", () => {
    const found = featureFidelity("ecg", seal([{ b: 1, a: 5 }, { b: Number.NaN, a: 6 }, { b: 2 }]), [
      { b: 1.5, a: 7 },
      { a: 8, c: 1 },
    ]);
    expect(found.map(({ group }) => group)).toEqual(["ecg: a", "ecg: b", "ecg: c"]);
    expect(found[0]!.estimate.value).toBe(1);
    expect(found[1]!.estimate.value).toBe(0.5);
  });
});
