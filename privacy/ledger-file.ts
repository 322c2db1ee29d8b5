import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { InvalidRequest, VerificationFailed } from "../src/errors.ts";
import { sha256 } from "./canonical-json.ts";
import { type Chain, GENESIS, linkLine, readChain } from "./chain.ts";
import type { LedgerBody } from "./ledger-lines.ts";
import { type Lock, takeLock } from "./lock.ts";

/** How bytes reach the disk; tests put faults here. */
export interface LedgerIo {
  write(fd: number, bytes: Uint8Array): void;
  /** Returns only when what was written would survive a power cut. */
  sync(fd: number): void;
}

export const diskIo: LedgerIo = {
  write: (fd, bytes) => {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
  },
  sync: fd => fsyncSync(fd),
};

/** An append-only, hash-chained file of lines, held under a lock. After a failed append it takes no more. */
export class LedgerFile {
  readonly #fd: number;
  readonly #lock: Lock;
  readonly #io: LedgerIo;
  #size: number;
  #lines: number;
  #head: string;
  #isOpen = true;

  private constructor(fd: number, lock: Lock, io: LedgerIo, chain: Pick<Chain, "lines" | "head">) {
    this.#fd = fd;
    this.#lock = lock;
    this.#io = io;
    this.#size = fstatSync(fd).size;
    this.#lines = chain.lines.length;
    this.#head = chain.head;
  }

  /** A new file; refuses one that exists. The folder is synced, so that the file itself survives a crash. */
  static create(path: string, first: LedgerBody, io: LedgerIo): LedgerFile {
    const lock = takeLock(`${path}.lock`);
    try {
      const file = new LedgerFile(openSync(path, "ax"), lock, io, { lines: [], head: GENESIS });
      file.append(first);
      syncFolder(dirname(path));
      return file;
    } catch (error) {
      lock.release();
      if (error instanceof Error && "code" in error && error.code === "EEXIST")
        throw new InvalidRequest(`a ledger stands in ${path} already; resume it, or write to another folder`);
      throw error;
    }
  }

  /** An existing file with what it holds. A last line that a crash cut short is removed, and the removal recorded. */
  static reopen(path: string, io: LedgerIo): { readonly file: LedgerFile; readonly chain: Chain } {
    const lock = takeLock(`${path}.lock`);
    try {
      const chain = readChain(readFileSync(path, "utf8"));
      if (chain.failures.length > 0)
        throw new VerificationFailed(`ledger ${path}: ${chain.failures.join("; ")}`);
      const fd = openSync(path, "a");
      const torn = Buffer.byteLength(chain.torn);
      if (torn > 0) ftruncateSync(fd, fstatSync(fd).size - torn);
      const file = new LedgerFile(fd, lock, io, chain);
      if (torn > 0) file.append({ kind: "recovered", bytes: torn, sha256: sha256(chain.torn) });
      return { file, chain };
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Appends one line and returns when it is on the disk. */
  append(body: LedgerBody): void {
    if (!this.#isOpen)
      throw new InvalidRequest("ledger is closed: it is complete, or an earlier line could not be written");
    if (fstatSync(this.#fd).size !== this.#size)
      throw new VerificationFailed("ledger was changed by someone else while in use");
    const { text, hash } = linkLine(body, this.#lines + 1, this.#head);
    const bytes = Buffer.from(`${text}\n`);
    try {
      this.#io.write(this.#fd, bytes);
      this.#io.sync(this.#fd);
    } catch (error) {
      this.close();
      throw error;
    }
    this.#size += bytes.length;
    this.#lines += 1;
    this.#head = hash;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#fd);
    this.#lock.release();
  }
}

/** Windows cannot open a folder; there the file system journals the entry. */
const syncFolder = (folder: string): void => {
  if (process.platform === "win32") return;
  const fd = openSync(folder, "r");
  fsyncSync(fd);
  closeSync(fd);
};
