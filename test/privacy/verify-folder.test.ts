import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../privacy/canonical-json.ts";
import {
  preAuthenticationEncoding,
  readEnvelope,
  signedEnvelope,
} from "../../privacy/certificate/envelope.ts";
import { signerIn } from "../../privacy/certificate/key.ts";
import { readStatement, statementText } from "../../privacy/certificate/statement.ts";
import { planHash } from "../../privacy/plan.ts";
import { verifyRun } from "../../privacy/verify.ts";
import { manifestText } from "../../src/pipeline/folder.ts";
import { replayNoise } from "../replay-noise.ts";
import { plan, SOFTWARE, temporaryFolder } from "./fixtures.ts";
import { bodiesOf, forged } from "./forged-ledger.ts";
import { evidenceOf, type Folder, OUTPUTS, owner, pretty, run, signedFolder } from "./signed-folder.ts";

const whole = run([0, 1]);
const texts = { ledger: whole.ledger, release: pretty(whole.release) };
const folder = signedFolder(texts);
const stranger = signerIn(temporaryFolder());

const failuresOf = (changed: Readonly<Record<string, string | Buffer>>, pinned = owner.publicKey) =>
  verifyRun({ ...evidenceOf(changed), pinned }).failures;
const unpinnedFailuresOf = (changed: Folder) => verifyRun(evidenceOf(changed)).failures;
const without = (file: string): Folder =>
  Object.fromEntries(Object.entries(folder).filter(([name]) => name !== file));

/** The certificate's statement changed and signed anew. */
const restated = (change: object, signer = owner): string => {
  const { subjects, predicate } = statementOf(folder);
  return signedEnvelope(statementText(subjects, { ...predicate, ...change }), signer);
};
const statementOf = (of: Folder) =>
  readStatement(readEnvelope(of["certificate.dsse.json"]!)!.payload.toString("utf8"))!;

const flipped = (text: string, at: number, mask: number) => {
  const bytes = Buffer.from(text);
  const place = at % bytes.length;
  bytes[place] = bytes[place]! ^ mask;
  const line = bytes.subarray(0, place).filter(byte => byte === 10).length + 1;
  return { bytes, line };
};

describe("a signed folder", () => {
  it("holds, pinned or not, and says which of the two it was", () => {
    const pinned = verifyRun({ ...evidenceOf(folder), pinned: owner.publicKey });
    expect(pinned.failures).toEqual([]);
    expect(pinned.signature).toEqual({
      fingerprint: owner.publicKey.fingerprint,
      isPinned: true,
      coversOutputs: true,
    });
    expect(pinned.statements.join("\n")).toMatch(/the signer holds the private key of the key you gave/);
    const open = verifyRun(evidenceOf(folder));
    expect(open).toMatchObject({ ok: true, signature: { isPinned: false } });
    expect(open.statements.join("\n")).toMatch(/Signed, but by whom is not shown/);
    expect(open.statements.join("\n")).not.toMatch(/the signer holds the private key/);
  });

  it.each(Object.keys(folder))(
    "a flipped byte anywhere in a signed folder is found and its file named: %s (25 random flips, seed 21)",
    file => {
      fc.assert(
        fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, mask, isPinned) => {
          const { bytes, line } = flipped(folder[file]!, at, mask);
          const changed = { ...folder, [file]: bytes };
          const failures = isPinned ? failuresOf(changed) : verifyRun(evidenceOf(changed)).failures;
          expect(failures.length).toBeGreaterThan(0);
          // Blamed alone: no other file is accused of what happened to this one.
          for (const failure of failures) expect(failure.startsWith(file), failure).toBe(true);
          if (file === "ledger.jsonl") expect(failures[0]).toMatch(`ledger.jsonl line ${line}: `);
        }),
        { seed: 21, numRuns: 25 },
      );
    },
    120_000,
  );

  it.each(Object.keys(folder))("a missing or truncated file is named: %s", file => {
    for (const pinned of [true, false]) {
      const check = pinned ? failuresOf : unpinnedFailuresOf;
      const gone = check(without(file));
      expect(
        gone.some(failure => failure.startsWith(`${file}: is missing`)),
        gone.join("\n"),
      ).toBe(true);
      for (const length of [0, 1, Math.floor(folder[file]!.length / 2), folder[file]!.length - 1]) {
        const cut = check({ ...folder, [file]: folder[file]!.slice(0, length) });
        expect(
          cut.some(failure => failure.startsWith(file)),
          `${length}: ${cut.join("\n")}`,
        ).toBe(true);
      }
    }
  });

  it("an extra file, a link in a file's place and two files swapped are named", () => {
    expect(failuresOf({ ...folder, "ecg/real.dat": "x" })).toEqual(["ecg/real.dat: is not in manifest.json"]);
    expect(failuresOf({ ...folder, "origin-certificate.dsse.json": "x" })).toEqual([
      "origin-certificate.dsse.json: is not in manifest.json",
    ]);
    const evidence = evidenceOf(folder);
    const found = { ...evidence.found, "notes.ndjson": "a link, not a file", extra: "a link, not a file" };
    expect(verifyRun({ ...evidence, found }).failures).toEqual([
      "notes.ndjson: is a link, not a file",
      "extra: is not in manifest.json",
    ]);
    const [a, b] = Object.keys(OUTPUTS) as [string, string];
    expect(failuresOf({ ...folder, [a]: folder[b]!, [b]: folder[a]! })).toEqual([
      `${a}: is not the file that manifest.json states`,
      `${b}: is not the file that manifest.json states`,
    ]);
  });

  it("names of evidence files in subfolders are outputs, not evidence", () => {
    const found = { ...evidenceOf(folder).found, "sub/ledger.jsonl": sha256("x") };
    expect(verifyRun({ ...evidenceOf(folder), found }).failures).toEqual([
      "sub/ledger.jsonl: is not in manifest.json",
    ]);
  });
});

