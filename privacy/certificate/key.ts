import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from "node:crypto";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { InvalidInput } from "../../src/errors.ts";
import { sha256 } from "../canonical-json.ts";

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
 * The owner's signer: the key in `folder`, made there on first use. Only the owner can read the file (0600), and it is
 * never written anywhere else. Two processes that start together end up with one key.
 *
 * @param folder  the owner's folder; made if it is not there (0700)
 * @throws        InvalidInput if the file holds no ed25519 key, or others may read it
 */
export const signerIn = (folder: string): Signer => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, PRIVATE_FILE);
  return readSigner(path) ?? makeSigner(folder, path);
};

const readSigner = (path: string): Signer | undefined => {
  const pem = textOf(path);
  if (pem === undefined) return undefined;
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0)
    throw new InvalidInput("is a private key that others can read; chmod 600 it", { file: path });
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "ed25519") return new SecretSigner(key);
  } catch {
    // Without the cause: it could quote the key.
  }
  throw new InvalidInput("holds no ed25519 private key", { file: path });
};

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

/** Written whole under another name, then linked: the key file is complete or not there, and the first one stays. */
const makeSigner = (folder: string, path: string): Signer => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const draft = join(folder, `.${PRIVATE_FILE}.${randomBytes(8).toString("hex")}`);
  const fd = openSync(draft, "wx", 0o600);
  try {
    writeSync(fd, String(privateKey.export({ type: "pkcs8", format: "pem" })));
    fsyncSync(fd);
    chmodSync(draft, 0o600);
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    closeSync(fd);
    rmSync(draft, { force: true });
  }
  return readSigner(path)!;
};
