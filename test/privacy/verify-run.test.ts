import { describe, expect, it } from "vitest";
import { canonicalHash } from "../../privacy/canonical-json.ts";
import { signerIn } from "../../privacy/certificate/key.ts";
import type { LedgerBody } from "../../privacy/ledger-lines.ts";
import { planHash } from "../../privacy/plan.ts";
import { type Evidence, verifyRun } from "../../privacy/verify.ts";
import { checkLedger } from "../../privacy/verify-ledger.ts";
import { SOFTWARE as PRODUCT } from "../../src/version.ts";
import { plan, temporaryFolder } from "./fixtures.ts";
import { bodiesOf, charge, forged, released } from "./forged-ledger.ts";
import { evidenceOf, owner, pretty, run, signedFolder } from "./signed-folder.ts";

const whole = run([0, 1]);
const folder = signedFolder({ ledger: whole.ledger, release: pretty(whole.release) }, { epsilon: 3 });
const HASH = "0".repeat(64);
const stranger = signerIn(temporaryFolder()).publicKey;

/** A manifest of one output, by whichever program; and the folder of it alone. */
const manifestOf = (software: string, files: Readonly<Record<string, string>>): string => {
  const content = {
    format: "semblance-output/1",
    synthetic: true,
    notice: "n",
    software,
    planHash: HASH,
    seed: "1",
    patients: 1,
    signed: false,
    files,
  };
  return pretty({ ...content, hash: canonicalHash(content) });
};
const failures = (files: Evidence["files"], rest: Omit<Evidence, "files"> = {}) =>
  verifyRun({ files, ...rest }).failures.filter(text => !text.startsWith("ledger.jsonl: is missing"));

describe("a folder without a ledger", () => {
  it("cannot be recomputed, and says so", () => {
    const found = verifyRun({ files: {} });
    expect(found).toMatchObject({ ok: false, epsilon: Number.POSITIVE_INFINITY, delta: 1 });
    expect(found.failures).toEqual(["ledger.jsonl: is missing: what was spent cannot be recomputed"]);
    expect(found).not.toHaveProperty("signature");
    expect(found.statements.some(text => text.startsWith("Proved"))).toBe(false);
  });

  it("names what must stand beside what is there", () => {
    const [release, manifest] = [folder["release.json"]!, folder["manifest.json"]!];
    const missing = (files: Evidence["files"], rest: Omit<Evidence, "files"> = {}) =>
      failures(files, rest).filter(text => text.includes("is missing"));
    const noRelease = "release.json: is missing";
    const noManifest = "manifest.json: is missing";
    const noCertificate = "certificate.dsse.json: is missing";
    expect(missing({})).toEqual([]);
    expect(missing({ release })).toEqual([noManifest]);
    expect(missing({ manifest })).toEqual([noRelease]);
    expect(missing({ certificate: "x" })).toEqual([noRelease, noManifest]);
    expect(missing({ originCertificate: "x" })).toEqual([noRelease, noManifest]);
    expect(missing({ publicKey: "x" })).toEqual([noCertificate]);
    expect(missing({ publicKey: "x", release, manifest })).toEqual([noCertificate]);
    expect(missing({ originKey: "x" })).toEqual(["origin-certificate.dsse.json: is missing"]);
    expect(missing({ publicKey: "x", certificate: "x", release, manifest })).toEqual([]);
    expect(missing({ originKey: "x", originCertificate: "x", release, manifest })).toEqual([]);
    const trusted = "certificate.dsse.json: is missing, so nothing is signed with the key you trust";
    expect(missing({ release, manifest }, { pinned: stranger })).toEqual([trusted]);
    expect(missing({ release, manifest, certificate: "x" }, { pinned: stranger })).toEqual([]);
    expect(missing({ release, manifest, originCertificate: "x" }, { pinned: stranger })).toEqual([]);
  });

  it("checks its outputs by the manifest where both are there", () => {
    const manifest = manifestOf("other", { "a.txt": HASH });
    const found = { "manifest.json": HASH, "a.txt": HASH };
    const release = folder["release.json"]!;
    expect(failures({ manifest, release }, { found })).toEqual([]);
    expect(failures({ manifest, release }, { found: { ...found, "b.txt": HASH } })).toEqual([
      "b.txt: is not in manifest.json",
    ]);
    expect(failures({ manifest, release })).toEqual([]);
    const unread = "manifest.json: is no manifest as this program writes it, or its own hash does not fit";
    expect(failures({ manifest: "{}", release }, { found })).toEqual([unread]);
    expect(failures({ manifest: "{}", release })).toEqual([]);
    expect(failures({ release }, { found })).toEqual(["manifest.json: is missing"]);
    expect(failures({ manifest, release: "{}" }, { found })).toEqual([
      "release.json: is no release file as this program writes it",
    ]);
  });

  it("holds every output against what drawing again gave, and names another program that drew it", () => {
    const release = folder["release.json"]!;
    const drawn = (software: string, redrawn: Readonly<Record<string, string>>) =>
      failures(
        { manifest: manifestOf(software, { "a.txt": HASH, "release.json": HASH }), release },
        { redrawn },
      );
    expect(drawn(PRODUCT, { "a.txt": HASH })).toEqual([]);
    expect(drawn(PRODUCT, {})).toEqual(["a.txt: is not what drawing again from the release gives"]);
    expect(drawn("other 1", { "a.txt": "x" })).toEqual([
      `a.txt: is not what drawing again from the release gives, but it was drawn by other 1 and this is ${PRODUCT}`,
    ]);
    expect(failures({ manifest: "{}", release }, { redrawn: {} })).toEqual([]);
  });
});

