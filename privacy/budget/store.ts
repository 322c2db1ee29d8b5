import type { Book } from "./book.ts";
import type { BudgetBody } from "./lines.ts";

/** What a reader of the book wants to add to it, and what it found. */
export interface Decision<A> {
  readonly append: readonly BudgetBody[];
  readonly answer: A;
}

/** Where a lifetime book stands. */
export interface BudgetStore {
  /** For messages; holds no password. */
  readonly place: string;
  /**
   * Shows the book as it is while nobody else can append, and appends what `decide` says. Returns when that would
   * survive a power cut. If `decide` throws, nothing is appended.
   *
   * @throws VerificationFailed if the book is not, byte for byte, what this program wrote
   */
  transact<A>(decide: (book: Book) => Decision<A>): Promise<A>;
  close(): Promise<void>;
}
