import { z } from "zod";
import { canonicalJson } from "../canonical-json.ts";
import type { PublicKey, Signer } from "./key.ts";

/** Media type of an in-toto statement in JSON: the only payload that a certificate may carry. */
export const PAYLOAD_TYPE = "application/vnd.in-toto+json";

/**
 * DSSE's pre-authentication encoding: the bytes that are signed. Lengths are in bytes, so type and payload cannot run
 * into each other.
 *
 * @source DSSE v1.0.2, protocol.md: PAE(type, body) = "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body
 */
export const preAuthenticationEncoding = (type: string, body: Uint8Array): Buffer => {
  const typeBytes = Buffer.from(type, "utf8");
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${typeBytes.length} `),
    typeBytes,
    Buffer.from(` ${body.length} `),
    body,
  ]);
};

/** A statement signed: one line of canonical JSON, the same bytes for the same statement and key. */
export const signedEnvelope = (payload: string, signer: Signer): string => {
  const body = Buffer.from(payload, "utf8");
  const signature = signer.sign(preAuthenticationEncoding(PAYLOAD_TYPE, body));
  return `${canonicalJson({
    payload: body.toString("base64"),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid: signer.publicKey.fingerprint, sig: signature.toString("base64") }],
  })}\n`;
};

const shape = z.strictObject({
  payload: z.string(),
  payloadType: z.string(),
  signatures: z.tuple([z.strictObject({ keyid: z.string(), sig: z.string() })]),
});

/** An envelope taken apart, nothing in it trusted yet. */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  /** The key that the envelope names: a hint, outside the signature. */
  readonly keyId: string;
  readonly signature: Buffer;
}

/** The parts of an envelope's text; undefined for any text that `signedEnvelope` would not have written. */
export const readEnvelope = (text: string): Envelope | undefined => {
  const parsed = shape.safeParse(json(text));
  if (!parsed.success || `${canonicalJson(parsed.data)}\n` !== text) return undefined;
  const { payload, payloadType, signatures } = parsed.data;
  const [{ keyid, sig }] = signatures;
  const body = strictBase64(payload);
  const signature = strictBase64(sig);
  if (body === undefined || signature === undefined) return undefined;
  return { payloadType, payload: body, keyId: keyid, signature };
};

/** Whether the key signed this payload under this payload type. */
export const isSignedBy = ({ payloadType, payload, signature }: Envelope, key: PublicKey): boolean =>
  key.verifies(preAuthenticationEncoding(payloadType, payload), signature);

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Bytes of a base64 text in its one canonical form: no other alphabet, no missing padding, no stray bits. */
const strictBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
};
