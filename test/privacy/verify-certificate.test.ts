import { describe, expect, it } from "vitest";
import { readBooks } from "../../privacy/books.ts";
import { canonicalJson } from "../../privacy/canonical-json.ts";
import {
  PAYLOAD_TYPE,
  preAuthenticationEncoding,
  readEnvelope,
  signedEnvelope,
} from "../../privacy/certificate/envelope.ts";
import { type Signer, signerIn } from "../../privacy/certificate/key.ts";
import { type Predicate, readStatement, statementText } from "../../privacy/certificate/statement.ts";
import { readChain } from "../../privacy/chain.ts";
import {
  type CertificateEvidence,
  checkCertificate,
  type Reckoning,
} from "../../privacy/verify-certificate.ts";
import { temporaryFolder } from "./fixtures.ts";
import { owner, pretty, run, signedFolder } from "./signed-folder.ts";

const whole = run([0, 1]);
const folder = signedFolder({ ledger: whole.ledger, release: pretty(whole.release) }, { epsilon: 2.9999999 });
const stranger = signerIn(temporaryFolder());
const chain = readChain(whole.ledger);

/** What the ledger costs, without the arithmetic: ε = 2.9999999. */
const reckoning: Reckoning = {
  books: readBooks(chain),
  head: chain.head,
  mode: "planned",
  epsilon: 2.9999999,
  total: {
    holds: (epsilon, delta) => Number(epsilon) >= 2.9999999 && delta === "1e-6",
    epsilon: () => 2.9999999,
  },
};
const evidence: CertificateEvidence = {
  certificate: folder["certificate.dsse.json"]!,
  publicKey: owner.publicKey.pem,
  pinned: undefined,
  isOrigin: false,
  subjects: {
    "ledger.jsonl": whole.ledger,
    "manifest.json": folder["manifest.json"]!,
    "release.json": folder["release.json"]!,
  },
};
const check = (change: Partial<CertificateEvidence> = {}, reckoned: Partial<Reckoning> = {}) =>
  checkCertificate({ ...evidence, ...change }, { ...reckoning, ...reckoned });
const faults = (...args: Parameters<typeof check>) =>
  check(...args).faults.map(([file, text]) => `${file}: ${text}`);

const envelope = readEnvelope(evidence.certificate)!;
const statement = readStatement(envelope.payload.toString("utf8"))!;
const restated = (change: Partial<Predicate>, signer: Signer = owner) =>
  signedEnvelope(statementText(statement.subjects, { ...statement.predicate, ...change }), signer);
const enveloped = (payload: Buffer, payloadType: string, keyid: string, sig: Buffer) =>
  `${canonicalJson({
    payload: payload.toString("base64"),
    payloadType,
    signatures: [{ keyid, sig: sig.toString("base64") }],
  })}\n`;
const trust = owner.publicKey.fingerprint;