describe("a liar who knows every format", () => {
  /** The run with ten times the noise claimed: plan, ledger, release and manifest all rewritten, every hash right. */
  const rewritten = (signer = stranger, epsilon?: number) => {
    const quiet = {
      ...plan,
      releases: plan.releases.map(release => ({
        ...release,
        noiseMultiplier: String(10 * Number(release.noiseMultiplier)),
      })),
    };
    const release = {
      ...whole.release,
      plan: quiet,
      planHash: planHash(quiet),
      sums: whole.release.sums.map(sum => ({
        ...sum,
        blocks: sum.blocks.map(block => ({
          ...block,
          noise:
            Math.ceil(
              2 ** 20 * Number(quiet.releases.find(r => r.purpose === sum.purpose)!.noiseMultiplier),
            ) /
            2 ** 20 /
            block.weight,
        })),
      })),
    };
    const [header, ...rest] = bodiesOf(whole.ledger);
    const ledger = forged(
      { ...header, plan: quiet, planHash: planHash(quiet) } as never,
      ...rest.map(body => {
        if (body.kind === "charge")
          return {
            ...body,
            event: {
              kind: "gaussian" as const,
              noiseMultiplier: quiet.releases[body.release]!.noiseMultiplier,
            },
          };
        if (body.kind !== "released") return body;
        const sum = release.sums.find(({ purpose }) => purpose === body.purpose)!;
        return { ...body, sha256: sha256(canonical(sum)) };
      }),
    );
    const made = signedFolder(
      { ledger, release: pretty(release) },
      { signer, ...(epsilon === undefined ? {} : { epsilon }) },
    );
    const manifest = JSON.parse(made["manifest.json"]!) as { hash: string };
    const { hash: _hash, ...head } = manifest;
    const text = manifestText({ ...head, planHash: planHash(quiet) } as never);
    const envelope = signedEnvelope(
      statementText(
        { ...statementOf(made).subjects, "manifest.json": sha256(text) },
        statementOf(made).predicate,
      ),
      signer,
    );
    return { ...made, "manifest.json": text, "certificate.dsse.json": envelope };
  };
  const canonical = (value: object): string =>
    JSON.stringify(value, (_key, item) =>
      item !== null && typeof item === "object" && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : item,
    );

  it("a resealed run signed with another key fails where the key is pinned, and is described where it is not", () => {
    const lie = rewritten();
    expect(failuresOf(lie)).toEqual([
      `certificate.pub.pem: is not the key you trust (${owner.publicKey.fingerprint})`,
      `certificate.dsse.json: is not signed with the key you trust (${owner.publicKey.fingerprint})`,
    ]);
    const open = verifyRun(evidenceOf(lie));
    expect(open).toMatchObject({
      ok: true,
      signature: { fingerprint: stranger.publicKey.fingerprint, isPinned: false },
    });
    expect(open.epsilon).toBeLessThan(0.5);
    expect(open.statements.join("\n")).toMatch(/someone who replaced everything could have signed again/);
  });

  it("a resealed run under the owner's own certificate is told apart from it", () => {
    const lie = {
      ...rewritten(),
      "certificate.dsse.json": folder["certificate.dsse.json"]!,
      "certificate.pub.pem": folder["certificate.pub.pem"]!,
    };
    for (const failures of [failuresOf(lie), unpinnedFailuresOf(lie)])
      expect(failures).toEqual([
        "certificate.dsse.json: was signed for other files than these: it comes from another run, or all of them were written anew",
      ]);
  });

  it("a certificate copied from another run fails", () => {
    const other = run([0, 1]);
    const copied = signedFolder({ ledger: other.ledger, release: pretty(other.release) });
    expect(failuresOf({ ...folder, "certificate.dsse.json": copied["certificate.dsse.json"]! })).toEqual([
      "certificate.dsse.json: was signed for other files than these: it comes from another run, or all of them were written anew",
    ]);
  });

  it("a signature taken off, with a manifest that hides it, fails where a key is given, and is told where not", () => {
    const { "certificate.dsse.json": _envelope, "certificate.pub.pem": _key, ...bare } = folder;
    const { hash: _hash, ...head } = JSON.parse(folder["manifest.json"]!);
    const stripped = { ...bare, "manifest.json": manifestText({ ...head, signed: false }) };
    expect(failuresOf(stripped)).toEqual([
      "certificate.dsse.json: is missing, so nothing is signed with the key you trust",
    ]);
    const open = verifyRun(evidenceOf(stripped));
    expect(open).toMatchObject({ ok: true });
    expect(open).not.toHaveProperty("signature");
    expect(open.statements.join("\n")).toMatch(/Not signed: nothing here says who vouches for this ledger/);
    expect(open.statements.join("\n")).toMatch(/Not signed: the output files/);
  });

  it("a signature by another key, with the key swapped or not, fails", () => {
    const signed = restated({ signer: stranger.publicKey.fingerprint }, stranger);
    expect(failuresOf({ ...folder, "certificate.dsse.json": signed })[0]).toMatch(/^certificate/);
    expect(unpinnedFailuresOf({ ...folder, "certificate.dsse.json": signed })).toEqual([
      `certificate.pub.pem: is not the key that certificate.dsse.json names (${stranger.publicKey.fingerprint})`,
    ]);
    const swapped = { ...folder, "certificate.pub.pem": stranger.publicKey.pem };
    expect(unpinnedFailuresOf(swapped)[0]).toMatch(/^certificate.pub.pem: is not the key/);
    expect(failuresOf(swapped)[0]).toMatch(/^certificate.pub.pem: is not the key you trust/);
  });

  it("ε in the certificate smaller by one in its last digit fails, whoever signed; needlessly larger too", () => {
    const { epsilon } = statementOf(folder).predicate;
    expect(epsilon).toBe("3");
    for (const lower of ["2.99999", "2.9999999", "0"])
      expect(
        unpinnedFailuresOf({ ...folder, "certificate.dsse.json": restated({ epsilon: lower }) }),
      ).toEqual([`certificate.dsse.json: states ε ≤ ${lower}; the ledger's charges cost more`]);
    const [failure] = unpinnedFailuresOf({
      ...folder,
      "certificate.dsse.json": restated({ epsilon: "3.00002" }),
    });
    expect(failure).toMatch(
      /^certificate.dsse.json: states ε ≤ 3.00002; the ledger's charges come to 2.99999/,
    );
  });

  it.each([
    ["δ", { delta: "1e-5" }],
    ["budget ε", { budget: { epsilon: "2", delta: "1e-6" } }],
    ["relation", { relation: "replace one record" }],
    ["unit", { unit: "record" }],
    ["mode", { mode: "adaptive" }],
    ["accountant", { accountant: "trust me" }],
    ["charges", { charges: 1 }],
    ["released values", { released: 3 }],
    ["plan hash", { planHash: "0".repeat(64) }],
    ["last line's hash", { ledgerHead: "0".repeat(64) }],
    ["software", { software: "semblance 9" }],
    ["NOT PRIVATE stamp", { warning: "NOT PRIVATE: TEST NOISE" }],
    ["another signer", { signer: "SHA256:0" }],
  ])("a signed certificate whose %s is not the ledger's fails, by name", (name, change) => {
    const failures = unpinnedFailuresOf({ ...folder, "certificate.dsse.json": restated(change) });
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(/^certificate.dsse.json: /);
    expect(failures[0]).toContain(name);
  });

  it("another payload type, doubled keys, other spellings and payloads that are no certificate fail", () => {
    const envelope = folder["certificate.dsse.json"]!;
    const payload = readEnvelope(envelope)!.payload.toString("utf8");
    const retyped = envelope.replace("vnd.in-toto+json", "vnd.in-toto+jsox");
    const doubled = envelope.replace('{"payload":', '{"payload":"AAAA","payload":');
    const spaced = envelope.replace('","payloadType"', '", "payloadType"');
    const unpadded = envelope.replace(/=+"/, '"');
    const signedTexts = [
      payload.replace('"charges":2', '"charges":2,"charges":2'),
      payload.replace('"charges":2', '"charges": 2'),
      payload.replace('"charges":2', '"charges":2.0'),
      payload.replace('"epsilon":"3"', '"epsilon":"3","extra":1'),
      payload.replace("Statement/v1", "Statement/v0.1"),
      payload.replace("certificate:v1", "certificate:v2"),
      "{}",
      "",
    ].map(text => signedEnvelope(text, owner));
    for (const changed of [retyped, doubled, spaced, unpadded, `${envelope} `, "{}", ...signedTexts]) {
      expect(changed).not.toBe(envelope);
      const failures = failuresOf({ ...folder, "certificate.dsse.json": changed });
      expect(failures).toHaveLength(1);
      expect(failures[0]).toMatch(/^certificate.dsse.json: /);
    }
  });

  it("a payload truly signed under another type, or under the name of another key, fails", () => {
    const { payload } = readEnvelope(folder["certificate.dsse.json"]!)!;
    const enveloped = (payloadType: string, keyid: string) =>
      `${JSON.stringify({
        payload: payload.toString("base64"),
        payloadType,
        signatures: [
          { keyid, sig: owner.sign(preAuthenticationEncoding(payloadType, payload)).toString("base64") },
        ],
      })}\n`;
    const { fingerprint } = owner.publicKey;
    expect(enveloped("application/vnd.in-toto+json", fingerprint)).toBe(folder["certificate.dsse.json"]);
    expect(failuresOf({ ...folder, "certificate.dsse.json": enveloped("text/plain", fingerprint) })).toEqual([
      "certificate.dsse.json: states another kind of content than a certificate's",
    ]);
    const renamed = enveloped("application/vnd.in-toto+json", stranger.publicKey.fingerprint);
    expect(failuresOf({ ...folder, "certificate.dsse.json": renamed })).toEqual([
      "certificate.dsse.json: names another key than the one that signed it",
    ]);
  });

  it("where one signed file alone is left and is another, that file is blamed and not the certificate", () => {
    const { "certificate.dsse.json": envelope, "certificate.pub.pem": key } = folder;
    const left = {
      "ledger.jsonl": run([0]).ledger,
      "certificate.dsse.json": envelope!,
      "certificate.pub.pem": key!,
    };
    expect(failuresOf(left)).toContain(
      "ledger.jsonl: is not the file that certificate.dsse.json was signed for",
    );
  });

  it("doubled keys in release and manifest fail", () => {
    for (const [file, from, to] of [
      ["release.json", '"private": true', '"private": false,\n "private": true'],
      ["manifest.json", '"seed": "1"', '"seed": "2",\n "seed": "1"'],
    ] as const) {
      const changed = { ...folder, [file]: folder[file]!.replace(from, to) };
      expect(changed[file]).not.toBe(folder[file]);
      for (const failure of failuresOf(changed)) expect(failure).toMatch(`${file}: `);
      expect(failuresOf(changed).length).toBeGreaterThan(0);
    }
  });

  it("test noise stamps the certificate NOT PRIVATE, and no signature makes up for it", () => {
    const twin = run([0, 1], { noise: replayNoise("twin") });
    const made = signedFolder({ ledger: twin.ledger, release: pretty(twin.release) });
    expect(statementOf(made).predicate).toMatchObject({
      private: false,
      warning: "NOT PRIVATE: TEST NOISE",
    });
    expect(failuresOf(made)).toEqual([
      "ledger.jsonl line 1: NOT PRIVATE: the noise was not the system's, so nothing here protects anyone",
    ]);
  });
});

describe("what sample draws", () => {
  const drawn = (outputs: Folder = OUTPUTS): Folder => {
    const files = {
      ...outputs,
      "ledger.jsonl": texts.ledger,
      "release.json": texts.release,
      "origin-certificate.dsse.json": folder["certificate.dsse.json"]!,
      "origin-certificate.pub.pem": folder["certificate.pub.pem"]!,
    };
    return {
      ...files,
      "manifest.json": manifestText({
        format: "semblance-output/1",
        synthetic: true,
        notice: "SYNTHETIC",
        ...SOFTWARE,
        planHash: planHash(plan),
        seed: "9",
        patients: 3,
        signed: false,
        files: Object.fromEntries(Object.entries(files).map(([file, text]) => [file, sha256(text)])),
      }),
    };
  };

  it("holds under the owner's key for ledger and release, and says that nobody signed the outputs", () => {
    const found = verifyRun({ ...evidenceOf(drawn()), pinned: owner.publicKey });
    expect(found.failures).toEqual([]);
    expect(found.signature).toMatchObject({ isPinned: true, coversOutputs: false });
    expect(found.statements.join("\n")).toMatch(/Not signed: the output files/);
    expect(found.statements.join("\n")).not.toMatch(/one signature covers/);
  });

  it("an unsigned manifest in another spelling, with a doubled key or about another plan is named", () => {
    const made = drawn();
    const text = made["manifest.json"]!;
    const { hash: _hash, ...head } = JSON.parse(text);
    const other = manifestText({ ...head, planHash: "0".repeat(64) });
    const doubled = text.replace('"seed": "9"', '"seed": "8",\n "seed": "9"');
    expect(doubled).not.toBe(text);
    for (const changed of [`${text} `, text.replace(": ", ":  "), doubled])
      expect(failuresOf({ ...made, "manifest.json": changed })).toEqual([
        "manifest.json: is no manifest as this program writes it, or its own hash does not fit",
      ]);
    expect(failuresOf({ ...made, "manifest.json": other })).toEqual([
      "manifest.json: is about another plan than the ledger's",
    ]);
  });

  it("drawn again to the same bytes, is proved to hold nothing but the release; to other bytes, is named", () => {
    const hashes = Object.fromEntries(Object.entries(OUTPUTS).map(([file, text]) => [file, sha256(text)]));
    const same = verifyRun({ ...evidenceOf(drawn()), redrawn: hashes });
    expect(same.failures).toEqual([]);
    expect(same.statements.join("\n")).toMatch(
      /Proved: every output file is, byte for byte, what this program/,
    );
    expect(same.statements.join("\n")).not.toMatch(/Not signed: the output files/);
    const [first] = Object.keys(OUTPUTS);
    const { [first!]: _gone, ...fewer } = hashes;
    for (const redrawn of [fewer, { ...hashes, [first!]: sha256("another") }]) {
      const { failures } = verifyRun({ ...evidenceOf(drawn()), redrawn });
      expect(failures).toHaveLength(1);
      expect(failures[0]).toMatch(`${first}: is not what drawing again from the release gives`);
    }
  });

  it.each(Object.keys(drawn()))(
    "a flipped byte is found and its file named, though nobody signed the manifest: %s (10 flips, seed 22)",
    file => {
      const made = drawn();
      fc.assert(
        fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, mask) => {
          const failures = failuresOf({ ...made, [file]: flipped(made[file]!, at, mask).bytes });
          expect(failures.length).toBeGreaterThan(0);
          for (const failure of failures) expect(failure.startsWith(file), failure).toBe(true);
        }),
        { seed: 22, numRuns: 10 },
      );
    },
    120_000,
  );
});
