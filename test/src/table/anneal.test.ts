import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pairTables } from "../../../generators/patient/graphical/candidates.ts";
import { readBooks } from "../../../privacy/books.ts";
import { readChain } from "../../../privacy/chain.ts";
import { Ledger } from "../../../privacy/ledger.ts";
import { makeAdaptivePlan } from "../../../privacy/plan.ts";
import { seal } from "../../../privacy/private.ts";
import type { CodedTable } from "../../../schemas/marginal.ts";
import { rng } from "../../../src/math/rng.ts";
import { annealTable } from "../../../src/table/anneal.ts";
import { parseTableDomain, sizeOf } from "../../../src/table/domain.ts";
import { tablePlan } from "../../../src/table/plan.ts";
import { replayNoise } from "../../replay-noise.ts";

const DOMAIN = parseTableDomain(
  ["a", "b", "c", "d", "e"].map(name => ({ name, kind: "category", categories: ["0", "1"] })),
  "d.yaml",
);
const SIZES = DOMAIN.map(sizeOf);
const BUDGET = { epsilon: "3", delta: "1e-6" };
const PLAN = makeAdaptivePlan({ budget: BUDGET, domain: [], choices: { model: "records/1, annealed" } });

/** a and b agree in nine of ten, b and c in seven of ten; d and e are coins. */
const people = (count: number, agree = 0.9): CodedTable => {
  const random = rng("people");
  const columns = SIZES.map(() => new Uint16Array(count));
  for (let i = 0; i < count; i++) {
    const a = random.integer(2);
    const b = random.chance(agree) ? a : 1 - a;
    const c = random.chance(0.7) ? b : 1 - b;
    for (const [j, value] of [a, b, c, random.integer(2), random.integer(2)].entries())
      columns[j]![i] = value;
  }
  return { sizes: SIZES, columns };
};

const ledgerOf = (name: string) => {
  const path = join(mkdtempSync(join(tmpdir(), "semblance-anneal-")), name);
  return {
    path,
    ledger: Ledger.create(path, PLAN, { mode: "adaptive", software: "test", noise: replayNoise(name) }),
  };
};

describe("an annealed record model under the zCDP filter", () => {
  it("finds the associations of 4,000 people at ε = 3 (seed a)", () => {
    const { ledger } = ledgerOf("a");
    const model = annealTable(SIZES, seal(people(4000)), ledger);
    const [ab, bc, de] = pairTables(model, [
      [0, 1],
      [1, 2],
      [3, 4],
    ]);
    const agreeing = (table: Float64Array | undefined) => table![0]! + table![4]!;
    expect(Math.abs(agreeing(ab) - 0.9)).toBeLessThan(0.03);
    expect(Math.abs(agreeing(bc) - 0.7)).toBeLessThan(0.03);
    expect(Math.abs(agreeing(de) - 0.5)).toBeLessThan(0.03);
  });

  it("spends the budget, all but a hundredth, and never more; the books hold", () => {
    for (const [name, count] of [
      ["b", 4000],
      ["c", 60],
      ["d", 0],
    ] as const) {
      const { ledger, path } = ledgerOf(name);
      annealTable(SIZES, seal(people(count)), ledger);
      const { epsilon } = ledger.certificate();
      expect(epsilon).toBeLessThanOrEqual(3);
      expect(epsilon).toBeGreaterThan(2.97);
      expect(readBooks(readChain(readFileSync(path, "utf8"))).failures).toEqual([]);
    }
  });

  it("how many rounds there are follows from what comes out", () => {
    const rounds = ["e", "f", "g", "h"].map((name, i) => {
      const { ledger } = ledgerOf(name);
      annealTable(SIZES, seal(people(i % 2 === 0 ? 20_000 : 30)), ledger);
      return ledger.spends.length;
    });
    expect(new Set(rounds).size).toBeGreaterThan(1);
  });

  it("refuses a ledger of a planned run and a table of one attribute, before anything is spent", () => {
    const path = join(mkdtempSync(join(tmpdir(), "semblance-anneal-")), "p");
    const planned = Ledger.create(path, tablePlan(DOMAIN, BUDGET), {
      software: "test",
      noise: replayNoise("p"),
    });
    expect(() => annealTable(SIZES, seal(people(10)), planned)).toThrow(/adaptive mode/);
    const { ledger } = ledgerOf("q");
    expect(() => annealTable([2], seal({ sizes: [2], columns: [new Uint16Array(3)] }), ledger)).toThrow(
      /two attributes/,
    );
    expect(ledger.spends).toHaveLength(0);
  });
});
