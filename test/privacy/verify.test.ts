import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussianAccountant } from "../../privacy/accountant/gaussian.ts";
import { GENESIS, linkLine } from "../../privacy/chain.ts";
import { Ledger } from "../../privacy/ledger.ts";
import type { LedgerBody } from "../../privacy/ledger-lines.ts";
import { planHash } from "../../privacy/plan.ts";
import { verifyRun } from "../../privacy/verify.ts";
import { totalOf } from "../../privacy/verify-epsilon.ts";
import { replayNoise } from "../replay-noise.ts";
import { mechanismOf, plan, SOFTWARE, sealed, temporaryFolder } from "./fixtures.ts";

const run = (releases: readonly number[], options = {}) => {
  const path = join(temporaryFolder(), "ledger.jsonl");
  const ledger = Ledger.create(path, plan, { ...SOFTWARE, ...options });
  const sums = releases.map(release => ledger.release(mechanismOf(release), sealed));
  ledger.close();
  const release = {
    format: "semblance-release/1",
    ...SOFTWARE,
    private: ledger.private,
    planHash: planHash(plan),
    plan,
    sums: sums.map(({ purpose, blocks }) => ({
      purpose,
      blocks: blocks.map(b => ({ ...b, values: Array.from(b.values) })),
    })),
  };
  return { ledger: readFileSync(path, "utf8"), release, epsilon: ledger.certificate().epsilon };
};
const whole = run([0, 1]);
const releaseText = JSON.stringify(whole.release, undefined, 1);
const header = JSON.parse(whole.ledger.split("\n")[0]!) as LedgerBody & {
  line: number;
  prev: string;
  hash: string;
};

/** A ledger of these bodies, every hash right: what a liar who knows the format would write. */
const forged = (...bodies: LedgerBody[]): string => {
  let prev = GENESIS;
  return bodies
    .map((body, i) => {
      const { text, hash } = linkLine(body, i + 1, prev);
      prev = hash;
      return `${text}\n`;
    })
    .join("");
};
const headerBody = (change = {}): LedgerBody => {
  const { line: _line, prev: _prev, hash: _hash, ...body } = header;
  return { ...body, ...change } as LedgerBody;
};
const charge = (release: number, change = {}): LedgerBody => ({
  kind: "charge",
  release,
  purpose: plan.releases[release]!.purpose,
  event: { kind: "gaussian", noiseMultiplier: plan.releases[release]!.noiseMultiplier },
  epsilon: 3,
  ...change,
});
const released = (release: number): LedgerBody => ({
  kind: "released",
  release,
  purpose: plan.releases[release]!.purpose,
  sha256: GENESIS,
});

