import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readPublicKey, signerIn } from "../../../privacy/certificate/key.ts";
import { main } from "../../../src/cli.ts";

let said = "";
beforeEach(() => {
  said = "";
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation(text => {
      said += String(text);
      return true;
    });
});
afterEach(() => vi.restoreAllMocks());

it("keys shows and writes the public key of the owner's folder, and nothing of the private one", async () => {
  const work = mkdtempSync(join(tmpdir(), "semblance-keys-"));
  const [home, file] = [join(work, "home"), join(work, "owner.pem")];
  expect(await main(["keys", "--home", home, "--out", file])).toBe(0);
  const { publicKey } = signerIn(home);
  expect(said).toBe(`${publicKey.fingerprint}\n${publicKey.pem}`);
  expect(readPublicKey(readFileSync(file, "utf8"))?.fingerprint).toBe(publicKey.fingerprint);
  expect(said).not.toMatch(/PRIVATE/);
});

it("keys writes over nothing", async () => {
  const work = mkdtempSync(join(tmpdir(), "semblance-keys-"));
  const file = join(work, "owner.pem");
  expect(await main(["keys", "--home", work, "--out", file])).toBe(0);
  const before = readFileSync(file, "utf8");
  expect(await main(["keys", "--home", join(work, "other"), "--out", file])).toBe(64);
  expect(said).toMatch(/exists already/);
  expect(readFileSync(file, "utf8")).toBe(before);
});

it("verify refuses a --key file that holds no public key, before it says anything about the folder", async () => {
  const work = mkdtempSync(join(tmpdir(), "semblance-keys-"));
  signerIn(work);
  expect(await main(["verify", work, "--key", join(work, "signing-key.pem")])).toBe(65);
  expect(said).toMatch(/holds no ed25519 public key/);
  expect(said).not.toMatch(/VERIFIED/);
});
