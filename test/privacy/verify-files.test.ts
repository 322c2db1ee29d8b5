import { describe, expect, it } from "vitest";
import type { Books } from "../../privacy/books.ts";
import { canonicalHash } from "../../privacy/canonical-json.ts";
import { manifestFaults, readManifest } from "../../privacy/verify-manifest.ts";
import { releaseFaults } from "../../privacy/verify-release.ts";
import { notProved, proved } from "../../privacy/verify-words.ts";
import { plan } from "./fixtures.ts";
import { pretty } from "./signed-folder.ts";

const HASH = "0123456789abcdef".repeat(4);
const OTHER = HASH.replace("0", "f");
const NOBODY: Books = { charges: [], released: new Map(), failures: [] };
const header = {
  kind: "header",
  plan,
  planHash: canonicalHash(plan),
  private: true,
  software: "test",
} as never;

describe("a manifest", () => {
  const fit = {
    format: "semblance-fit/1",
    notice: "n",
    software: "s",
    planHash: HASH,
    signed: true,
    files: { a: HASH },
  };
  const drawn = { ...fit, format: "semblance-output/1", synthetic: true, seed: "1", patients: 2 };
  const text = (content: object) => pretty({ ...content, hash: canonicalHash(content) });

  it("is read from the very text that this program writes, its own hash right", () => {
    for (const content of [
      fit,
      drawn,
      { ...drawn, asked: { match: "m", quotas: ["q"], allowPooled: true } },
      { ...drawn, asked: {} },
    ])
      expect(readManifest(text(content)), JSON.stringify(content)).toEqual({
        ...content,
        hash: canonicalHash(content),
      });
    const right = text(fit);
    for (const other of [
      "",
      "x",
      "null",
      right.trimEnd(),
      `${right}\n`,
      right.replace(": ", ":"),
      right.replace('"a"', '"b"'),
      pretty({ ...fit, hash: HASH }),
      pretty(fit),
      text({ ...fit, extra: 1 }),
      text({ ...fit, seed: "1" }),
      text({ ...fit, signed: "yes" }),
      text({ ...fit, files: { a: 1 } }),
      text({ ...fit, format: "semblance-output/2" }),
      text({ ...drawn, synthetic: false }),
      text({ ...drawn, patients: "2" }),
      text({ ...drawn, asked: { more: 1 } }),
      text({ ...drawn, asked: { quotas: [1] } }),
      right.replace('"signed": true', '"signed": false,\n "signed": true'),
    ])
      expect(readManifest(other), other).toBeUndefined();
  });

  it("names what is missing, changed, no file, or not in it", () => {
    const manifest = readManifest(text({ ...fit, files: { a: HASH, b: HASH } }))!;
    const beside = { "manifest.json": OTHER, "certificate.dsse.json": OTHER, "certificate.pub.pem": OTHER };
    const faults = (found: Readonly<Record<string, string>>, books = NOBODY, of = manifest) =>
      manifestFaults(of, found, books).map(([file, fault]) => `${file}: ${fault}`);
    expect(faults({ ...beside, a: HASH, b: HASH })).toEqual([]);
    expect(faults({ a: HASH, b: HASH })).toEqual(Object.keys(beside).map(file => `${file}: is missing`));
    expect(faults({ ...beside, a: OTHER })).toEqual([
      "a: is not the file that manifest.json states",
      "b: is missing",
    ]);
    for (const odd of ["a link, not a file", `${HASH}0`, `x${HASH}`, HASH.slice(1)])
      expect(faults({ ...beside, a: HASH, b: odd })).toEqual([`b: is ${odd}`]);
    expect(faults({ ...beside, a: HASH, b: HASH, c: HASH })).toEqual(["c: is not in manifest.json"]);
    const open = readManifest(text({ ...fit, signed: false }))!;
    expect(faults({ "manifest.json": OTHER, a: HASH }, NOBODY, open)).toEqual([]);
    expect(faults({ ...beside, a: HASH }, NOBODY, open)).toEqual([
      "certificate.dsse.json: is not in manifest.json",
      "certificate.pub.pem: is not in manifest.json",
    ]);
    const sealed = { ...beside, a: HASH, b: HASH };
    expect(faults(sealed, { ...NOBODY, header })).toEqual([
      "manifest.json: is about another plan than the ledger's",
    ]);
    const same = { kind: "header", planHash: HASH } as never;
    expect(faults(sealed, { ...NOBODY, header: same })).toEqual([]);
  });
});

