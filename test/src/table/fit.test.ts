import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pairTables } from "../../../generators/patient/graphical/candidates.ts";
import { modelOf, PRIOR_SCALE } from "../../../generators/patient/graphical/fit.ts";
import { pooled } from "../../../generators/patient/graphical/pool.ts";
import { readBooks } from "../../../privacy/books.ts";
import { canonicalHash } from "../../../privacy/canonical-json.ts";
import { readChain } from "../../../privacy/chain.ts";
import { Ledger } from "../../../privacy/ledger.ts";
import { seal } from "../../../privacy/private.ts";
import type { CodedTable } from "../../../schemas/marginal.ts";
import { rng } from "../../../src/math/rng.ts";
import { parseTableDomain, sizeOf, spaceOf } from "../../../src/table/domain.ts";
import { fitTable, measuredIn, type TableAnswers } from "../../../src/table/fit.ts";
import { recordPlan, roundsFor, tablePlan } from "../../../src/table/plan.ts";
import { replayNoise } from "../../replay-noise.ts";

const yesNo = (name: string) => ({ name, kind: "category", categories: ["0", "1"] });
const DOMAIN = parseTableDomain([yesNo("a"), yesNo("b"), yesNo("c"), yesNo("d")], "d.yaml");
const SIZES = DOMAIN.map(sizeOf);
const BUDGET = { epsilon: "3", delta: "1e-6" };

/** a and b agree in nine of ten, c and d are coins. */
const people = (count: number): CodedTable => {
  const random = rng("people");
  const columns = SIZES.map(() => new Uint16Array(count));
  for (let i = 0; i < count; i++) {
    const a = random.integer(2);
    columns[0]![i] = a;
    columns[1]![i] = random.chance(0.9) ? a : 1 - a;
    columns[2]![i] = random.integer(2);
    columns[3]![i] = random.integer(2);
  }
  return { sizes: SIZES, columns };
};

const modelIn = ({ tables }: TableAnswers) =>
  modelOf({ ...spaceOf(DOMAIN), measured: pooled(tables.flatMap(measuredIn)), scale: PRIOR_SCALE.joint });

const ledgerAt = (name: string) =>
  Ledger.create(join(mkdtempSync(join(tmpdir(), "semblance-fit-")), name), tablePlan(DOMAIN, BUDGET), {
    software: "test",
    noise: replayNoise(name),
  });

describe("a record model through the ledger", () => {
  it("finds the one association of 4,000 people at ε = 3 (seed a)", async () => {
    const model = modelIn(await fitTable(DOMAIN, seal(people(4000)), ledgerAt("a")));
    const [joint] = pairTables(model, [[0, 1]]);
    expect(joint![0]! + joint![4]!).toBeGreaterThan(0.87);
    expect(joint![0]! + joint![4]!).toBeLessThan(0.93);
    expect(Math.abs(model.total - 4000)).toBeLessThan(60);
  });
  it("spends every release of the plan, in its order, and no more than the budget", async () => {
    const ledger = ledgerAt("b");
    await fitTable(DOMAIN, seal(people(500)), ledger);
    const { releases } = ledger.plan;
    expect(ledger.spends.map(({ purpose }) => purpose)).toEqual(releases.map(({ purpose }) => purpose));
    expect(releases).toHaveLength(1 + 2 * roundsFor(4));
    expect(ledger.certificate().epsilon).toBeLessThanOrEqual(3);
    expect(ledger.certificate().epsilon).toBeGreaterThan(2.999);
  });
  it("of nobody is a law all the same, near the uniform one, and asks as many questions", async () => {
    const ledger = ledgerAt("c");
    const model = modelIn(await fitTable(DOMAIN, seal(people(0)), ledger));
    expect(ledger.spends).toHaveLength(ledger.plan.releases.length);
    for (const belief of model.calibrated.beliefs) {
      expect(belief.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10);
      expect(belief.every(p => p >= 0)).toBe(true);
    }
  });
  it("the plan depends on the declared domain and the budget alone", () => {
    expect(tablePlan(DOMAIN, BUDGET)).toEqual(tablePlan(DOMAIN, BUDGET));
    const { firstNoise, rounds } = recordPlan(tablePlan(DOMAIN, BUDGET));
    expect(new Set(rounds.map(round => JSON.stringify(round))).size).toBe(1);
    expect(Number(firstNoise)).toBeGreaterThan(0);
  });
  it("a run that stopped goes on: what came out comes back, and only the rest is bought", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "semblance-fit-")), "ledger");
    const options = { software: "test", noise: replayNoise("e") };
    const table = seal(people(300));
    const stopped = Ledger.create(path, tablePlan(DOMAIN, BUDGET), options);
    const stop = (done: number) => {
      if (done === 6) throw new Error("stopped");
    };
    await expect(fitTable(DOMAIN, table, stopped, stop)).rejects.toThrow("stopped");
    stopped.close();
    const resumed = Ledger.resume(path, { noise: replayNoise("f") });
    const answers = await fitTable(DOMAIN, table, resumed);
    const books = readBooks(readChain(readFileSync(path, "utf8")));
    expect(books.failures).toEqual([]);
    expect(books.charges).toHaveLength(1 + 2 * roundsFor(4));
    expect(answers.tables.length + answers.choices.length).toBe(books.charges.length);
    const hashes = [...answers.tables, ...answers.choices].map(each => [each.purpose, canonicalHash(each)]);
    for (const [purpose, hash] of hashes) expect(books.released.get(purpose!)!.sha256).toBe(hash);
  });
  it("leaves books that hold: every charge in its place", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "semblance-fit-")), "ledger");
    const options = { software: "test", noise: replayNoise("d") };
    const ledger = Ledger.create(path, tablePlan(DOMAIN, BUDGET), options);
    await fitTable(DOMAIN, seal(people(300)), ledger);
    const books = readBooks(readChain(readFileSync(path, "utf8")));
    expect(books.failures).toEqual([]);
    expect(books.charges).toHaveLength(1 + 2 * roundsFor(4));
  });
});
