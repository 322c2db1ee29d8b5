import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../privacy/canonical-json.ts";
import { contingency } from "../../../privacy/contingency.ts";
import { boundedSum } from "../../../privacy/mechanisms/bounded-sum.ts";
import { marginalRelease, noisyMarginals } from "../../../privacy/mechanisms/marginals.ts";
import { marginalChoice, selectMarginal } from "../../../privacy/mechanisms/select.ts";
import type { Candidate, CodedTable, MarginalQuery } from "../../../schemas/marginal.ts";
import type { PlannedSelection, PlannedTables } from "../../../schemas/plan.ts";
import { VerificationFailed } from "../../../src/errors.ts";
import { noNoise, planned, type Vector, vectorBlock } from "./fixtures.ts";

const table: CodedTable = {
  sizes: [2, 3],
  columns: [Uint16Array.of(0, 1, 1), Uint16Array.of(2, 0, 2)],
};
const written = (value: unknown): unknown => JSON.parse(canonicalJson(value));

describe("a choice as the plan's release", () => {
  const selection: PlannedSelection = { kind: "selection", purpose: "choose", share: 0.1, epsilon: "0.5" };
  const candidates: readonly Candidate[] = [
    { clique: [0], expected: Float64Array.of(1, 2), allowance: 0 },
    { clique: [1], expected: Float64Array.of(0, 9, 0), allowance: 0 },
  ];
  const mechanism = marginalChoice(selection, candidates);

  it("costs its planned ε, chooses as the mechanism does, and comes back as it was written", () => {
    expect([mechanism.planned, mechanism.event]).toEqual([
      selection,
      { kind: "exponential", epsilon: "0.5" },
    ]);
    const seen: unknown[] = [];
    const noise = {
      ...noNoise,
      exponentialChoice: (gaps: readonly bigint[], den: bigint) => {
        seen.push([gaps, den]);
        return gaps.indexOf(0n);
      },
    };
    const choice = mechanism.run(table, noise);
    expect(choice).toEqual({ chosen: 1 });
    expect(selectMarginal(table, candidates, { epsilon: "0.5", noise })).toBe(1);
    expect(seen[0]).toEqual(seen[1]);
    for (const chosen of [0, 1]) expect(mechanism.restore!(written({ chosen }))).toEqual({ chosen });
  });

  it("is not taken back from what is no choice among its candidates", () => {
    for (const stored of [
      { chosen: 2 },
      { chosen: -1 },
      { chosen: 0.5 },
      { chosen: 0, more: 1 },
      {},
      null,
      0,
    ]) {
      expect(() => mechanism.restore!(stored)).toThrow(VerificationFailed);
      expect(() => mechanism.restore!(stored)).toThrow('release "choose": its stored value is no choice');
    }
  });
});

