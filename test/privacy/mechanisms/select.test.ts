import { describe, expect, it } from "vitest";
import { SCORE_STEPS, scoreOf, selectMarginal } from "../../../privacy/mechanisms/select.ts";
import type { Candidate, CodedTable } from "../../../schemas/marginal.ts";
import { rng } from "../../../src/math/rng.ts";
import type { SecretNoise } from "../../../src/math/secret-noise.ts";
import { gammaQ } from "../../../src/math/special.ts";
import { replayNoise } from "../../replay-noise.ts";
import { noNoise } from "./fixtures.ts";

const SIZES = [2, 3];
const table = (people: readonly (readonly number[])[]): CodedTable => ({
  sizes: SIZES,
  columns: [0, 1].map(j => Uint16Array.from(people, person => person[j]!)),
});
const CANDIDATES: readonly Candidate[] = [
  { clique: [0], expected: Float64Array.of(2.25, 1.5), allowance: 0.5 },
  { clique: [1], expected: Float64Array.of(0.5, -1, 2.0003), allowance: 0 },
  { clique: [0, 1], expected: Float64Array.of(1, 0, 0.75, 0, 0, 3), allowance: 1.25 },
];
const PEOPLE = [
  [0, 0],
  [0, 2],
  [1, 1],
  [1, 2],
];

/** What the mechanism hands to the sampler: exact probabilities follow from it. */
const probabilities = (data: CodedTable, epsilon: string): number[] => {
  let seen: { gaps: readonly bigint[]; den: bigint } | undefined;
  const watching: SecretNoise = {
    ...noNoise,
    exponentialChoice: (gaps, den) => {
      seen = { gaps, den };
      return 0;
    },
  };
  selectMarginal(data, CANDIDATES, { epsilon, noise: watching });
  const weights = seen!.gaps.map(gap => Math.exp(-Number(gap) / Number(seen!.den)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => weight / total);
};

/** Every table of at most `most` people. */
const everyTable = (most: number): (readonly number[])[][] => {
  const kinds = [0, 1].flatMap(a => [0, 1, 2].map(b => [a, b]));
  let tables: (readonly number[])[][] = [[]];
  const all = [...tables];
  for (let n = 0; n < most; n++) {
    tables = tables.flatMap(people => kinds.map(kind => [...people, kind]));
    all.push(...tables);
  }
  return all;
};

describe("a choice of the table that the model is most wrong about", () => {
  it("a candidate is chosen with probability exactly proportional to exp(epsilon·score/2Δ) (20,000 draws, χ², seed 1, p < 1e-6 fails)", () => {
    const data = table(PEOPLE);
    // By hand, people: |2−2.25|+|2−1.5|−0.5; |1−.5|+|1+1|+|2−2.0003|; |1−1|+0+|1−.75|+0+|1−0|+|1−3|−1.25.
    const scores = [0.25, 2.5, 2];
    const weights = scores.map(score => Math.exp((0.8 * score) / 2));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const noise = replayNoise("1");
    const counts = [0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[selectMarginal(data, CANDIDATES, { epsilon: "0.8", noise })]!++;
    const expected = weights.map(weight => (20_000 * weight) / total);
    const square = counts.reduce((sum, n, i) => sum + (n - expected[i]!) ** 2 / expected[i]!, 0);
    expect(gammaQ(1, square / 2)).toBeGreaterThan(1e-6);
    // The test would see ε doubled.
    const doubled = weights.map(weight => weight ** 2);
    const sum = doubled.reduce((a, b) => a + b, 0);
    const other = counts.reduce((s, n, i) => {
      const want = (20_000 * doubled[i]!) / sum;
      return s + (n - want) ** 2 / want;
    }, 0);
    expect(gammaQ(1, other / 2)).toBeLessThan(1e-6);
  });
  it("adding or removing one person changes every candidate's score by at most one person's steps", () => {
    const random = rng("scores");
    for (let run = 0; run < 300; run++) {
      const people = Array.from({ length: random.integer(6) }, () => [random.integer(2), random.integer(3)]);
      const joined = [...people, [random.integer(2), random.integer(3)]];
      const expected = Float64Array.from({ length: 6 }, () => 3 * random.normal());
      const candidate = { clique: [0, 1], expected, allowance: random.uniform() };
      const change = scoreOf(table(joined), candidate) - scoreOf(table(people), candidate);
      expect(Number.isInteger(change)).toBe(true);
      expect(Math.abs(change)).toBeLessThanOrEqual(SCORE_STEPS);
    }
  });
  it("epsilon-DP and epsilon-bounded range, so epsilon²/8-zCDP, adding or removing one person: every pair of neighbours among all tables of up to 4 people", () => {
    const epsilon = 0.7;
    let [pairs, widest] = [0, 0];
    for (const people of everyTable(3)) {
      const before = probabilities(table(people), "0.7");
      for (let a = 0; a < 2; a++)
        for (let b = 0; b < 3; b++) {
          const after = probabilities(table([...people, [a, b]]), "0.7");
          const losses = before.map((p, i) => Math.log(p / after[i]!));
          const [low, high] = [Math.min(...losses), Math.max(...losses)];
          expect(Math.max(high, -low)).toBeLessThanOrEqual(epsilon + 1e-12);
          expect(high - low).toBeLessThanOrEqual(epsilon + 1e-12);
          widest = Math.max(widest, high - low);
          pairs++;
        }
    }
    expect(pairs).toBe(6 * (1 + 6 + 36 + 216));
    // The bound is not idle: the tables reach more than half of it.
    expect(widest).toBeGreaterThan(epsilon / 2);
  });
  it("sums stay exact for as many people as a cohort can hold", () => {
    const many: CodedTable = { sizes: [1], columns: [new Uint16Array(1 << 22)] };
    const candidate = { clique: [0], expected: Float64Array.of(0.0009765625), allowance: 1e300 };
    expect(scoreOf(many, candidate)).toBe((2 ** 22 - 2 ** 24) * SCORE_STEPS - 1);
  });
  it("refuses candidates and epsilons that break their rule", () => {
    const ask = (candidates: readonly Candidate[], epsilon = "1") =>
      selectMarginal(table(PEOPLE), candidates, { epsilon, noise: noNoise });
    const good = CANDIDATES[0]!;
    expect(() => ask([])).toThrow("one or more candidates");
    expect(() => ask([good], "0")).toThrow("above 0");
    expect(() => ask([{ ...good, expected: Float64Array.of(1) }])).toThrow("each of its cells");
    expect(() => ask([{ ...good, expected: Float64Array.of(1, Number.NaN) }])).toThrow("finite number");
    expect(() => ask([{ ...good, allowance: Number.NaN }])).toThrow("allowance");
    expect(() => ask([{ ...good, clique: [5] }])).toThrow("numbers of attributes");
  });
});
