import { describe, expect, it } from "vitest";
import { chanceDistances, distances } from "../../../../scripts/bench/ecg/distances.ts";
import { rng } from "../../../../src/math/rng.ts";
import { ksDistance } from "../../../../src/math/stats.ts";

const random = rng("ecg distances");
const rows = (n: number, k: number, shift = 0) =>
  Array.from({ length: n }, () => Float64Array.from({ length: k }, () => shift + random.normal()));

describe("distances of distributions", () => {
  it("of a set to itself are 0, in whatever order its rows stand", () => {
    const a = rows(40, 3);
    for (const { moved, gap } of distances(a, a.toReversed())) {
      expect(moved).toBeCloseTo(0, 12);
      expect(gap).toBeCloseTo(0, 12);
    }
  });
  it("of a set to the same set shifted: W1 is the shift, in its unit; KS is 1 where they no longer meet", () => {
    const a = rows(40, 2);
    const moved = a.map(row => row.map((value, i) => value + (i === 0 ? 0.25 : 1000)));
    const [little, far] = distances(a, moved);
    expect(little!.moved).toBeCloseTo(0.25, 10);
    expect(little!.gap).toBeLessThan(1);
    expect(far!.moved).toBeCloseTo(1000, 8);
    expect(far!.gap).toBeCloseTo(1, 12);
  });
  it("do not depend on which set is named first, and scale with the unit", () => {
    const [a, b] = [rows(30, 1), rows(50, 1, 0.7)];
    const [there, back] = [distances(a, b)[0]!, distances(b, a)[0]!];
    expect(there.moved).toBeCloseTo(back.moved, 12);
    const inMicro = (all: readonly Float64Array[]) => all.map(row => row.map(value => 1000 * value));
    expect(distances(inMicro(a), inMicro(b))[0]!.moved).toBeCloseTo(1000 * there.moved, 8);
  });
  it("count each share once where sets differ in size: {0} against {0, 1, 1, 1} is 3/4 apart", () => {
    const of = (values: readonly number[]) => values.map(value => Float64Array.of(value));
    expect(distances(of([0]), of([0, 1, 1, 1]))[0]).toEqual({ moved: 0.75, gap: 0.75 });
  });
  it("have the KS distance that src/math/stats.ts has, ties included", () => {
    const [a, b] = [rows(60, 1), rows(45, 1, 0.4)].map(all =>
      all.map(row => row.map(value => Math.round(3 * value))),
    );
    const flat = (all: readonly Float64Array[]) => all.map(row => row[0]!);
    expect(distances(a!, b!)[0]!.gap).toBeCloseTo(ksDistance(flat(a!), flat(b!)).value, 12);
  });
  it("leave out what a recording has not, and are NaN where a set has nothing", () => {
    const a = [Float64Array.of(1, Number.NaN), Float64Array.of(Number.NaN, Number.NaN)];
    const b = [Float64Array.of(3, 1), Float64Array.of(Number.NaN, 2)];
    const [known, unknown] = distances(a, b);
    expect(known!.moved).toBeCloseTo(2, 12);
    expect(unknown!.moved).toBeNaN();
  });
});

describe("distances by chance", () => {
  it("are reached by sets of one law and passed by a shift of a standard deviation (seed fixed; 200 rounds, the 99.5 % round: false alarm about 1 %)", () => {
    const [a, b, shifted] = [rows(90, 1), rows(90, 1), rows(90, 1, 1)];
    const most = (other: typeof a) =>
      chanceDistances(a, other, 200, rng("chance"))
        .map(all => all[0]!.moved)
        .sort((x, y) => x - y)[198]!;
    expect(distances(a, b)[0]!.moved).toBeLessThan(most(b));
    expect(distances(a, shifted)[0]!.moved).toBeGreaterThan(most(shifted));
  });
  it("deal the rows of all traits together: two equal traits stay equal in every round", () => {
    const twice = (all: readonly Float64Array[]) => all.map(row => Float64Array.of(row[0]!, row[0]!));
    for (const [one, two] of chanceDistances(twice(rows(20, 1)), twice(rows(20, 1)), 5, rng("pairs")))
      expect(one).toEqual(two);
  });
});
