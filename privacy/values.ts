import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { canonicalJson, sha256 } from "./canonical-json.ts";
import { type LedgerIo, syncFolder } from "./ledger-file.ts";

/** A released value as it stands on the disk. */
export interface StoredValue {
  readonly value: unknown;
  /** SHA-256 of the file, which is the value's canonical JSON: what the ledger's released line names. */
  readonly sha256: string;
}

/** Released values of one ledger, one file each, written once. */
export class ValueFolder {
  readonly #folder: string;
  readonly #io: LedgerIo;

  constructor(ledgerPath: string, io: LedgerIo) {
    this.#folder = `${ledgerPath}.values`;
    this.#io = io;
  }

  /**
   * Returns when the value would survive a power cut.
   *
   * @param release  its number in the ledger, from 0
   * @returns        SHA-256 of the file
   */
  write(release: number, value: unknown): string {
    const text = canonicalJson(value);
    if (mkdirSync(this.#folder, { recursive: true, mode: 0o700 }) !== undefined)
      syncFolder(dirname(this.#folder));
    const fd = openSync(this.#path(release), "wx", 0o600);
    try {
      this.#io.write(fd, Buffer.from(text));
      this.#io.sync(fd);
    } finally {
      closeSync(fd);
    }
    syncFolder(this.#folder);
    return sha256(text);
  }

  /** The value of a release; undefined where there is none, or one that a crash cut short. */
  read(release: number): StoredValue | undefined {
    try {
      const text = readFileSync(this.#path(release), "utf8");
      const value: unknown = JSON.parse(text);
      return canonicalJson(value) === text ? { value, sha256: sha256(text) } : undefined;
    } catch (error) {
      if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT")
        return undefined;
      throw error;
    }
  }

  #path(release: number): string {
    return join(this.#folder, `${String(release + 1).padStart(4, "0")}.json`);
  }
}