describe("tables as the plan's release", () => {
  const tables: PlannedTables = { kind: "tables", purpose: "count", share: 0.1, noiseMultiplier: "2" };
  const queries: readonly MarginalQuery[] = [
    { clique: [0], weight: 0.6 },
    { clique: [0, 1], weight: 0.8 },
  ];
  const mechanism = marginalRelease(tables, queries);

  it("cost their planned noise, count as the mechanism does, and come back as they were written", () => {
    expect([mechanism.planned, mechanism.event]).toEqual([
      tables,
      { kind: "gaussian", noiseMultiplier: "2" },
    ]);
    const noise = { ...noNoise, gaussian: (sigma: bigint) => sigma / 7n };
    const made = mechanism.run(table, noise);
    expect(made).toEqual(noisyMarginals(table, queries, { noiseMultiplier: "2", noise }));
    expect(mechanism.restore!(written(made))).toEqual(made);
  });

  it("are not taken back from what is no list of the tables asked for", () => {
    const [first, second] = written(mechanism.run(table, noNoise)) as [object, object];
    for (const stored of [
      [first],
      [second, first],
      [first, first],
      [first, second, second],
      [first, { ...second, clique: [1] }],
      [{ ...first, clique: [1] }, second],
      [first, { ...second, sigma: 0 }],
      [first, { ...second, more: 1 }],
      [first, { ...second, counts: ["1"] }],
      [first, {}],
      [],
      {},
      null,
    ]) {
      expect(() => mechanism.restore!(stored), JSON.stringify(stored)).toThrow(VerificationFailed);
      expect(() => mechanism.restore!(stored)).toThrow('release "count": its stored value holds no tables');
    }
  });

  it("have weights from one lattice step to one, attributes in ascending order, and no more than 2^17 cells", () => {
    const ask = (data: CodedTable, ...asked: readonly MarginalQuery[]) =>
      noisyMarginals(data, asked, { noiseMultiplier: "1", noise: noNoise });
    expect(ask(table, { clique: [0], weight: 2 ** -20 })[0]!.counts).toEqual(Float64Array.of(1, 2));
    expect(ask(table, { clique: [0], weight: 1 })[0]!.counts).toEqual(Float64Array.of(1, 2));
    for (const weight of [1.0000001, 2, -0.5, -2, 2 ** -21, Number.NEGATIVE_INFINITY])
      expect(() => ask(table, { clique: [0], weight }), `${weight}`).toThrow(
        "the weight of a table must be in",
      );
    for (const clique of [[0, 0], [1, 0], [0, 1.5], [0, 7], [-1], [0.5, 1]])
      expect(() => ask(table, { clique, weight: 1 }), `${clique}`).toThrow("in ascending order; got");
    const wide = (...sizes: readonly number[]): CodedTable => ({
      sizes,
      columns: sizes.map(() => Uint16Array.of(0)),
    });
    expect(ask(wide(2 ** 9, 2 ** 8), { clique: [0, 1], weight: 1 })[0]!.counts).toHaveLength(2 ** 17);
    expect(() => ask(wide(2 ** 9, 2 ** 8 + 1), { clique: [0, 1], weight: 1 })).toThrow("at most 2^17 cells");
  });

  it("count the people whom every column holds, and nobody where there is no column", () => {
    const uneven: CodedTable = { sizes: [2, 3], columns: [Uint16Array.of(1), Uint16Array.of(2, 0, 2)] };
    expect([...contingency(uneven, [0, 1])]).toEqual([0, 0, 0, 0, 0, 1]);
    expect([...contingency(uneven, [1])]).toEqual([0, 0, 1]);
    const turned: CodedTable = { sizes: [3, 2], columns: [Uint16Array.of(2, 0, 2), Uint16Array.of(1)] };
    expect([...contingency(turned, [0])]).toEqual([0, 0, 1]);
    expect([...contingency({ sizes: [], columns: [] }, [])]).toEqual([0]);
    expect([
      ...contingency(
        uneven,
        [0, 1],
        [
          [0, 0],
          [1, 0, 0],
        ],
      ),
    ]).toEqual([1, 0]);
  });
});

describe("a sum as the plan's release", () => {
  it("is taken back only where every block is the planned one, by name and size", () => {
    const blocks = [vectorBlock(2, 0.6, "a"), vectorBlock(1, 0.8, "b")];
    const mechanism = boundedSum<Vector>(planned("2", blocks), blocks);
    const made = mechanism.run(new Map(), noNoise);
    expect(mechanism.restore(written(made))).toEqual(made);
    const [a, b] = (written(made) as { blocks: [object, object] }).blocks;
    for (const changed of [
      [a, { ...b, name: "c" }],
      [{ ...a, name: "c" }, b],
      [a, { ...b, values: [0, 0] }],
      [{ ...a, values: [0] }, b],
      [b, a],
      [a],
      [a, b, b],
    ])
      expect(() => mechanism.restore({ purpose: "sum", blocks: changed })).toThrow(VerificationFailed);
    expect(() => mechanism.restore({ purpose: "other", blocks: [a, b] })).toThrow(VerificationFailed);
  });
});
