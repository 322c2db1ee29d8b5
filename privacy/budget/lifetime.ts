import type { Permit } from "../ledger.ts";
import type { Limit } from "./book.ts";
import { drawn, type Entry, entered, limited, look, type Standing } from "./decide.ts";
import type { MarkKey } from "./key.ts";
import type { Roster } from "./placing.ts";
import type { BudgetStore } from "./store.ts";

/**
 * The book of all that was ever spent on an owner's patients, over runs, days and processes. Patients are known again
 * by keyed marks, whatever folder they come in; whoever shares a patient with an earlier run is charged to the same
 * cohort. Totals are kept in zCDP, as budgets chosen after seeing earlier releases ask for.
 *
 * @guarantee runs over the same patients add up, whatever folder, day or process they come from
 * @guarantee a run that would pass a cohort's lifetime budget is refused before anything is written or data opened
 * @guarantee two runs racing for the last of a lifetime budget cannot both have it
 * @guarantee a release that may be made twice, by a copy of a run or after a crash, is charged twice
 * @source    Whitehouse, Ramdas, Rogers & Wu 2023, arXiv:2203.05481: zCDP adds up under full adaptivity
 */
export class Lifetime {
  readonly #store: BudgetStore;
  readonly #key: MarkKey;

  constructor(store: BudgetStore, key: MarkKey) {
    this.#store = store;
    this.#key = key;
  }

  get place(): string {
    return this.#store.place;
  }

  get key(): MarkKey {
    return this.#key;
  }

  standing(roster: Roster): Promise<Standing> {
    return this.#store.transact(book => look(book, this.#key.check, roster));
  }

  /** @throws InvalidRequest if any of the patients has a limit already */
  setLimit(roster: Roster, limit: Limit): Promise<Standing> {
    return this.#store.transact(book => limited(book, this.#key.check, roster, limit));
  }

  /** @param run  32 hexadecimal digits, drawn when the run began and kept with its ledger */
  run(run: string): LifetimeRun {
    return new LifetimeRun(this.#store, this.#key, run);
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

/** One run's place in the lifetime book: charged as a whole before its first release, noted release by release. */
export class LifetimeRun implements Permit {
  readonly #store: BudgetStore;
  readonly #key: MarkKey;
  readonly #run: string;
  readonly #noted = new Set<number>();
  readonly #again: number[] = [];
  #isEntered = false;

  constructor(store: BudgetStore, key: MarkKey, run: string) {
    this.#store = store;
    this.#key = key;
    this.#run = run;
  }

  /** Whether the book charged this run, or may have. */
  get isEntered(): boolean {
    return this.#isEntered;
  }

  /**
   * Charges everything that the run will release, unless this run was charged before.
   *
   * @throws BudgetExceeded where these patients' lifetime budget does not allow it; nothing is charged then
   */
  async enter(roster: Roster, plan: Pick<Entry, "events" | "planHash">): Promise<Standing> {
    const entry = { ...plan, run: this.#run, roster };
    return this.#store.transact(book => {
      const decision = entered(book, this.#key.check, entry);
      this.#isEntered = true;
      return decision;
    });
  }

  /** Releases that were noted before the run stopped, but not made, and so were charged once more; numbers from 0. */
  get chargedAgain(): readonly number[] {
    return [...this.#again];
  }

  /** @throws BudgetExceeded where a release would have to be charged once more and cannot */
  async note(release: number): Promise<void> {
    if (await this.#store.transact(book => drawn(book, this.#run, release))) this.#again.push(release);
    this.#noted.add(release);
  }

  covers(release: number): boolean {
    return this.#noted.has(release);
  }
}
