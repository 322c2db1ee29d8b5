import { describe, expect, it } from "vitest";
import { sha256 } from "../../../privacy/canonical-json.ts";
import { certificateText } from "../../../privacy/certificate/certify.ts";
import { readEnvelope } from "../../../privacy/certificate/envelope.ts";
import { readStatement } from "../../../privacy/certificate/statement.ts";
import { planHash } from "../../../privacy/plan.ts";
import { verifyRun } from "../../../privacy/verify.ts";
import { VerificationFailed } from "../../../src/errors.ts";
import { plan, SOFTWARE } from "../fixtures.ts";
import { bodiesOf, charge, forged } from "../forged-ledger.ts";
import { owner, pretty, run } from "../signed-folder.ts";

const whole = run([0, 1]);
const files = { ledger: whole.ledger, release: pretty(whole.release), manifest: "{}\n" };
const payloadOf = (text: string) => readEnvelope(text)!.payload.toString("utf8");
const predicateOf = (ledger: string, epsilon: number) =>
  readStatement(payloadOf(certificateText({ ...files, ledger }, epsilon, owner)))!.predicate;

/** A ledger of one charge under another budget. */
const under = (budget: string): string => {
  const changed = { ...plan, budget: { ...plan.budget, epsilon: budget } };
  const header = { ...bodiesOf(whole.ledger)[0], plan: changed, planHash: planHash(changed) } as never;
  return forged(header, charge(0));
};

describe("the certificate", () => {
  it("is an in-toto statement about ledger, manifest and release by their bytes' hashes", () => {
    const statement = JSON.parse(payloadOf(certificateText(files, whole.epsilon, owner)));
    expect(statement._type).toBe("https://in-toto.io/Statement/v1");
    expect(statement.subject).toEqual([
      { name: "ledger.jsonl", digest: { sha256: sha256(files.ledger) } },
      { name: "manifest.json", digest: { sha256: sha256("{}\n") } },
      { name: "release.json", digest: { sha256: sha256(files.release) } },
    ]);
    expect(statement.predicate).toMatchObject({
      epsilon: "3",
      delta: "1e-6",
      budget: { epsilon: "3", delta: "1e-6" },
      relation: "add or remove one patient",
      unit: "patient (all records, all modalities)",
      mode: "planned",
      accountant: "exact-gaussian",
      charges: 2,
      released: 2,
      planHash: planHash(plan),
      ledgerHead: JSON.parse(whole.ledger.trimEnd().split("\n").at(-1)!).hash,
      ...SOFTWARE,
      signer: owner.publicKey.fingerprint,
      private: true,
    });
    expect(statement.predicate.assumptions.length).toBeGreaterThan(2);
    expect(statement.predicate.notProved.length).toBeGreaterThan(2);
    expect(statement.predicate).not.toHaveProperty("warning");
  });

  it("of test noise says so, in the words that the release uses", () => {
    const header = {
      ...bodiesOf(whole.ledger)[0],
      private: false,
      warning: "NOT PRIVATE: TEST NOISE",
    } as never;
    expect(predicateOf(forged(header, charge(0)), 3)).toMatchObject({
      private: false,
      warning: "NOT PRIVATE: TEST NOISE",
    });
  });

  it("is the same bytes for the same folder and key: no clock, no chance", () => {
    expect(certificateText(files, whole.epsilon, owner)).toBe(certificateText(files, whole.epsilon, owner));
  });

  it.each([
    [1.2345601, "1.23457"],
    [1.5, "1.5"],
    [0.000012345678, "0.0000123457"],
    [0, "0"],
  ])("states ε in six digits, rounded up: %d", (epsilon, stated) => {
    expect(predicateOf(under("3"), epsilon).epsilon).toBe(stated);
    expect(Number(stated)).toBeGreaterThanOrEqual(epsilon);
  });

  it("states the budget where six digits would pass it, though the total does not; and never hides a total that does", () => {
    expect(predicateOf(under("2.345678901234"), 2.3456789012).epsilon).toBe("2.345678901234");
    expect(predicateOf(under("2.345678901234"), 2.3456789013).epsilon).toBe("2.34568");
    expect(predicateOf(under("2.345678901234"), 2.25).epsilon).toBe("2.25");
    expect(predicateOf(under("3.0"), 2.99999999).epsilon).toBe("3");
  });

  it("is not made of a ledger that does not hold, nor of a total that is none", () => {
    for (const ledger of [
      "",
      whole.ledger.replace('"release":1', '"release":2'),
      forged(charge(0)),
      forged(bodiesOf(whole.ledger)[0]!, charge(1)),
    ])
      expect(() => certificateText({ ...files, ledger }, 3, owner)).toThrow(VerificationFailed);
    expect(() => certificateText(files, Number.POSITIVE_INFINITY, owner)).toThrow(/finite/);
  });

  it("of a run that stopped half-way states what it spent, not its budget", () => {
    const half = run([0]);
    const stated = predicateOf(half.ledger, half.epsilon);
    const recomputed = verifyRun({ files: { ledger: half.ledger } }).epsilon;
    expect(Number(stated.epsilon)).toBeGreaterThanOrEqual(recomputed);
    expect(Number(stated.epsilon)).toBeLessThan(recomputed * 1.00001);
    expect(stated).toMatchObject({ charges: 1, released: 1 });
  });
});
