import { describe, expect, it } from "vitest";
import type { CodedTable } from "../../../schemas/marginal.ts";
import { boostedTrees, logisticRegression, transferAuc } from "../../../scripts/bench/patient/classifiers.ts";
import { difference, interval, marginalDistance } from "../../../scripts/bench/patient/measure.ts";
import { associations, correlationsPage } from "../../../scripts/bench/patient/picture.ts";
import { simulatedSplits } from "../../../scripts/bench/patient/simulated.ts";
import { rng } from "../../../src/math/rng.ts";

/** a and b are coins, c is a, d is whether a and b differ. */
const people = (count: number, seed: string): CodedTable => {
  const random = rng(seed);
  const columns = Array.from({ length: 4 }, () => new Uint16Array(count));
  for (let i = 0; i < count; i++) {
    const [a, b] = [random.integer(2), random.integer(2)];
    for (const [j, code] of [a, b, a, a === b ? 0 : 1].entries()) columns[j]![i] = code;
  }
  return { sizes: [2, 2, 2, 2], columns };
};

describe("the bench's classifiers", () => {
  const [train, test] = [people(600, "train"), people(600, "test")];
  it("both learn what one attribute says; trees alone learn what two say together (seeds train, test)", () => {
    const alone = { train, test, target: { variable: 2, positive: 1 } };
    expect(transferAuc(logisticRegression, alone)).toBe(1);
    expect(transferAuc(boostedTrees, alone)).toBe(1);
    const hidden = ({ columns }: CodedTable): CodedTable => ({
      sizes: [2, 2, 2],
      columns: [columns[0]!, columns[1]!, columns[3]!],
    });
    const together = { train: hidden(train), test: hidden(test), target: { variable: 2, positive: 1 } };
    expect(transferAuc(logisticRegression, together)).toBeLessThan(0.6);
    expect(transferAuc(boostedTrees, together)).toBe(1);
  });
  it("score everyone alike where the outcome is the same for all", () => {
    const same = { ...train, columns: [...train.columns.slice(0, 3), new Uint16Array(600)] };
    for (const classify of [logisticRegression, boostedTrees])
      expect(transferAuc(classify, { train: same, test, target: { variable: 3, positive: 1 } })).toBeCloseTo(
        0.5,
        1,
      );
  });
});

describe("the bench's measures", () => {
  it("a table is at no distance from itself; one of other people's shares at half the sum of the gaps", () => {
    const table = people(100, "a");
    expect(marginalDistance(table, table)).toEqual({ single: 0, pair: 0 });
    const one = (...codes: readonly number[]): CodedTable => ({
      sizes: [2, 1],
      columns: [Uint16Array.from(codes), new Uint16Array(codes.length)],
    });
    expect(marginalDistance(one(0, 0, 1, 1), one(0, 0, 0, 1))).toEqual({ single: 0.125, pair: 0.25 });
  });
  it("intervals are Student's and Welch's", () => {
    // R: t.test(c(1, 2, 3))$conf.int: 2 ± 2.484138
    expect(interval([1, 2, 3]).half).toBeCloseTo(2.484, 3);
    // Equal variances and sizes: Welch's degrees of freedom are 4, quantile 2.776; 2.776·√(2/3)
    const { centre, half } = difference([1, 2, 3], [2, 3, 4]);
    expect(centre).toBe(-1);
    expect(half).toBeCloseTo(2.776 * Math.sqrt(2 / 3), 3);
  });
  it("associations are 1 for a copy, near 0 for coins, symmetric, and the page says both tables", () => {
    const table = people(2000, "v");
    const v = associations(table);
    expect(v[0]![2]).toBeCloseTo(1, 2);
    expect(v[0]![1]).toBeLessThan(0.1);
    expect(v[1]![0]).toBe(v[0]![1]);
    const page = correlationsPage(
      [{ title: "a < b", names: ["p", "q", "r", "s"], real: table, synthetic: people(2000, "w") }],
      "note",
    );
    expect(page).toContain("a &lt; b");
    expect(page.match(/<svg/g)).toHaveLength(3);
    expect(page).not.toContain("<script");
  });
  it("made-up tables are the same every time, and most outcomes have to do with the rest", () => {
    const [a, b] = [simulatedSplits(300, 2), simulatedSplits(300, 2)];
    expect(a).toEqual(b);
    const aucs = simulatedSplits(1000, 6).map(split => transferAuc(logisticRegression, split));
    expect(aucs.filter(value => value > 0.6).length).toBeGreaterThanOrEqual(4);
  });
});