describe("a release file", () => {
  const noise = (z: number, weight = 1) => Math.ceil(z * 2 ** 20) / 2 ** 20 / weight;
  const first = { purpose: "a", blocks: [{ name: "x", weight: 0.5, noise: noise(2.5, 0.5), values: [1] }] };
  const chosen = { purpose: "b", chosen: 3 };
  const release = {
    format: "semblance-release/1",
    software: "s",
    private: true,
    planHash: canonicalHash(plan),
    plan,
    sums: [first],
    choices: [chosen],
  };
  const books: Books = {
    header,
    failures: [],
    charges: [
      { line: 2, charge: { purpose: "a", event: { kind: "gaussian", noiseMultiplier: "2.5" } } as never },
      { line: 4, charge: { purpose: "b", event: { kind: "exponential", epsilon: "1" } } as never },
    ],
    released: new Map([
      ["a", { line: 3, sha256: canonicalHash(first) }],
      ["b", { line: 5, sha256: canonicalHash(chosen) }],
    ]),
  };
  const faults = (change: object, against: Books = books) =>
    releaseFaults(against, pretty({ ...release, ...change }));

  it("holds every released value, unchanged, and nothing else", () => {
    expect(faults({})).toEqual([]);
    expect(faults({ warning: "w" })).toEqual([]);
    expect(faults({ choices: [] })).toEqual(['does not hold "b", released in line 5 of the ledger']);
    expect(faults({ choices: undefined })).toEqual(['does not hold "b", released in line 5 of the ledger']);
    expect(faults({ choices: [{ ...chosen, chosen: 4 }] })).toEqual([
      'its "b" is not what line 5 of the ledger released',
    ]);
    expect(faults({ more: [{ purpose: "c" }] })).toEqual(['holds "c", which the ledger did not release']);
    expect(faults({ more: [chosen] })).toEqual(["holds a value twice"]);
  });

  it("is of the ledger's plan and says as much about its noise", () => {
    expect(faults({ plan: { ...plan, choices: {} } })).toEqual(["its plan is not the ledger's"]);
    expect(faults({ planHash: HASH })).toEqual(["its plan is not the ledger's"]);
    expect(faults({ private: false })).toEqual(["says otherwise than the ledger whether it is private"]);
  });

  it("states the charged noise, rounded up to a lattice step, over each block's weight", () => {
    const stating = (change: object, against = books) => {
      const changed = { ...first, blocks: [{ ...first.blocks[0], ...change }] };
      const released = new Map([...books.released, ["a", { line: 3, sha256: canonicalHash(changed) }]]);
      return faults({ sums: [changed] }, { ...against, released });
    };
    const wrong = ['block x of "a" states other noise than the plan\'s'];
    expect(stating({})).toEqual([]);
    expect(stating({ noise: 4.9 })).toEqual(wrong);
    expect(stating({ noise: 5.1 })).toEqual(wrong);
    expect(stating({ noise: 5 * (1 + 2e-9) })).toEqual(wrong);
    expect(stating({ noise: 5 * (1 - 2e-9) })).toEqual(wrong);
    expect(stating({ noise: 5 * (1 + 5e-10) })).toEqual([]);
    expect(stating({ weight: 0.6 })).toEqual(wrong);
    expect(stating({ noise: null })).toEqual(["is no release file as this program writes it"]);
    const bare = { purpose: "a", chosen: 1 };
    const released = new Map([...books.released, ["a", { line: 3, sha256: canonicalHash(bare) }]]);
    expect(faults({ sums: [bare] }, { ...books, released })).toEqual([]);
    // A selection has no noise to state, nor has a value that nothing was charged for.
    const selected = {
      ...books,
      charges: [{ line: 2, charge: { purpose: "a", event: { kind: "exponential", epsilon: "1" } } as never }],
    };
    expect(stating({ noise: 4.9 }, selected)).toEqual([]);
    expect(stating({ noise: 4.9 }, { ...books, charges: [] })).toEqual([]);
    // Not a lattice step too little: 2.5000001 is rounded up.
    const finer = {
      ...books,
      charges: [
        {
          line: 2,
          charge: { purpose: "a", event: { kind: "gaussian", noiseMultiplier: "2.5000001" } } as never,
        },
      ],
    };
    expect(stating({ noise: noise(2.5000001, 0.5) }, finer)).toEqual([]);
    expect(stating({ noise: 5.0000002 }, finer)).toEqual(wrong);
  });

  it("without a ledger is held against its own plan's hash alone", () => {
    expect(faults({}, NOBODY)).toEqual([]);
    expect(faults({ sums: [] }, NOBODY)).toEqual([]);
    expect(faults({ private: false }, NOBODY)).toEqual([]);
    expect(faults({ planHash: HASH }, NOBODY)).toEqual(["its plan does not have the hash that it states"]);
  });

  it("whose plan is nested deeper than a hash can reach is told, not thrown", () => {
    let deep: unknown = {};
    for (let i = 0; i < 3000; i++) deep = { deep };
    expect(faults({ plan: deep })).toEqual(["its plan is not the ledger's"]);
    expect(faults({ plan: deep }, NOBODY)).toEqual(["its plan does not have the hash that it states"]);
  });

  it("in another spelling, or of another make, is none", () => {
    const right = pretty(release);
    for (const text of [
      "",
      "null",
      right.trimEnd(),
      right.replace(": ", ":"),
      pretty({ ...release, format: "semblance-release/2" }),
      pretty({ ...release, sums: [{ blocks: [] }] }),
      pretty({ ...release, sums: {} }),
      pretty({ ...release, sums: [{ ...first, blocks: [{ name: "x", weight: 1 }] }] }),
      pretty({ ...release, raw: [1] }),
      pretty({ ...release, note: "age 93" }),
    ])
      expect(releaseFaults(books, text), text.slice(0, 60)).toEqual([
        "is no release file as this program writes it",
      ]);
    const infinite = pretty({ ...release, choices: [{ ...chosen, chosen: 12345 }] }).replace(
      "12345",
      "1e400",
    );
    expect(releaseFaults(books, infinite)).toEqual(["is no release file as this program writes it"]);
  });
});