describe("a whole folder", () => {
  it("holds with its own certificate, and with that of the folder that it was drawn from", () => {
    const evidence = evidenceOf(folder);
    const own = verifyRun(evidence);
    expect(own).toMatchObject({ ok: true, delta: 1e-6, failures: [], signature: { coversOutputs: true } });
    expect(own.epsilon).toBeCloseTo(3, 6);
    const { certificate, publicKey, manifest, ...files } = evidence.files;
    const origin = verifyRun({
      files: {
        ...files,
        originCertificate: certificate,
        originKey: publicKey,
        manifest: manifestOf("x", {}),
      },
      pinned: owner.publicKey,
    });
    expect(origin).toMatchObject({ ok: true, signature: { coversOutputs: false, isPinned: true } });
    expect(own.statements.filter(text => text.startsWith("Proved: "))).toHaveLength(6);
    expect(own.statements.filter(text => text.startsWith("Not "))).toHaveLength(5);
    expect(own.statements).toHaveLength(12);
    const changed = verifyRun({ files: { ...evidence.files, release: `${folder["release.json"]} ` } });
    expect(changed.failures).toContain(
      "release.json: is not the file that certificate.dsse.json was signed for",
    );
    expect(changed.statements.every(text => text.startsWith("Not "))).toBe(true);
    // A release is missed where the ledger let values out, or where there is no ledger to say so.
    const { release: _release, ...rest } = evidence.files;
    expect(verifyRun({ files: rest }).failures).toContain("release.json: is missing");
    const unspent = forged(bodiesOf(whole.ledger)[0]!);
    expect(verifyRun({ files: { ledger: unspent, manifest: manifestOf("x", {}) } }).failures).toEqual([]);
    // One failure a wording: a manifest that two look for is missing once.
    const twice = verifyRun({ files: { ...files, certificate, publicKey }, found: {} });
    expect(twice.failures.filter(text => text === "manifest.json: is missing")).toHaveLength(1);
    expect(new Set(twice.failures).size).toBe(twice.failures.length);
  });
});

