import { createHmac, randomBytes } from "node:crypto";
import { InvalidInput } from "../../src/errors.ts";
import { ownerSecret } from "../owner-secret.ts";

const FILE = "budget-key";
const MARK_BYTES = 16;

/**
 * The owner's key, by which patients are known again without their ids being kept. Who has it could test from an id
 * whether someone is in the book; it stays in the owner's folder and prints as nothing.
 */
export class MarkKey {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** Keyed hash of something that tells one patient from others; 22 characters. @param kind  what it is, as "id" */
  mark(kind: string, content: string | Uint8Array): string {
    const hash = createHmac("sha256", this.#key).update(`${kind}\0`, "utf8").update(content);
    return hash.digest().subarray(0, MARK_BYTES).toString("base64url");
  }

  /** The same for everyone with the same key, and says nothing of it: what a book is bound to. */
  get check(): string {
    return createHmac("sha256", this.#key).update("semblance budget key").digest("hex");
  }

  toJSON(): string {
    return "[key]";
  }
}

/**
 * The key in the owner's `folder`, made there on first use.
 *
 * @throws InvalidInput if the file holds no key, or others may read it
 */
export const markKeyIn = (folder: string): MarkKey => {
  const { path, text } = ownerSecret(folder, FILE, () => `${randomBytes(32).toString("hex")}\n`);
  const hex = /^([0-9a-f]{64})\n$/.exec(text)?.[1];
  if (hex === undefined) throw new InvalidInput("holds no budget key", { file: path });
  return new MarkKey(Buffer.from(hex, "hex"));
};
