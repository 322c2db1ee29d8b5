import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { InvalidInput } from "../../src/errors.ts";
import { sha256 } from "../canonical-json.ts";
import { ownerSecret } from "../owner-secret.ts";

/** An ed25519 public key. */
export interface PublicKey {
  /** As the file beside a certificate holds it: SPKI in PEM. */
  readonly pem: string;
  /** "SHA256:" and the hash of the key's SPKI bytes: what two people compare over the telephone. */
  readonly fingerprint: string;
  verifies(message: Uint8Array, signature: Uint8Array): boolean;
}

/** What can sign; the private key itself cannot be read back. */
export interface Signer {
  readonly publicKey: PublicKey;
  sign(message: Uint8Array): Buffer;
}

const publicKeyOf = (key: KeyObject): PublicKey => ({
  pem: String(key.export({ type: "spki", format: "pem" })),
  fingerprint: `SHA256:${sha256(key.export({ type: "spki", format: "der" }))}`,
  verifies: (message, signature) => verify(null, message, key, signature),
});

/** The ed25519 public key in a PEM text; undefined for anything else, a private key included. */
export const readPublicKey = (pem: string): PublicKey | undefined => {
  if (!/^\s*-----BEGIN PUBLIC KEY-----/.test(pem)) return undefined;
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? publicKeyOf(key) : undefined;
  } catch {
    return undefined;
  }
};

/** A private key that prints as nothing. */
class SecretSigner implements Signer {
  readonly #key: KeyObject;
  readonly publicKey: PublicKey;

  constructor(key: KeyObject) {
    this.#key = key;
    this.publicKey = publicKeyOf(createPublicKey(key));
  }

  sign(message: Uint8Array): Buffer {
    return sign(null, message, this.#key);
  }
}

const PRIVATE_FILE = "signing-key.pem";

/**
 * The owner's signer: the key in the owner's `folder`, made there on first use.
 *
 * @throws InvalidInput if the file holds no ed25519 key, or others may read it
 */
export const signerIn = (folder: string): Signer => {
  const { path, text } = ownerSecret(folder, PRIVATE_FILE, () =>
    String(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" })),
  );
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === "ed25519") return new SecretSigner(key);
  } catch {
    // Without the cause: it could quote the key.
  }
  throw new InvalidInput("holds no ed25519 private key", { file: path });
};