describe("a ledger read by verify", () => {
  const [first] = bodiesOf(whole.ledger);
  const header = (change: object = {}): LedgerBody => ({ ...first, ...change }) as LedgerBody;
  /** Of no charge: nothing to compute. */
  const empty = (change: object = {}) => checkLedger(forged(header(change)));
  const planned = (change: object) => {
    const changed = { ...plan, ...change } as typeof plan;
    return { plan: changed, planHash: planHash(changed) };
  };

  it("is witness to the other files only where every byte of it is intact", () => {
    const intact = checkLedger(forged(header(), charge(0), released(0)));
    expect(intact.failures).toEqual([]);
    expect(intact).toMatchObject({ lines: 3, mode: "planned" });
    expect(intact.witness).toBe(intact.books);
    expect(intact.witness.released.size).toBe(1);
    const text = forged(header());
    const cut = checkLedger(`${text}{"x`);
    expect(cut.failures).toEqual(["ledger.jsonl line 2: is cut short"]);
    expect(cut.witness).toEqual({ charges: [], released: new Map(), failures: [] });
    expect(cut.books.header).toBeDefined();
    const changed = checkLedger(text.replace('"share":0.65', '"share":0.66'));
    expect(changed.witness.header).toBeUndefined();
    // Told once: the chain's own words for a line, not the books' as well.
    expect(changed.failures).toEqual(["ledger.jsonl line 1: its hash does not match its content"]);
    expect(changed).toMatchObject({ mode: "", epsilon: Number.POSITIVE_INFINITY });
    expect(checkLedger(undefined)).toMatchObject({ lines: 0, mode: "" });
  });

  it("without a charge costs nothing, and a header must say what this program says", () => {
    expect(empty()).toMatchObject({ failures: [], epsilon: 0, lines: 1 });
    expect(empty({ private: false }).failures).toEqual([
      "ledger.jsonl line 1: NOT PRIVATE: the noise was not the system's, so nothing here protects anyone",
      "ledger.jsonl line 1: its NOT PRIVATE stamp does not fit",
    ]);
    expect(empty({ private: false, warning: "NOT PRIVATE: TEST NOISE" }).failures).toHaveLength(1);
    expect(empty({ warning: "NOT PRIVATE: TEST NOISE" }).failures).toEqual([
      "ledger.jsonl line 1: its NOT PRIVATE stamp does not fit",
    ]);
    expect(empty({ accountant: "me" }).failures).toEqual([
      'ledger.jsonl line 1: the accountant "me" is none that verify can recompute',
    ]);
    const { mode: _mode, ...old } = first as Extract<LedgerBody, { kind: "header" }>;
    expect(checkLedger(forged(old as LedgerBody)).failures.length).toBeGreaterThan(0);
  });

  it("has a δ below 1e-3, exactly", () => {
    for (const delta of ["1e-3", "0.001", "0.5"])
      expect(empty(planned({ budget: { epsilon: "3", delta } })).failures).toEqual([
        `ledger.jsonl line 1: δ = ${delta} is no protection: it must be below 1e-3`,
      ]);
    expect(empty(planned({ budget: { epsilon: "3", delta: "0.000999999999999999999" } })).failures).toEqual(
      [],
    );
  });

  it("of which two lines are damaged is told so by the chain alone, and is no witness", () => {
    const text = forged(header(), charge(0), released(0));
    const both = checkLedger(
      text.replace('"share":0.65', '"share":0.66').replace('"epsilon":3,', '"epsilon":4,'),
    );
    expect(both.failures).toEqual([
      "ledger.jsonl line 1: its hash does not match its content",
      "ledger.jsonl line 2: its hash does not match its content",
      "ledger.jsonl line 3: a released value without its charge before it",
    ]);
    const second = checkLedger(text.replace('"epsilon":3,', '"epsilon":4,'));
    expect([second.books.header === undefined, second.witness.header === undefined]).toEqual([false, true]);
  });

  it("under another relation or unit than this program's has no header", () => {
    for (const change of [{ relation: "replace one patient" }, { unit: "record" }])
      expect(empty(planned(change)).failures).toContain(
        "ledger.jsonl line 1: is of no known kind, or a field is missing or wrong",
      );
  });

  it("that breaks a rule in an intact line is told so beside a damaged one", () => {
    const text = forged(header(), charge(1), charge(0));
    const damaged = text.replace(
      /"purpose":"counts and means","release":0/,
      '"purpose":"counts and meanz","release":0',
    );
    expect(damaged).not.toBe(text);
    const found = checkLedger(damaged).failures;
    expect(found).toContain("ledger.jsonl line 2: a charge out of the plan's order");
    expect(found).toContain("ledger.jsonl line 3: its hash does not match its content");
    expect(found.filter(failure => failure.includes("line 3: "))).toHaveLength(1);
  });

  it("holds its budget for all charges together, at the last of them", () => {
    const greedy = planned({ releases: plan.releases.map(r => ({ ...r, noiseMultiplier: "1" })) });
    const event = { kind: "gaussian", noiseMultiplier: "1" };
    const claimed = (...epsilons: number[]) =>
      checkLedger(forged(header(greedy), ...epsilons.map((epsilon, i) => charge(i, { event, epsilon }))))
        .failures;
    expect(claimed(9, 9)).toEqual(["ledger.jsonl line 3: the charges up to here exceed the budget"]);
    expect(claimed(9, 3)).toEqual([
      "ledger.jsonl line 3: the charges up to here exceed the budget",
      "ledger.jsonl line 3: claims ε = 3, less than the releases up to it cost",
    ]);
    const event2 = { kind: "gaussian", noiseMultiplier: "2" };
    const fitting = planned({ releases: plan.releases.map(r => ({ ...r, noiseMultiplier: "2" })) });
    const half = [charge(0, { event: event2, epsilon: 9 }), charge(1, { event: event2, epsilon: 9 })];
    expect(checkLedger(forged(header(fitting), half[0]!)).failures).toEqual([]);
    expect(checkLedger(forged(header(fitting), ...half)).failures).toEqual([
      "ledger.jsonl line 3: the charges up to here exceed the budget",
    ]);
    expect(claimed(1)).toEqual([
      "ledger.jsonl line 2: the charges up to here exceed the budget",
      "ledger.jsonl line 2: claims ε = 1, less than the releases up to it cost",
    ]);
    expect(checkLedger(forged(header({ accountant: "me" }), charge(0))).failures).toHaveLength(1);
  });
});