describe("a certificate's signature", () => {
  it("holds under the key beside it or the key that is trusted, and says which, and what it covers", () => {
    const signature = { fingerprint: trust, isPinned: false, coversOutputs: true };
    expect(check()).toEqual({ signature, faults: [] });
    expect(check({ pinned: owner.publicKey })).toEqual({
      signature: { ...signature, isPinned: true },
      faults: [],
    });
    expect(check({ isOrigin: true })).toEqual({
      signature: { ...signature, coversOutputs: false },
      faults: [],
    });
  });

  it("is asked of an envelope as this program writes it, of a certificate's type", () => {
    const unread = "is no signed certificate as this program writes it";
    for (const certificate of ["", "{}", ` ${evidence.certificate}`]) {
      expect(check({ certificate })).toEqual({ faults: [["certificate.dsse.json", unread]] });
      expect(faults({ certificate, isOrigin: true })).toEqual([`origin-certificate.dsse.json: ${unread}`]);
    }
    const sig = owner.sign(preAuthenticationEncoding("text/plain", envelope.payload));
    expect(check({ certificate: enveloped(envelope.payload, "text/plain", trust, sig) })).toEqual({
      faults: [["certificate.dsse.json", "states another kind of content than a certificate's"]],
    });
  });

  it("needs a key: the one beside it whole and in its own spelling, or a trusted one", () => {
    expect(check({ publicKey: undefined })).toEqual({ faults: [["certificate.pub.pem", "is missing"]] });
    expect(faults({ publicKey: undefined, isOrigin: true })).toEqual([
      "origin-certificate.pub.pem: is missing",
    ]);
    const odd = "certificate.pub.pem: is no ed25519 public key as this program writes it";
    expect(check({ publicKey: "x" })).toEqual({ faults: [odd.split(": ") as [string, string]] });
    expect(faults({ publicKey: `${owner.publicKey.pem}\n` })).toEqual([odd]);
    expect(check({ publicKey: `${owner.publicKey.pem}\n` }).signature?.fingerprint).toBe(trust);
    const pinned = { pinned: owner.publicKey };
    expect(faults({ ...pinned, publicKey: undefined })).toEqual(["certificate.pub.pem: is missing"]);
    expect(faults({ ...pinned, publicKey: "x" })).toEqual([odd]);
    expect(check({ ...pinned, publicKey: "x" }).signature).toMatchObject({
      fingerprint: trust,
      isPinned: true,
    });
  });

  it("by another key than the trusted one is told, whichever of the two lies beside it", () => {
    const other = `certificate.pub.pem: is not the key you trust (${trust})`;
    expect(faults({ pinned: owner.publicKey, publicKey: stranger.publicKey.pem })).toEqual([other]);
    expect(check({ pinned: owner.publicKey, publicKey: stranger.publicKey.pem }).signature).toBeDefined();
    const signed = restated({ signer: stranger.publicKey.fingerprint }, stranger);
    expect(
      check({ pinned: owner.publicKey, publicKey: stranger.publicKey.pem, certificate: signed }),
    ).toEqual({
      faults: [
        other.split(": ") as [string, string],
        ["certificate.dsse.json", `is not signed with the key you trust (${trust})`],
      ].map(([file, ...text]) => [file, text.join(": ")]),
    });
  });

  it("that does not fit blames the key file only where envelope and content name one other key", () => {
    const misfit =
      "certificate.dsse.json: its signature does not fit: the content or the signature was changed";
    expect(check({ publicKey: stranger.publicKey.pem })).toEqual({
      faults: [["certificate.pub.pem", `is not the key that certificate.dsse.json names (${trust})`]],
    });
    const sig = Buffer.from(envelope.signature);
    sig[3] = sig[3]! ^ 1;
    expect(faults({ certificate: enveloped(envelope.payload, PAYLOAD_TYPE, trust, sig) })).toEqual([misfit]);
    // Named by the envelope alone, or not at all.
    const renamed = enveloped(envelope.payload, PAYLOAD_TYPE, "SHA256:0", envelope.signature);
    expect(faults({ certificate: renamed, publicKey: stranger.publicKey.pem })).toEqual([misfit]);
    const nothing = enveloped(Buffer.from("{}"), PAYLOAD_TYPE, trust, envelope.signature);
    expect(faults({ certificate: nothing, publicKey: stranger.publicKey.pem })).toEqual([misfit]);
    expect(faults({ certificate: nothing, pinned: owner.publicKey })).toEqual([misfit]);
    expect(faults({ certificate: nothing, pinned: stranger.publicKey, publicKey: undefined })).toEqual([
      "certificate.pub.pem: is missing",
      misfit,
    ]);
    expect(faults({ certificate: renamed })).toEqual([
      "certificate.dsse.json: names another key than the one that signed it",
    ]);
    expect(check({ certificate: renamed }).signature).toBeUndefined();
  });

  it("over what is no certificate says so", () => {
    expect(check({ certificate: signedEnvelope("{}", owner) })).toEqual({
      faults: [["certificate.dsse.json", "is signed, but is no certificate that this version can read"]],
    });
  });
});

