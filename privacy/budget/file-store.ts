import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { VerificationFailed } from "../../src/errors.ts";
import type { Chain } from "../chain.ts";
import { diskIo, LedgerFile, type LedgerIo } from "../ledger-file.ts";
import { type Lock, waitForLock } from "../lock.ts";
import { type Book, EMPTY, readBook } from "./book.ts";
import { BUDGET_LINES, type BudgetBody } from "./lines.ts";
import type { BudgetStore, Decision } from "./store.ts";

const FILE = "budget.jsonl";

/**
 * A lifetime book as a chained file in the owner's folder, locked for as long as one look takes. One file, so one lock,
 * holds all of an owner's cohorts: a run may touch several.
 *
 * @param folder  made, for its owner alone, when something is first written
 */
export class FileBudgetStore implements BudgetStore {
  readonly place: string;
  readonly #folder: string;
  readonly #io: LedgerIo;

  constructor(folder: string, io: LedgerIo = diskIo) {
    this.#folder = folder;
    this.place = join(folder, FILE);
    this.#io = io;
  }

  async transact<A>(decide: (book: Book) => Decision<A>): Promise<A> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const lock = await waitForLock(`${this.place}.lock`);
    try {
      return this.#isStarted() ? this.#continued(decide, lock) : this.#started(decide, lock);
    } finally {
      lock.release();
    }
  }

  async close(): Promise<void> {}

  /** Whether a whole line was ever written: a first line that a crash cut short is nothing yet. */
  #isStarted(): boolean {
    return existsSync(this.place) && readFileSync(this.place, "utf8").includes("\n");
  }

  #started<A>(decide: (book: Book) => Decision<A>, lock: Lock): A {
    const { append, answer } = decide(EMPTY);
    const [first, ...rest] = append;
    if (first === undefined) return answer;
    rmSync(this.place, { force: true });
    const file = LedgerFile.create<BudgetBody>(this.place, first, BUDGET_LINES, this.#io, lock);
    return closing(file, () => {
      for (const body of rest) file.append(body);
      return answer;
    });
  }

  #continued<A>(decide: (book: Book) => Decision<A>, lock: Lock): A {
    const { file, chain } = LedgerFile.reopen<BudgetBody>(this.place, BUDGET_LINES, this.#io, lock);
    return closing(file, () => {
      const { append, answer } = decide(soundBook(chain, this.place));
      for (const body of append) file.append(body);
      return answer;
    });
  }
}

const closing = <A>(file: LedgerFile<BudgetBody>, use: () => A): A => {
  try {
    return use();
  } finally {
    file.close();
  }
};

/** The book of a chain, if its lines keep their rules. @throws VerificationFailed */
export const soundBook = (chain: Chain<BudgetBody>, place: string): Book => {
  const { book, failures } = readBook(chain);
  const faults = [...chain.failures, ...failures];
  if (faults.length > 0) throw new VerificationFailed(`${BUDGET_LINES.name} ${place}: ${faults.join("; ")}`);
  return book;
};
