import { describe, expect, it } from "vitest";
import { exponentialChoice } from "../../../src/math/exponential-choice.ts";
import { gammaQ } from "../../../src/math/special.ts";
import { replayBits } from "../../replay-noise.ts";

/** p-value of Pearson's χ² of counts against exact probabilities. */
const pValue = (counts: readonly number[], shares: readonly number[]): number => {
  const draws = counts.reduce((sum, count) => sum + count, 0);
  const square = counts.reduce(
    (sum, count, i) => sum + (count - draws * shares[i]!) ** 2 / (draws * shares[i]!),
    0,
  );
  return gammaQ((counts.length - 1) / 2, square / 2);
};

const drawn = (seed: string, gaps: readonly bigint[], den: bigint, draws: number): number[] => {
  const bits = replayBits(seed);
  const counts = gaps.map(() => 0);
  for (let i = 0; i < draws; i++) counts[exponentialChoice(bits, gaps, den)]!++;
  return counts;
};

const sharesOf = (gaps: readonly bigint[], den: bigint): number[] => {
  const weights = gaps.map(gap => Math.exp(-Number(gap) / Number(den)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => weight / total);
};

describe("a choice by the exponential mechanism, from bits", () => {
  it("has the exact law of the exponential mechanism, without floating-point numbers (χ², seed 1, p < 1e-6 fails)", () => {
    const gaps = [0n, 3n, 7n, 7n, 20n, 35n];
    expect(pValue(drawn("1", gaps, 10n, 60_000), sharesOf(gaps, 10n))).toBeGreaterThan(1e-6);
  });
  it("that test sees a tenth too much temperature", () => {
    const gaps = [0n, 3n, 7n, 7n, 20n, 35n];
    expect(pValue(drawn("1", gaps, 11n, 60_000), sharesOf(gaps, 10n))).toBeLessThan(1e-6);
  });
  it("is uniform where nothing is worse (χ², seed 2, p < 1e-6 fails)", () => {
    expect(pValue(drawn("2", [0n, 0n, 0n], 5n, 30_000), [1 / 3, 1 / 3, 1 / 3])).toBeGreaterThan(1e-6);
  });
  it("never takes what is worse by 2^70 units", () => {
    expect(drawn("3", [1n << 70n, 0n], 1n, 2000)).toEqual([0, 2000]);
  });
  it("refuses gaps without a zero, below zero, or no unit", () => {
    const bits = replayBits("4");
    expect(() => exponentialChoice(bits, [1n, 2n], 1n)).toThrow("least of them must be 0");
    expect(() => exponentialChoice(bits, [0n, -1n], 1n)).toThrow("must not be negative");
    expect(() => exponentialChoice(bits, [], 1n)).toThrow("least of them must be 0");
    expect(() => exponentialChoice(bits, [0n], 0n)).toThrow("unit of the gaps");
  });
});
