import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../privacy/canonical-json.ts";
import {
  modeOf,
  type Predicate,
  readStatement,
  statementText,
} from "../../../privacy/certificate/statement.ts";

const HASH = "0123456789abcdef".repeat(4);
const predicate: Predicate = {
  epsilon: "2.5",
  delta: "1e-6",
  budget: { epsilon: "3", delta: "1e-6" },
  relation: "add or remove one patient",
  unit: "patient",
  mode: "planned",
  accountant: "zcdp",
  charges: 2,
  released: 1,
  planHash: HASH,
  ledgerHead: HASH,
  software: "test",
  signer: "SHA256:0",
  private: true,
  assumptions: ["a"],
  notProved: ["b"],
};
const subjects = {
  "ledger.jsonl": HASH,
  "manifest.json": HASH.replace("0", "1"),
  "release.json": HASH.replace("0", "2"),
};
const text = statementText(subjects, predicate);
const changed = (change: (statement: { subject: object[]; predicate: object }) => object): string =>
  canonicalJson(change(JSON.parse(text)));

describe("a certificate's statement", () => {
  it("reads back what was stated, and only from the bytes that state it", () => {
    expect(readStatement(text)).toEqual({ subjects, predicate });
    for (const other of [
      "",
      "x",
      "{}",
      "[]",
      "null",
      `${text} `,
      JSON.stringify(JSON.parse(text), undefined, 1),
    ])
      expect(readStatement(other), other).toBeUndefined();
    expect(readStatement(text.replace('"charges":2', '"charges":2.0'))).toBeUndefined();
    expect(readStatement(text.replace('"charges":2', '"charges":2,"charges":2'))).toBeUndefined();
  });

  it("is about ledger, manifest and release, each once, in that order, and nothing else", () => {
    const [ledger, manifest, release] = JSON.parse(text).subject;
    for (const subject of [
      [],
      [ledger],
      [ledger, manifest],
      [release, manifest, ledger],
      [ledger, manifest, release, release],
      [ledger, manifest, release, { ...release, name: "notes.ndjson" }],
      [ledger, manifest, { ...release, name: "notes.ndjson" }],
      [ledger, manifest, { ...release, digest: { sha256: HASH.slice(1) } }],
      [ledger, manifest, { ...release, extra: 1 }],
    ])
      expect(readStatement(changed(s => ({ ...s, subject }))), JSON.stringify(subject)).toBeUndefined();
  });

  it("with another type, a field more, less or of another form is not read", () => {
    for (const other of [
      changed(s => ({ ...s, _type: "https://in-toto.io/Statement/v0.1" })),
      changed(s => ({ ...s, predicateType: "urn:other" })),
      changed(s => ({ ...s, extra: 1 })),
      ...(
        [
          { extra: 1 },
          { epsilon: 2.5 },
          { epsilon: "much" },
          { charges: -1 },
          { charges: 1.5 },
          { planHash: "0" },
          { ledgerHead: `${HASH}0` },
          { warning: "private enough" },
          { budget: { epsilon: "3" } },
          { assumptions: "a" },
        ] as object[]
      ).map(change => changed(s => ({ ...s, predicate: { ...s.predicate, ...change } }))),
    ])
      expect(readStatement(other), other).toBeUndefined();
  });

  it("names the ledger's mode; one from before there were two is planned", () => {
    expect([modeOf({ mode: "adaptive" }), modeOf({ mode: "planned" }), modeOf({})]).toEqual([
      "adaptive",
      "planned",
      "planned",
    ]);
  });
});