describe("what a verification tells", () => {
  const ledger = {
    books: { header, charges: [1, 2], released: new Map([["a", 1]]), failures: [] },
    witness: NOBODY,
    lines: 4,
    head: "",
    mode: "planned",
    total: {},
    epsilon: 2.12341,
    failures: [],
  };
  const files = { ledger: "l", release: "r", manifest: "m" };
  const manifest = { format: "semblance-output/1", files: { a: HASH, b: HASH } };
  const signature = { fingerprint: "SHA256:1", isPinned: true, coversOutputs: true };
  const all = { ...ledger, evidence: { files, found: {}, redrawn: {} }, manifest, signature };
  const says = (change: object) => proved({ ...all, ...change } as never);
  const doubts = (change: object) => notProved({ ...all, ...change } as never);
  const count = (found: readonly string[], part: string | RegExp) =>
    found.filter(text => text.match(part)).length;

  it("is one sentence for each thing checked, and none for what was not", () => {
    expect(says({})).toHaveLength(8);
    expect(says({ books: NOBODY })).toEqual([]);
    expect(says({ evidence: { files: { ledger: "l" }, found: {}, redrawn: {} } })).toHaveLength(7);
    expect(says({ evidence: { files, redrawn: {} } })).toHaveLength(7);
    expect(says({ manifest: undefined })).toHaveLength(7);
    expect(says({ evidence: { files, found: {} } })).toHaveLength(7);
    expect(says({ signature: undefined })).toHaveLength(6);
    expect(count(says({}), "all 2 files that manifest.json lists")).toBe(1);
    expect(count(says({}), "release.json holds exactly")).toBe(1);
    expect(count(says({}), "byte for byte, what this program draws")).toBe(1);
  });

  it("gives ε with four decimals, rounded up, or says that it is infinite", () => {
    const told = (epsilon: number) => says({ epsilon })[1]!.match(/ε ≤ (\S+)/)![1];
    expect([2.12341, 2, 0.00001, 1.99999].map(told)).toEqual(["2.1235", "2.0000", "0.0001", "2.0000"]);
    expect(told(Number.POSITIVE_INFINITY)).toBe("infinite");
  });

  it("counts in grammar", () => {
    const counted = (charges: number, released: number, mode = "planned") =>
      says({
        mode,
        books: {
          header,
          charges: new Array(charges).fill(1),
          released: new Map(Array.from({ length: released }, (_, i) => [i, i])),
          failures: [],
        },
      })[2];
    expect(counted(2, 2)).toMatch("2 of 2 planned releases were charged, and 2 were let out");
    expect(counted(1, 1)).toMatch("1 of 2 planned releases was charged, and 1 was let out");
    expect(counted(1, 0, "adaptive")).toMatch(
      "1 release, chosen on the way from what was released before, was charged in adaptive mode, and 0 were",
    );
    expect(counted(3, 3, "adaptive")).toMatch(
      "3 releases, chosen on the way from what was released before, were charged",
    );
  });

  it("says whose signature covers what", () => {
    expect(count(says({}), "one signature covers ledger, release and manifest")).toBe(1);
    expect(count(says({}), "the signer holds the private key of the key you gave: SHA256:1")).toBe(1);
    const open = says({ signature: { ...signature, isPinned: false, coversOutputs: false } });
    expect(count(open, "taken along from the folder that this cohort was drawn from")).toBe(1);
    expect(count(open, /^Signed, but by whom is not shown: the key \(SHA256:1\)/)).toBe(1);
    expect(count(open, "the private key")).toBe(0);
  });

  it("says what is never proved, and of outputs only where they were not drawn again", () => {
    expect(doubts({})).toHaveLength(4);
    expect(doubts({}).every(text => text.startsWith("Not proved: "))).toBe(true);
    const undrawn = { evidence: { files, found: {} } };
    expect(count(doubts(undrawn), "their signer says so")).toBe(1);
    expect(doubts(undrawn)).toHaveLength(5);
    for (const found of [undefined, { ...signature, coversOutputs: false }]) {
      const told = doubts({ ...undrawn, signature: found });
      expect(count(told, /^Not signed: the output files/)).toBe(1);
      expect(count(told, "their signer says so")).toBe(0);
    }
    expect(doubts({ ...undrawn, manifest: { ...manifest, format: "semblance-fit/1" } })).toHaveLength(4);
    expect(doubts({ ...undrawn, manifest: undefined })).toHaveLength(4);
  });

  it("says what was not checked, as the file for it is not here", () => {
    const told = (change: object, also: object = {}) =>
      doubts({ evidence: { files: { ...files, ...change }, found: {}, redrawn: {} }, ...also }).slice(4);
    expect(count(told({ ledger: undefined }), /^Not checked: ε, the charges/)).toBe(1);
    expect(told({ ledger: undefined })).toHaveLength(1);
    expect(told({ release: undefined })).toEqual(["Not checked: the release file; none is here."]);
    expect(told({ manifest: undefined })).toEqual(["Not checked: output files; no manifest is here."]);
    expect(doubts({ evidence: { files, redrawn: {} } }).slice(4)).toEqual([
      "Not checked: output files; no manifest is here.",
    ]);
    const unsigned = ["Not signed: nothing here says who vouches for this ledger."];
    expect(told({}, { signature: undefined })).toEqual(unsigned);
    expect(told({}, { signature: undefined, books: NOBODY })).toEqual([]);
    expect(told({})).toEqual([]);
  });
});
