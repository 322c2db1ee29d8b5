import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { InvalidRequest, VerificationFailed } from "../src/errors.ts";
import { sha256 } from "./canonical-json.ts";
import { type Chain, GENESIS, linkLine, readChainOf } from "./chain.ts";
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

/** What may stand in a chained file. */
export interface Lines<B extends object> {
  /** For messages: "ledger". */
  readonly name: string;
  /** What a line says, or undefined if it may not be in such a file. */
  parse(value: unknown): B | undefined;
  /** The line that records that a last line, cut short by a crash, was removed. */
  recovered(bytes: number, sha256: string): B;
}

/** An append-only, hash-chained file of lines, held under a lock. After a failed append it takes no more. */
export class LedgerFile<B extends object> {
  readonly #name: string;
  readonly #fd: number;
  readonly #lock: Lock;
  readonly #io: LedgerIo;
  #size: number;
  #lines: number;
  #head: string;
  #isOpen = true;

  private constructor(
    name: string,
    { fd, lock, io }: { readonly fd: number; readonly lock: Lock; readonly io: LedgerIo },
    chain: Pick<Chain<B>, "lines" | "head">,
  ) {
    this.#name = name;
    this.#fd = fd;
    this.#lock = lock;
    this.#io = io;
    this.#size = fstatSync(fd).size;
    this.#lines = chain.lines.length;
    this.#head = chain.head;
  }

  /** A new file; refuses one that exists. The folder is synced, so that the file itself survives a crash. */
  static create<B extends object>(
    path: string,
    first: B,
    { name }: Lines<B>,
    io: LedgerIo,
    lock: Lock = takeLock(`${path}.lock`),
  ): LedgerFile<B> {
    try {
      const at = { fd: openSync(path, "ax", 0o600), lock, io };
      const file = new LedgerFile<B>(name, at, { lines: [], head: GENESIS });
      file.append(first);
      syncFolder(dirname(path));
      return file;
    } catch (error) {
      lock.release();
      if ((error as NodeJS.ErrnoException).code === "EEXIST")
        throw new InvalidRequest(
          `a ${name} stands in ${path} already; resume it, or write to another folder`,
        );
      throw error;
    }
  }

  /** An existing file with what it holds. A last line that a crash cut short is removed, and the removal recorded. */
  static reopen<B extends object>(
    path: string,
    lines: Lines<B>,
    io: LedgerIo,
    lock: Lock = takeLock(`${path}.lock`),
  ): { readonly file: LedgerFile<B>; readonly chain: Chain<B> } {
    try {
      const chain = readChainOf(readFileSync(path, "utf8"), lines.parse);
      if (chain.failures.length > 0)
        throw new VerificationFailed(`${lines.name} ${path}: ${chain.failures.join("; ")}`);
      const fd = openSync(path, "a");
      const torn = Buffer.byteLength(chain.torn);
      ftruncateSync(fd, fstatSync(fd).size - torn);
      const file = new LedgerFile<B>(lines.name, { fd, lock, io }, chain);
      if (torn > 0) file.append(lines.recovered(torn, sha256(chain.torn)));
      return { file, chain };
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Appends one line and returns when it is on the disk. */
  append(body: B): void {
    if (!this.#isOpen)
      throw new InvalidRequest(
        `${this.#name} is closed: it is complete, or an earlier line could not be written`,
      );
    if (fstatSync(this.#fd).size !== this.#size)
      throw new VerificationFailed(`${this.#name} was changed by someone else while in use`);
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

/** Makes the entries of a folder durable. Windows cannot open a folder; there the file system journals the entry. */
export const syncFolder = (folder: string): void => {
  if (process.platform === "win32") return;
  const fd = openSync(folder, "r");
  fsyncSync(fd);
  closeSync(fd);
};
