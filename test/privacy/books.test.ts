import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readBooks } from "../../privacy/books.ts";
import { GENESIS } from "../../privacy/chain.ts";
import { Ledger } from "../../privacy/ledger.ts";
import type { LedgerBody } from "../../privacy/ledger-lines.ts";
import { makeAdaptivePlan, planHash } from "../../privacy/plan.ts";
import { plan, request, SOFTWARE, temporaryFolder } from "./fixtures.ts";
import { bodiesOf, charge, released } from "./forged-ledger.ts";

const written = (): LedgerBody => {
  const path = join(temporaryFolder(), "ledger.jsonl");
  Ledger.create(path, plan, SOFTWARE).close();
  return bodiesOf(readFileSync(path, "utf8"))[0]!;
};
const header = written();
const recovered: LedgerBody = { kind: "recovered", bytes: 1, sha256: GENESIS };
const books = (...bodies: readonly (LedgerBody | undefined)[]) =>
  readBooks({
    lines: bodies.map((body, i) => ({ line: i + 1, ...(body && { body }) })),
    failures: [],
    head: GENESIS,
    torn: "",
  });
const faults = (...bodies: readonly (LedgerBody | undefined)[]) => books(...bodies).failures;
const of = (change: object): LedgerBody => ({ ...header, ...change }) as LedgerBody;

describe("the books of a ledger", () => {
  it("hold header, charges in order, and the released values by purpose, each with its line", () => {
    const found = books(header, charge(0), released(0), recovered, charge(1), released(1), recovered);
    expect(found.failures).toEqual([]);
    expect(found.header).toEqual(header);
    expect(found.charges).toEqual([
      { line: 2, charge: charge(0) },
      { line: 5, charge: charge(1) },
    ]);
    expect([...found.released]).toEqual([
      [plan.releases[0]!.purpose, { line: 3, sha256: GENESIS }],
      [plan.releases[1]!.purpose, { line: 6, sha256: GENESIS }],
    ]);
  });

  it("begin with one header, whose plan has the hash that it states", () => {
    const none = "line 1: is no intact header";
    expect(books()).toMatchObject({ failures: [none], charges: [] });
    expect(books()).not.toHaveProperty("header");
    expect(faults(undefined)).toEqual([none]);
    expect(faults(recovered)).toEqual([none]);
    expect(faults(charge(0), header)).toEqual([none, "line 2: a second header"]);
    expect(faults(header, header)).toEqual(["line 2: a second header"]);
    expect(faults(of({ planHash: GENESIS }))).toEqual(["line 1: the plan does not have the stated hash"]);
  });

  it("of an adaptive run are kept by zCDP and list no releases; names are new and in order", () => {
    const adaptive = makeAdaptivePlan(request);
    const free = of({ mode: "adaptive", accountant: "zcdp", plan: adaptive, planHash: planHash(adaptive) });
    const named = (release: number, purpose: string) => charge(0, { release, purpose });
    expect(faults(free, named(0, "a"), named(1, "b"))).toEqual([]);
    expect(faults(free, named(0, "a"), named(1, "a"))).toEqual(["line 3: a second charge of one name"]);
    expect(faults(free, named(1, "a"))).toEqual(["line 2: a charge out of order"]);
    expect(faults(of({ mode: "adaptive" }))).toEqual([
      "line 1: an adaptive run's plan lists releases",
      "line 1: an adaptive run is not kept by zCDP",
    ]);
    expect(faults(of({ accountant: "zcdp" }))).toEqual([]);
  });

  it("take charges as planned: in order, each once, with the planned event and purpose", () => {
    expect(faults(header, charge(1))).toEqual(["line 2: a charge out of the plan's order"]);
    expect(faults(header, charge(0), charge(0))).toEqual(["line 3: a charge out of the plan's order"]);
    expect(faults(header, charge(0, { release: 2 }))).toEqual(["line 2: a charge that is not in the plan"]);
    expect(faults(header, charge(0, { purpose: "x" }))).toEqual([
      "line 2: a charge that differs from the plan",
    ]);
    const event = { kind: "gaussian", noiseMultiplier: "0.5" };
    expect(faults(header, charge(0, { event }))).toEqual(["line 2: a charge that differs from the plan"]);
    expect(faults(undefined, charge(0))).toEqual([
      "line 1: is no intact header",
      "line 2: a charge that is not in the plan",
    ]);
    // What breaks a rule was spent all the same.
    expect(books(header, charge(1)).charges).toHaveLength(1);
  });

  it("take a value once, right after its charge; a line that says nothing is the chain's fault, not theirs", () => {
    const unpaid = "a released value without its charge before it";
    expect(faults(header, released(0))).toEqual([`line 2: ${unpaid}`]);
    expect(faults(header, charge(0), charge(1), released(0))).toEqual([`line 4: ${unpaid}`]);
    expect(faults(header, charge(0), { ...released(0), release: 1 } as LedgerBody)).toEqual([
      `line 3: ${unpaid}`,
    ]);
    expect(faults(header, charge(0), { ...released(0), purpose: "x" } as LedgerBody)).toEqual([
      `line 3: ${unpaid}`,
    ]);
    const again = { ...released(0), sha256: "1".repeat(64) } as LedgerBody;
    const twice = books(header, charge(0), released(0), again);
    expect(twice.failures).toEqual(["line 4: a value released twice"]);
    expect(twice.released.get(plan.releases[0]!.purpose)).toEqual({ line: 3, sha256: GENESIS });
    expect(faults(header, undefined, charge(0))).toEqual([]);
  });
});
