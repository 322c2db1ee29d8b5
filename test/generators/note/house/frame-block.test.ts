import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENGLISH } from "../../../../generators/note/bank/en/index.ts";
import { frameRatios, framesBlock, unitShares } from "../../../../generators/note/house/frame-block.ts";
import { sentencesOf } from "../../../../generators/note/house/sentences.ts";
import { clusterShares, wordingReader } from "../../../../generators/note/house/wording.ts";
import type { NoisyBlock } from "../../../../schemas/statistic.ts";
import { rng } from "../../../../src/math/rng.ts";
import { CLUSTERS, HABITS, HOUSE, notesOf } from "./planted-house.ts";

const block = framesBlock(CLUSTERS.count, 1);
const read = wordingReader(ENGLISH, CLUSTERS);

const contributed = (texts: readonly string[]): Float64Array => {
  const out = new Float64Array(block.size);
  const wording = read(texts.map(text => ({ text })));
  block.contribute({ attributes: {}, ...(wording && { wording }) }, out);
  return out;
};
const summed = (patients: readonly (readonly string[])[]): Float64Array => {
  const sum = new Float64Array(block.size);
  for (const texts of patients)
    contributed(texts).forEach((value, i) => {
      sum[i] = sum[i]! + value;
    });
  return sum;
};
const norm = (x: Float64Array) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
/** Test noise, seeded: what the ledger would add. */
const noisy = (sum: Float64Array, noise: number, seed: string): NoisyBlock => {
  const random = rng(seed);
  return { ...block, noise, values: sum.map(value => value + noise * random.normal()) };
};

const plain = notesOf(ENGLISH, 300, "plain");
const bank = (() => {
  const sum = new Float64Array(block.size);
  for (const text of plain)
    unitShares(clusterShares(sentencesOf(text), CLUSTERS)).forEach((value, i) => {
      sum[i] = sum[i]! + value / plain.length;
    });
  return sum;
})();

describe("the frame histogram of a patient", () => {
  it("a patient's frame histogram has ℓ₂ norm at most 1, however many notes it is of (any text, any shares)", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...plain)), { maxLength: 5 }), texts => {
        expect(norm(contributed(texts))).toBeLessThanOrEqual(1 + 1e-12);
      }),
      { seed: 51, numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: block.size, maxLength: block.size }), shares => {
        const out = new Float64Array(block.size);
        const frames = Float64Array.from(shares);
        block.contribute({ attributes: {}, wording: { frames, phrases: [] } }, out);
        expect(norm(out)).toBeLessThanOrEqual(1 + 1e-12);
      }),
      { seed: 52, numRuns: 200 },
    );
    const fifty = Array.from({ length: 50 }, () => plain[0]!);
    expect(norm(contributed(fifty))).toBeCloseTo(norm(contributed([plain[0]!])), 9);
  });

  it("is nothing without notes, and nothing where it is of other frames", () => {
    expect(norm(contributed([]))).toBe(0);
    const out = new Float64Array(block.size);
    block.contribute({ attributes: {}, wording: { frames: new Float64Array(3).fill(1), phrases: [] } }, out);
    expect(norm(out)).toBe(0);
  });
});

describe("frame ratios", () => {
  const house = summed(notesOf(HOUSE, 400, "house").map(text => [text]));

  it("are 1 at infinite noise, at huge noise (twenty seeds) and without patients", () => {
    const ones = new Array(CLUSTERS.count).fill(1);
    expect(frameRatios({ ...block, values: house, noise: Number.POSITIVE_INFINITY }, bank, CLUSTERS)).toEqual(
      ones,
    );
    for (let seed = 0; seed < 20; seed++)
      expect(frameRatios(noisy(house, 1e5, `huge/${seed}`), bank, CLUSTERS)).toEqual(ones);
    expect(frameRatios({ ...block, values: new Float64Array(block.size), noise: 1 }, bank, CLUSTERS)).toEqual(
      ones,
    );
    expect(frameRatios({ ...block, values: new Float64Array(2), noise: 0 }, bank, CLUSTERS)).toEqual(ones);
  });

  it("stay within an eighth and eight whatever the noise draws", () => {
    for (let seed = 0; seed < 50; seed++)
      for (const ratio of frameRatios(noisy(house, 3, `any/${seed}`), bank, CLUSTERS))
        expect(ratio >= 1 / 8 && ratio <= 8).toBe(true);
  });

  it("tell a planted house's habits: high where it draws a wording more often, low where less", () => {
    const ratios = frameRatios({ ...block, values: house, noise: 1e-6 }, bank, CLUSTERS);
    const mean = (habit: number) => {
      const found = ratios.filter((ratio, i) => HABITS.ratios[i] === habit && ratio !== 1).map(Math.log);
      return found.reduce((sum, value) => sum + value, 0) / found.length;
    };
    expect(mean(6)).toBeGreaterThan(mean(1) + 0.4);
    expect(mean(1 / 6)).toBeLessThan(mean(1) - 0.4);
  });

  it("of 400 of the bank's own notes are 1 to two fifths, in the mean", () => {
    const own = summed(notesOf(ENGLISH, 400, "other").map(text => [text]));
    const ratios = frameRatios({ ...block, values: own, noise: 1e-6 }, bank, CLUSTERS).filter(
      ratio => ratio !== 1,
    );
    const off = ratios.map(ratio => Math.abs(Math.log(ratio)));
    expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThan(0.4);
  });
});