describe("what a certificate is about", () => {
  const swapped = (...names: (keyof CertificateEvidence["subjects"])[]) => ({
    subjects: { ...evidence.subjects, ...Object.fromEntries(names.map(name => [name, "other"])) },
  });
  const notSigned = (name: string) => `${name}: is not the file that certificate.dsse.json was signed for`;
  const foreign =
    "certificate.dsse.json: was signed for other files than these: it comes from another run, or all of them were written anew";

  it("is these files: one or two that are others are named, all of them mean another run", () => {
    expect(faults(swapped("release.json"))).toEqual([notSigned("release.json")]);
    expect(faults(swapped("ledger.jsonl", "manifest.json"))).toEqual([
      notSigned("ledger.jsonl"),
      notSigned("manifest.json"),
    ]);
    expect(faults(swapped("ledger.jsonl", "manifest.json", "release.json"))).toEqual([foreign]);
    expect(check(swapped("release.json")).signature).toBeDefined();
  });

  it("is what is there: a missing file is no other file, and one alone is blamed itself", () => {
    expect(faults({ subjects: { "ledger.jsonl": whole.ledger } })).toEqual([]);
    expect(faults({ subjects: { "ledger.jsonl": "other" } })).toEqual([notSigned("ledger.jsonl")]);
    expect(faults({ subjects: { "ledger.jsonl": "other", "release.json": "other" } })).toEqual([foreign]);
    expect(faults({ subjects: {} })).toEqual([]);
  });

  it("is not the manifest of what was drawn from its folder", () => {
    expect(faults({ ...swapped("manifest.json"), isOrigin: true })).toEqual([]);
    expect(faults({ ...swapped("ledger.jsonl", "manifest.json"), isOrigin: true })).toEqual([
      "ledger.jsonl: is not the file that origin-certificate.dsse.json was signed for",
    ]);
  });

  it("is not asked what it says where it is about other files", () => {
    const certificate = restated({ charges: 7 });
    expect(faults({ certificate })).toHaveLength(1);
    expect(faults({ certificate, ...swapped("release.json") })).toEqual([notSigned("release.json")]);
  });
});

describe("what a certificate says", () => {
  const saying = (change: Partial<Predicate>, reckoned: Partial<Reckoning> = {}) =>
    faults({ certificate: restated(change) }, reckoned).map(text =>
      text.replace("certificate.dsse.json: ", ""),
    );

  it.each([
    ["δ = 1e-5; the ledger says 1e-6", { delta: "1e-5" }],
    ["a budget ε = 2; the ledger says 3", { budget: { epsilon: "2", delta: "1e-6" } }],
    ["a budget δ = 1e-5; the ledger says 1e-6", { budget: { epsilon: "3", delta: "1e-5" } }],
    ["relation = none; the ledger says add or remove one patient", { relation: "none" }],
    ["unit = record; the ledger says patient (all records, all modalities)", { unit: "record" }],
    ["mode = adaptive; the ledger says planned", { mode: "adaptive" }],
    ["accountant = me; the ledger says exact-gaussian", { accountant: "me" }],
    ["charges = 1; the ledger says 2", { charges: 1 }],
    ["released values = 3; the ledger says 2", { released: 3 }],
    ["software = other; the ledger says semblance test", { software: "other" }],
  ])("is what the ledger says: %s", (text, change) => {
    expect(saying(change)).toEqual([`states ${text}`]);
  });

  it("is the ledger's plan hash and last line", () => {
    expect(saying({ planHash: "0".repeat(64) })).toHaveLength(1);
    expect(saying({}, { head: "0".repeat(64) })[0]).toMatch(
      /^states last line's hash = .*; the ledger says 0+$/,
    );
    expect(saying({}, { books: { charges: [], released: new Map(), failures: [] } })).toEqual([]);
  });

  it("is signed by whom it names, and stamped where and only where the noise was a test's", () => {
    expect(saying({ signer: "SHA256:0" })).toEqual(["names another signer than the key that signed it"]);
    expect(saying({ warning: "NOT PRIVATE: TEST NOISE" })).toEqual(["its NOT PRIVATE stamp is wrong"]);
    expect(saying({ private: false })).toEqual([
      "states private = false; the ledger says true",
      "its NOT PRIVATE stamp is wrong",
    ]);
    expect(saying({ private: false, warning: "NOT PRIVATE: TEST NOISE" })).toEqual([
      "states private = false; the ledger says true",
    ]);
  });

  it("is no smaller an ε than the charges cost, nor larger than six digits and the accountant's rounding make it", () => {
    expect(saying({ epsilon: "3" })).toEqual([]);
    expect(saying({ epsilon: "2.9999999" })).toEqual([]);
    expect(saying({ epsilon: "3.0" })).toEqual([]);
    expect(saying({ epsilon: "2.9999998" })).toEqual([
      "states ε ≤ 2.9999998; the ledger's charges cost more",
    ]);
    expect(saying({ epsilon: "3.00001" })).toEqual([
      "states ε ≤ 3.00001; the ledger's charges come to 2.9999999",
    ]);
    // Exactly at six digits the accountant's own rounding may lift the seventh.
    const round = { epsilon: 2.5, total: { holds: () => true, epsilon: () => 2.5 } };
    expect(saying({ epsilon: "2.50001" }, round)).toEqual([]);
    expect(saying({ epsilon: "2.50002" }, round)).toHaveLength(1);
  });
});
