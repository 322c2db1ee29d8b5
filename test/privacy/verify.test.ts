import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussianAccountant } from "../../privacy/accountant/gaussian.ts";
import { canonicalHash } from "../../privacy/canonical-json.ts";
import { GENESIS } from "../../privacy/chain.ts";
import type { LedgerBody } from "../../privacy/ledger-lines.ts";
import { planHash } from "../../privacy/plan.ts";
import { verifyRun } from "../../privacy/verify.ts";
import { totalOf } from "../../privacy/verify-epsilon.ts";
import { replayNoise } from "../replay-noise.ts";
import { plan } from "./fixtures.ts";
import { bodiesOf, charge, forged, released } from "./forged-ledger.ts";
import { evidenceOf, pretty, run, signedFolder } from "./signed-folder.ts";

const whole = run([0, 1]);
const wholeFolder = () => signedFolder({ ledger: whole.ledger, release: pretty(whole.release) });
const ofLedger = (ledger: string) => verifyRun({ files: { ledger } });
const headerBody = (change = {}): LedgerBody => ({ ...bodiesOf(whole.ledger)[0], ...change }) as LedgerBody;

const headerOf = (changed: typeof plan): LedgerBody =>
  headerBody({ plan: changed, planHash: planHash(changed) });

describe("verify", () => {
  it("a whole run holds, and says what is proved and what is not", () => {
    const found = verifyRun(evidenceOf(wholeFolder()));
    expect(found).toMatchObject({ ok: true, failures: [], delta: 1e-6 });
    expect(found.statements.filter(s => s.startsWith("Proved: "))).toHaveLength(6);
    expect(found.statements.join("\n")).toContain("ε ≤ 3.0000 at δ = 1e-6");
    expect(found.statements.join("\n")).toContain("add or remove one patient");
    expect(found.statements.filter(s => s.startsWith("Not proved: "))).toHaveLength(5);
  });

  it("the total is recomputed from the ledger's lines alone and agrees with the accountant to 1e-10, rounded up", () => {
    const { epsilon } = ofLedger(whole.ledger);
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
    const found = ofLedger(half.ledger);
    expect(found).toMatchObject({ ok: true });
    expect(found.epsilon).toBeLessThan(3);
    expect(Math.abs(found.epsilon - half.epsilon)).toBeLessThan(1e-10);
    const lost = ofLedger(forged(headerBody(), charge(0), charge(1)));
    expect(lost.ok).toBe(true);
    expect(lost.epsilon).toBeCloseTo(whole.epsilon, 9);
  });

  it("a changed byte is named by its line, a cut by the line it cut", () => {
    const found = ofLedger(whole.ledger.replace('"release":1', '"release":2'));
    expect(found.ok).toBe(false);
    expect(found.failures[0]).toMatch(/^ledger.jsonl line 4: /);
    expect(found.statements.some(s => s.startsWith("Proved"))).toBe(false);
    expect(ofLedger(whole.ledger.slice(0, -1)).failures).toContain("ledger.jsonl line 5: is cut short");
    expect(ofLedger("")).toMatchObject({ ok: false, epsilon: Number.POSITIVE_INFINITY });
    expect(ofLedger("\u0000\n{}\n[1e999]\n").ok).toBe(false);
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
    ...["0.001", "0.5", "7"].map((delta): [string, string, string] => [
      `δ = ${delta}, which makes any ε small,`,
      forged(headerOf({ ...plan, budget: { ...plan.budget, delta } }), charge(0, { epsilon: 3 })),
      `line 1: δ = ${delta} is no protection: it must be below 1e-3`,
    ]),
    [
      "test noise",
      run([0], { noise: replayNoise("t") }).ledger,
      "line 1: NOT PRIVATE: the noise was not the system's, so nothing here protects anyone",
    ],
  ])("%s, with every hash right, fails", (_name, ledger, failure) => {
    const found = ofLedger(ledger);
    expect(found.ok).toBe(false);
    expect(found.failures).toContain(`ledger.jsonl ${failure}`);
  });

  it("charges over the budget fail, whatever the header's accountant said", () => {
    const greedy = { ...plan, releases: plan.releases.map(r => ({ ...r, noiseMultiplier: "1" })) };
    const event = { kind: "gaussian", noiseMultiplier: "1" };
    const found = ofLedger(
      forged(
        headerBody({ plan: greedy, planHash: planHash(greedy) }),
        charge(0, { event, epsilon: 9 }),
        charge(1, { event, epsilon: 9 }),
      ),
    );
    expect(found.failures).toEqual(["ledger.jsonl line 3: the charges up to here exceed the budget"]);
    expect(found.epsilon).toBeGreaterThan(3);
  });

  it("a release file that says anything else than the ledger fails", () => {
    const check = (change: object) =>
      verifyRun({ files: { ledger: whole.ledger, release: pretty({ ...whole.release, ...change }) } })
        .failures.filter(failure => failure !== "manifest.json: is missing")
        .map(failure => failure.replace("release.json: ", ""));
    const [first, second] = whole.release.sums;
    const moved = structuredClone(first!);
    moved.blocks[0]!.values[0]! += 1e-9;
    expect(check({})).toEqual([]);
    expect(check({ sums: [moved, second] })).toEqual([
      'its "counts and means" is not what line 3 of the ledger released',
    ]);
    expect(check({ sums: [first] })).toEqual([
      'does not hold "second moments", released in line 5 of the ledger',
    ]);
    expect(check({ sums: [first, second, { ...first, purpose: "more" }] })).toEqual([
      'holds "more", which the ledger did not release',
    ]);
    expect(check({ sums: [first, second, second] })).toEqual(["holds a value twice"]);
    expect(check({ plan: { ...plan, choices: {} } })).toEqual(["its plan is not the ledger's"]);
    expect(check({ private: false })).toEqual(["says otherwise than the ledger whether it is private"]);
    expect(check({ choices: [{ ...first, purpose: "chosen" }] })).toEqual([
      'holds "chosen", which the ledger did not release',
    ]);
    const odd = [{ raw: [1] }, { raw: "age 93" }, { raw: [{ value: 1 }] }].map(extra =>
      pretty({ ...whole.release, ...extra }),
    );
    for (const release of ["", "{}", "null", "[1]", JSON.stringify(whole.release), ...odd])
      expect(verifyRun({ files: { ledger: whole.ledger, release } }).failures).toContain(
        "release.json: is no release file as this program writes it",
      );
  });

  it("a release whose sampler drew less noise than planned fails, even where the ledger's hashes fit", () => {
    const quiet = structuredClone(whole.release.sums[0]!);
    quiet.blocks[0]!.noise /= 2;
    const ledger = forged(headerBody(), charge(0), {
      ...released(0),
      sha256: canonicalHash(quiet),
    } as LedgerBody);
    const release = pretty({ ...whole.release, sums: [quiet] });
    expect(verifyRun({ files: { ledger, release } }).failures).toContain(
      `release.json: block ${quiet.blocks[0]!.name} of "counts and means" states other noise than the plan's`,
    );
  });

  it("shares nothing with the accountant but types: no import leads there, nor to its arithmetic", () => {
    const seen = new Set<string>();
    const follow = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, target] of readFileSync(file, "utf8").matchAll(
        /^(?:import|export) (?!type )[^;]*?from "(\.[^"]+)"/gm,
      ))
        follow(join(dirname(file), target!));
    };
    follow("privacy/verify.ts");
    expect(seen.size).toBeGreaterThan(12);
    expect([...seen].filter(file => /privacy\/accountant\/|src\/math\//.test(file))).toEqual([]);
  });
});
