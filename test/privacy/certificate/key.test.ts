import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect, promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { readPublicKey, signerIn } from "../../../privacy/certificate/key.ts";
import { InvalidInput } from "../../../src/errors.ts";
import { ownerFolder } from "../../../src/pipeline/owner.ts";
import { temporaryFolder } from "../fixtures.ts";

const FILE = "signing-key.pem";

describe("the owner's key", () => {
  it("is made on first use, readable by the owner only, and is the same afterwards", () => {
    const folder = join(temporaryFolder(), "a", "b");
    const first = signerIn(folder);
    expect(readdirSync(folder)).toEqual([FILE]);
    expect(statSync(join(folder, FILE)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const message = Buffer.from("m");
    expect(signerIn(folder).publicKey.pem).toBe(first.publicKey.pem);
    expect(signerIn(folder).sign(message)).toEqual(first.sign(message));
    expect(signerIn(temporaryFolder()).publicKey.pem).not.toBe(first.publicKey.pem);
  });

  it("prints as nothing: the private key is in no text of the signer", () => {
    const folder = temporaryFolder();
    const signer = signerIn(folder);
    const secret = readFileSync(join(folder, FILE), "utf8").split("\n")[1]!;
    for (const text of [
      inspect(signer, { depth: 9, showHidden: true }),
      JSON.stringify(signer),
      String(signer),
    ]) {
      expect(text).not.toContain(secret);
      expect(text).not.toMatch(/PRIVATE/);
    }
  });

  it("that others can read is refused, and so is a file that holds no such key; the file is left as it was", () => {
    const folder = temporaryFolder();
    signerIn(folder);
    const path = join(folder, FILE);
    chmodSync(path, 0o640);
    expect(() => signerIn(folder)).toThrow(/others can read/);
    const rsa = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    for (const text of ["", "x", rsa.export({ type: "pkcs8", format: "pem" }).toString()]) {
      writeFileSync(path, text);
      chmodSync(path, 0o600);
      expect(() => signerIn(folder)).toThrow(InvalidInput);
      expect(() => signerIn(folder)).toThrow(/signing-key\.pem.*holds no ed25519 private key/);
      expect(readFileSync(path, "utf8")).toBe(text);
    }
  });

  it("is one key when four processes make it at once", async () => {
    const folder = temporaryFolder();
    const code = `import { signerIn } from "${process.cwd()}/privacy/certificate/key.ts"; process.stdout.write(signerIn(${JSON.stringify(folder)}).publicKey.fingerprint);`;
    const runs = await Promise.all(
      [1, 2, 3, 4].map(() =>
        promisify(execFile)(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code]),
      ),
    );
    expect(new Set(runs.map(({ stdout }) => stdout))).toEqual(
      new Set([signerIn(folder).publicKey.fingerprint]),
    );
    expect(readdirSync(folder)).toEqual([FILE]);
  }, 60_000);

  it("a public key is read from its own PEM only: no private key, no other kind, no other text", () => {
    const folder = temporaryFolder();
    const { publicKey } = signerIn(folder);
    expect(readPublicKey(publicKey.pem)?.fingerprint).toBe(publicKey.fingerprint);
    expect(readPublicKey(`\n${publicKey.pem}`)?.fingerprint).toBe(publicKey.fingerprint);
    expect(publicKey.fingerprint).toMatch(/^SHA256:[0-9a-f]{64}$/);
    const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
    for (const text of [
      readFileSync(join(folder, FILE), "utf8"),
      ec.export({ type: "spki", format: "pem" }).toString(),
      "",
      publicKey.pem.slice(0, 60),
      `the owner's key:\n${publicKey.pem}`,
      publicKey.fingerprint,
    ])
      expect(readPublicKey(text)).toBeUndefined();
  });

  it("lies where it is asked to, else in SEMBLANCE_HOME, else in the user's state folder", () => {
    const environment = { SEMBLANCE_HOME: "/s", XDG_STATE_HOME: "/x" };
    expect(ownerFolder("/asked", environment)).toBe("/asked");
    expect(ownerFolder(undefined, environment)).toBe("/s");
    expect(ownerFolder("", { XDG_STATE_HOME: "/x" })).toBe("/x/semblance");
    expect(ownerFolder(undefined, {})).toMatch(/\.local\/state\/semblance$/);
  });
});
