import { createHmac, randomBytes } from "node:crypto";
import {
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
 * The key in `folder`, made there on first use, readable by its owner alone (0600). Two processes that start together
 * end up with one key.
 *
 * @throws InvalidInput if the file holds no key, or others may read it
 */
export const markKeyIn = (folder: string): MarkKey => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, FILE);
  return readKey(path) ?? makeKey(folder, path);
};

const readKey = (path: string): MarkKey | undefined => {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0)
    throw new InvalidInput("is a key that others can read; chmod 600 it", { file: path });
  if (!/^[0-9a-f]{64}\n$/.test(text)) throw new InvalidInput("holds no budget key", { file: path });
  return new MarkKey(Buffer.from(text.trim(), "hex"));
};

/** Written whole under another name, then linked: the key file is complete or not there, and the first one stays. */
const makeKey = (folder: string, path: string): MarkKey => {
  const draft = join(folder, `.${FILE}.${randomBytes(8).toString("hex")}`);
  const fd = openSync(draft, "wx", 0o600);
  try {
    writeSync(fd, `${randomBytes(32).toString("hex")}\n`);
    fsyncSync(fd);
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    closeSync(fd);
    rmSync(draft, { force: true });
  }
  return readKey(path)!;
};
