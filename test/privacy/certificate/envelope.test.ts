import { createPrivateKey, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../privacy/canonical-json.ts";
import {
  isSignedBy,
  PAYLOAD_TYPE,
  preAuthenticationEncoding,
  readEnvelope,
  signedEnvelope,
} from "../../../privacy/certificate/envelope.ts";
import { readPublicKey, signerIn } from "../../../privacy/certificate/key.ts";
import { temporaryFolder } from "../fixtures.ts";

const signer = signerIn(temporaryFolder());

describe("DSSE envelope", () => {
  it("encodes type and payload as the specification's example does", () => {
    // DSSE v1.0.2, protocol.md, test vectors.
    expect(
      preAuthenticationEncoding("http://example.com/HelloWorld", Buffer.from("hello world")).toString(),
    ).toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  });

  it("counts bytes, not characters, so that type and payload cannot run into each other", () => {
    expect(preAuthenticationEncoding("ε", Buffer.from("δδ")).toString()).toBe("DSSEv1 2 ε 4 δδ");
    const a = preAuthenticationEncoding("a 1 b", Buffer.from("c"));
    const b = preAuthenticationEncoding("a", Buffer.from("b 1 c"));
    expect(a.equals(b)).toBe(false);
  });

  it("ed25519 of RFC 8032's second test signs and verifies as the RFC says", () => {
    // RFC 8032, section 7.1, TEST 2.
    const seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    const point = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    const signature =
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    const key = createPrivateKey({
      key: Buffer.from(`302e020100300506032b657004220420${seed}`, "hex"),
      format: "der",
      type: "pkcs8",
    });
    expect(sign(null, Buffer.from("72", "hex"), key).toString("hex")).toBe(signature);
    const der = Buffer.from(`302a300506032b6570032100${point}`, "hex").toString("base64");
    const publicKey = readPublicKey(`-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----\n`)!;
    expect(publicKey.verifies(Buffer.from("72", "hex"), Buffer.from(signature, "hex"))).toBe(true);
    expect(publicKey.verifies(Buffer.from("73", "hex"), Buffer.from(signature, "hex"))).toBe(false);
  });

  it("is signed over the encoding, reads back whole, and is the same bytes each time", () => {
    const text = signedEnvelope('{"a":"ε"}', signer);
    expect(signedEnvelope('{"a":"ε"}', signer)).toBe(text);
    const envelope = readEnvelope(text)!;
    expect(envelope.payload.toString()).toBe('{"a":"ε"}');
    expect(envelope.payloadType).toBe("application/vnd.in-toto+json");
    expect(envelope.keyId).toBe(signer.publicKey.fingerprint);
    expect(isSignedBy(envelope, signer.publicKey)).toBe(true);
    expect(
      signer.publicKey.verifies(
        preAuthenticationEncoding(PAYLOAD_TYPE, Buffer.from('{"a":"ε"}')),
        envelope.signature,
      ),
    ).toBe(true);
    expect(signer.publicKey.verifies(Buffer.from('{"a":"ε"}'), envelope.signature)).toBe(false);
  });

  it("under another type, payload, key or length of signature is not signed", () => {
    const envelope = readEnvelope(signedEnvelope("{}", signer))!;
    const stranger = signerIn(temporaryFolder()).publicKey;
    expect(isSignedBy({ ...envelope, payloadType: "text/plain" }, signer.publicKey)).toBe(false);
    expect(isSignedBy({ ...envelope, payload: Buffer.from("{ }") }, signer.publicKey)).toBe(false);
    expect(isSignedBy(envelope, stranger)).toBe(false);
    for (const length of [0, 63])
      expect(
        isSignedBy({ ...envelope, signature: envelope.signature.subarray(0, length) }, signer.publicKey),
      ).toBe(false);
    expect(isSignedBy({ ...envelope, signature: Buffer.alloc(64) }, signer.publicKey)).toBe(false);
  });

  it("with two signatures or none, another spelling or other base64 is not read", () => {
    const text = signedEnvelope("{}", signer);
    const parsed = JSON.parse(text) as { payload: string; signatures: object[] };
    const [one] = parsed.signatures;
    const spelt = (change: object) => `${canonicalJson({ ...parsed, ...change })}\n`;
    expect(readEnvelope(spelt({}))).toBeDefined();
    for (const changed of [
      spelt({ signatures: [] }),
      spelt({ signatures: [one, one] }),
      spelt({ signatures: [{ ...one, cert: "x" }] }),
      spelt({ signatures: [{ keyid: "x", sig: "e30" }] }),
      spelt({ signatures: [{ keyid: "x", sig: "e31=" }] }),
      spelt({ payload: "e30" }),
      spelt({ payload: "e31=" }),
      spelt({ payload: "e3 0=" }),
      spelt({ payload: "_-8=" }),
      spelt({ extra: 1 }),
      text.trimEnd(),
      `${text}\n`,
      JSON.stringify(parsed, undefined, 1),
      "null",
      "",
    ])
      expect(readEnvelope(changed), changed).toBeUndefined();
  });
});
