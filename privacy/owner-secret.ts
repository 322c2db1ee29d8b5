import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { InvalidInput } from "../src/errors.ts";

/** A secret of the owner's: where it lies and what it says. */
export interface OwnerSecret {
  readonly path: string;
  readonly text: string;
}

/**
 * The secret `file` in `folder`, made there by `make` on first use. Only the owner can read it (0600), and it is never
 * written anywhere else. Two processes that start together end up with one secret.
 *
 * @param folder  the owner's folder; made if it is not there (0700)
 * @throws        InvalidInput if others may read the file
 */
export const ownerSecret = (folder: string, file: string, make: () => string): OwnerSecret => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, file);
  let text = read(path);
  if (text === undefined) {
    create(folder, file, make());
    text = read(path)!;
  }
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0)
    throw new InvalidInput("is a private key that others can read; chmod 600 it", { file: path });
  return { path, text };
};

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

/** Written whole under another name, then linked: the file is complete or not there, and the first one stays. */
const create = (folder: string, file: string, text: string): void => {
  const draft = join(folder, `.${file}.${randomBytes(8).toString("hex")}`);
  const fd = openSync(draft, "wx", 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
    chmodSync(draft, 0o600);
    linkSync(draft, join(folder, file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    closeSync(fd);
    unlinkSync(draft);
  }
};