describe("verify", () => {
  it("a whole run holds, and says what is proved and what is not", () => {
    const found = verifyRun({
      ledger: whole.ledger,
      release: releaseText,
      outputs: { stated: { a: "1" }, found: { a: "1" } },
    });
    expect(found).toMatchObject({ ok: true, failures: [], delta: 1e-6 });
    expect(found.statements.filter(s => s.startsWith("Proved: "))).toHaveLength(5);
    expect(found.statements.join("\n")).toContain("ε ≤ 3.0000 at δ = 1e-6");
    expect(found.statements.join("\n")).toContain("add or remove one patient");
    expect(found.statements.filter(s => s.startsWith("Not proved: "))).toHaveLength(4);
  });

  it("the total is recomputed from the ledger's lines alone and agrees with the accountant to 1e-10, rounded up", () => {
    const { epsilon } = verifyRun({ ledger: whole.ledger });
    expect(Math.abs(epsilon - whole.epsilon)).toBeLessThan(1e-10);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 30, max: 20_000 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 4, max: 14 }),
        (hundredths, digits) => {
          const [multipliers, delta] = [hundredths.map(h => String(h / 100)), `1e-${digits}`];
          const total = totalOf(multipliers);
          const spends = multipliers.map(noiseMultiplier => ({
            purpose: "x",
            event: { kind: "gaussian" as const, noiseMultiplier },
            count: 1,
          }));
          const recomputed = total.epsilon(delta);
          expect(Math.abs(recomputed - gaussianAccountant.epsilon(spends, Number(delta)))).toBeLessThan(
            1e-10 * Math.max(1, recomputed),
          );
          if (recomputed > 0) {
            expect(total.holds(String(recomputed), delta)).toBe(true);
            expect(total.holds(String(recomputed * (1 - 6e-13)), delta)).toBe(false);
          }
        },
      ),
      { seed: 11, numRuns: 15 },
    );
  });

  it("ε of single mechanisms is mpmath's to 4e-13 (reference cases acc-002, acc-012)", () => {
    for (const [z, delta, truth] of [
      ["2", "1e-6", 2.254084650219741],
      ["0.3", "1e-8", 23.67766972527999],
    ] as const)
      expect(Math.abs(totalOf([z]).epsilon(delta) / truth - 1)).toBeLessThan(4e-13);
    expect(totalOf(["0"]).epsilon("1e-6")).toBe(Number.POSITIVE_INFINITY);
    expect(totalOf([]).epsilon("1e-6")).toBe(0);
    expect(totalOf(["1e-300"]).epsilon("1e-6")).toBe(Number.POSITIVE_INFINITY);
    expect(totalOf(["1e-300"]).holds("1e300", "1e-6")).toBe(false);
    expect(totalOf(["1e300"]).epsilon("1e-6")).toBe(0);
    expect(totalOf(["1"]).holds("1e300", "1e-6")).toBe(true);
  });

  it("a run stopped half-way holds with what it spent; a lost value stays spent", () => {
    const half = run([0]);
    const found = verifyRun({ ledger: half.ledger, release: JSON.stringify(half.release) });
    expect(found).toMatchObject({ ok: true });
    expect(found.epsilon).toBeLessThan(3);
    expect(Math.abs(found.epsilon - half.epsilon)).toBeLessThan(1e-10);
    const lost = verifyRun({ ledger: forged(headerBody(), charge(0), charge(1)) });
    expect(lost.ok).toBe(true);
    expect(lost.epsilon).toBeCloseTo(whole.epsilon, 9);
  });

  it("a changed byte is named by its line, a cut by the line it cut", () => {
    const found = verifyRun({ ledger: whole.ledger.replace('"release":1', '"release":2') });
    expect(found.ok).toBe(false);
    expect(found.failures[0]).toMatch(/^line 4: /);
    expect(found.statements.some(s => s.startsWith("Proved"))).toBe(false);
    expect(verifyRun({ ledger: whole.ledger.slice(0, -1) }).failures).toContain("line 5: is cut short");
    expect(verifyRun({ ledger: "" })).toMatchObject({ ok: false, epsilon: Number.POSITIVE_INFINITY });
    expect(verifyRun({ ledger: "\u0000\n{}\n[1e999]\n" }).ok).toBe(false);
  });

  it.each<[string, string, string]>([
    [
      "a charge with less noise than planned",
      forged(headerBody(), charge(0, { event: { kind: "gaussian", noiseMultiplier: "0.5" } })),
      "line 2: a charge that differs from the plan",
    ],
    [
      "a charge for another purpose",
      forged(headerBody(), charge(0, { purpose: "more" })),
      "line 2: a charge that differs from the plan",
    ],
    [
      "a second charge of one release",
      forged(headerBody(), charge(0), charge(0)),
      "line 3: a charge out of the plan's order",
    ],
    ["a charge out of order", forged(headerBody(), charge(1)), "line 2: a charge out of the plan's order"],
    [
      "a charge beyond the plan",
      forged(headerBody(), { ...charge(1), release: 7 } as LedgerBody),
      "line 2: a charge that is not in the plan",
    ],
    [
      "a value without a charge",
      forged(headerBody(), released(0)),
      "line 2: a released value without its charge before it",
    ],
    [
      "a value released twice",
      forged(headerBody(), charge(0), released(0), released(0)),
      "line 4: a value released twice",
    ],
    ["a second header", forged(headerBody(), headerBody()), "line 2: a second header"],
    ["no header", forged(charge(0)), "line 1: is no intact header"],
    [
      "a plan with another hash",
      forged(headerBody({ planHash: GENESIS })),
      "line 1: the plan does not have the stated hash",
    ],
    [
      "a claim below the cost",
      forged(headerBody(), charge(0, { epsilon: 0.5 })),
      "line 2: claims ε = 0.5, less than the releases up to it cost",
    ],
    [
      "a budget that is no number",
      forged(headerBody({ plan: { ...plan, budget: { epsilon: "3", delta: "small" } } })),
      "line 1: is of no known kind, or a field is missing or wrong",
    ],
    [
      "test noise",
      run([0], { noise: replayNoise("t") }).ledger,
      "line 1: the noise was not the system's: nothing here is private",
    ],
  ])("%s, with every hash right, fails", (_name, ledger, failure) => {
    const found = verifyRun({ ledger });
    expect(found.ok).toBe(false);
    expect(found.failures).toContain(failure);
  });

  it("charges over the budget fail, whatever the header's accountant said", () => {
    const greedy = { ...plan, releases: plan.releases.map(r => ({ ...r, noiseMultiplier: "1" })) };
    const event = { kind: "gaussian", noiseMultiplier: "1" };
    const found = verifyRun({
      ledger: forged(
        headerBody({ plan: greedy, planHash: planHash(greedy) }),
        charge(0, { event, epsilon: 9 }),
        charge(1, { event, epsilon: 9 }),
      ),
    });
    expect(found.failures).toEqual(["line 3: the charges up to here exceed the budget"]);
    expect(found.epsilon).toBeGreaterThan(3);
  });

  it("a release file that says anything else than the ledger fails", () => {
    const check = (change: object) =>
      verifyRun({ ledger: whole.ledger, release: JSON.stringify({ ...whole.release, ...change }) }).failures;
    const [first, second] = whole.release.sums;
    const moved = structuredClone(first!);
    moved.blocks[0]!.values[0]! += 1e-9;
    expect(check({})).toEqual([]);
    expect(check({ sums: [moved, second] })).toEqual([
      'release file: "counts and means" is not what line 3 released',
    ]);
    expect(check({ sums: [first] })).toEqual([
      'release file: does not hold "second moments", released in line 5',
    ]);
    expect(check({ sums: [first, second, { ...first, purpose: "more" }] })).toEqual([
      'release file: holds "more", which the ledger did not release',
    ]);
    expect(check({ sums: [first, second, second] })).toEqual(["release file: holds a value twice"]);
    expect(check({ plan: { ...plan, choices: {} } })).toEqual(["release file: its plan is not the ledger's"]);
    expect(check({ private: false })).toHaveLength(1);
    for (const release of ["", "{}", "null", "[1]"])
      expect(verifyRun({ ledger: whole.ledger, release }).failures).toEqual(["release file: cannot be read"]);
  });

  it("outputs that are changed, missing or extra are named", () => {
    const { failures } = verifyRun({
      ledger: whole.ledger,
      outputs: { stated: { a: "1", b: "2" }, found: { a: "3", c: "4" } },
    });
    expect(failures).toEqual([
      "output a: is not what the manifest states",
      "output b: is missing",
      "output c: is not in the manifest",
    ]);
  });
});
