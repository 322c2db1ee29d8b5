import { type FileHandle, open } from "node:fs/promises";

/** An NDJSON file being written: lines gather in memory and go to disk in large pieces, one after the other. */
export class NdjsonFile {
  #waiting: string[] = [];
  #size = 0;
  #lines = 0;

  private constructor(readonly handle: FileHandle) {}

  static async create(path: string): Promise<NdjsonFile> {
    return new NdjsonFile(await open(path, "wx"));
  }

  get lines(): number {
    return this.#lines;
  }

  async write(value: unknown): Promise<void> {
    const line = `${JSON.stringify(value)}\n`;
    this.#waiting.push(line);
    this.#size += line.length;
    this.#lines++;
    if (this.#size >= PIECE) await this.#flush();
  }

  /** Writes what is left and closes; the file is closed even where that fails. */
  async close(): Promise<void> {
    try {
      await this.#flush();
    } finally {
      await this.handle.close();
    }
  }

  async #flush(): Promise<void> {
    const piece = this.#waiting.join("");
    this.#waiting = [];
    this.#size = 0;
    if (piece !== "") await this.handle.appendFile(piece);
  }
}

const PIECE = 2 ** 18;
