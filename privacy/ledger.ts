import type { Released } from "../schemas/disclosure.ts";
import type { SealedPlan } from "../schemas/plan.ts";
import type { Certificate } from "../schemas/report.ts";
import { InvalidRequest, Unsound, VerificationFailed } from "../src/errors.ts";
import { isSystemNoise, type SecretNoise, systemNoise } from "../src/math/secret-noise.ts";
import type { Accountant } from "./accountant/accountant.ts";
import { accountantNamed } from "./accountant/named.ts";
import { readBooks } from "./books.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Spend } from "./event.ts";
import { diskIo, LedgerFile, type LedgerIo } from "./ledger-file.ts";
import { checkTotal, headerOf } from "./ledger-header.ts";
import { type Header, LEDGER_LINES, type LedgerBody } from "./ledger-lines.ts";
import type { Mechanism } from "./mechanism.ts";
import { plannedAccountant, plannedEvent } from "./planned-event.ts";
import { open, type Private } from "./private.ts";
import { type EarlierRelease, earlierReleases } from "./resume.ts";
import { certificateOfSpends } from "./spent.ts";
import { ValueFolder } from "./values.ts";

/** Who must have noted a release, outside this ledger, before it may be charged here: the cohort's lifetime book. */
export interface Permit {
  /** Notes that release number `release` (from 0) is about to be made. @throws where it may not be */
  note(release: number): Promise<void>;
  /** Whether it was noted. */
  covers(release: number): boolean;
}

export interface LedgerOptions {
  /** Name and version of what runs the plan, for the header. */
  readonly software: string;
  /** By default exact for Gaussian noise alone, zCDP for a plan with selections and for an adaptive run. */
  readonly accountant?: Accountant;
  readonly mode?: Header["mode"];
  /** Anything but the system's noise stamps the ledger `private: false`. */
  readonly noise?: SecretNoise;
  readonly io?: LedgerIo;
  /** Without it nothing outside this ledger is asked. */
  readonly permit?: Permit;
}

/** What a ledger goes on from. */
interface Opened {
  readonly file: LedgerFile<LedgerBody>;
  readonly values: ValueFolder;
  readonly header: Header;
  readonly accountant: Accountant;
  readonly spends: readonly Spend[];
  readonly earlier: ReadonlyMap<string, EarlierRelease>;
}

/**
 * The one door: charges a release, on disk, before it opens the data and draws noise. In planned mode it runs the
 * sealed plan's releases, in order; in adaptive mode any whose total zCDP stays within the budget.
 *
 * @guarantee a charge is on disk before the data is opened and noise is drawn
 * @guarantee a release over budget is refused before the data is opened
 * @guarantee a release that is not the plan's next one is refused before the data is opened
 * @guarantee a crash after the charge leaves it spent
 * @guarantee a resumed run buys only what is missing: values come back from the disk, uncharged and unchanged
 * @guarantee noise that does not come from the system stamps the ledger not private
 * @source    Whitehouse, Ramdas, Rogers & Wu 2023, arXiv:2203.05481: zCDP filters hold under full adaptivity
 */
export class Ledger {
  readonly plan: SealedPlan;
  readonly mode: Header["mode"];
  readonly private: boolean;
  readonly #opened: Opened;
  readonly #noise: SecretNoise;
  readonly #permit: Permit | undefined;
  readonly #spends: Spend[];

  private constructor(opened: Opened, { noise, permit }: Pick<LedgerOptions, "noise" | "permit">) {
    this.plan = opened.header.plan;
    this.mode = opened.header.mode;
    this.private = opened.header.private;
    this.#opened = opened;
    this.#noise = noise ?? systemNoise();
    this.#permit = permit;
    this.#spends = [...opened.spends];
    this.#closeWhenComplete();
  }

  /** Seals a plan in a new file: its header is on disk before this returns, and no data has been touched. */
  static create(path: string, plan: SealedPlan, options: LedgerOptions): Ledger {
    const { software, mode = "planned", noise, io = diskIo } = options;
    const kept = mode === "adaptive" ? "zcdp" : plannedAccountant(plan.releases);
    const accountant = options.accountant ?? accountantNamed(kept)!;
    const isPrivate = noise === undefined || isSystemNoise(noise);
    const header = headerOf(plan, { software, accountant, mode, isPrivate });
    const file = LedgerFile.create<LedgerBody>(path, header, LEDGER_LINES, io);
    const values = new ValueFolder(path, io);
    return new Ledger({ file, values, header, accountant, spends: [], earlier: new Map() }, options);
  }

  /**
   * Goes on with a run that stopped. What was charged stays spent. A value that came out comes back from the disk; one
   * that was lost on the way is not bought again.
   *
   * @throws VerificationFailed if ledger or values are not, byte for byte, what a ledger wrote
   */
  static resume(path: string, options: Partial<LedgerOptions> = {}): Ledger {
    const io = options.io ?? diskIo;
    const { file, chain } = LedgerFile.reopen<LedgerBody>(path, LEDGER_LINES, io);
    try {
      const books = readBooks(chain);
      const { header, charges, failures } = books;
      if (header === undefined || failures.length > 0)
        throw new VerificationFailed(`ledger ${path}: ${failures.join("; ")}`);
      const accountant = accountantFor(header, path, options);
      const values = new ValueFolder(path, io);
      const earlier = earlierReleases(books, values, file);
      const spends = charges.map(({ charge: { purpose, event } }) => ({ purpose, event, count: 1 }));
      return new Ledger({ file, values, header, accountant, spends, earlier }, options);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** What has been charged so far, in order. */
  get spends(): readonly Spend[] {
    return [...this.#spends];
  }

  /**
   * Runs a release on sealed data, or gives back what it gave when it ran before the run was resumed.
   *
   * @throws BudgetExceeded, InvalidRequest before anything is charged; Unsound if the mechanism itself fails after
   */
  release<In, Out>(mechanism: Mechanism<In, Out>, data: Private<In>): Released<Out> {
    const earlier = this.#opened.earlier.get(mechanism.planned.purpose);
    if (earlier !== undefined) return givenBack(mechanism, earlier) as Released<Out>;
    return this.#buy(mechanism, data) as Released<Out>;
  }

  /**
   * `release`, after the lifetime book has noted it. Nothing is noted that this ledger would refuse, or gives back.
   *
   * @throws what the book throws where the release may not be made
   */
  async releaseNoted<In, Out>(mechanism: Mechanism<In, Out>, data: Private<In>): Promise<Released<Out>> {
    if (this.#permit !== undefined && !this.#opened.earlier.has(mechanism.planned.purpose)) {
      this.#checkNext(mechanism);
      await this.#permit.note(this.#spends.length);
    }
    return this.release(mechanism, data);
  }

  /** What has been spent, as the report prints it: total and alone, rounded up, at the plan's δ. */
  certificate(): Certificate {
    const { header, accountant } = this.#opened;
    return certificateOfSpends(header, accountant, this.#spends);
  }

  /** Gives the lock back; done by itself when the plan is complete. A closed ledger releases nothing more. */
  close(): void {
    this.#opened.file.close();
  }

  #buy<In, Out>(mechanism: Mechanism<In, Out>, data: Private<In>): Out {
    const { file, values, accountant } = this.#opened;
    const release = this.#spends.length;
    const purpose = this.#checkNext(mechanism);
    if (this.#permit?.covers(release) === false)
      throw new InvalidRequest(`release "${purpose}": must be noted in the cohort's lifetime book first`);
    const spend: Spend = { purpose, event: mechanism.event, count: 1 };
    const epsilon = checkTotal(accountant, this.plan, [...this.#spends, spend]);
    // A failed write may still have reached the disk: the charge counts before it is known to be there.
    this.#spends.push(spend);
    file.append({ kind: "charge", release, purpose, event: spend.event, epsilon });
    const value = this.#run(mechanism, data);
    file.append({ kind: "released", release, purpose, sha256: this.#stored(values, release, value) });
    this.#closeWhenComplete();
    return value;
  }

  /** @returns the purpose of a release that may come next */
  #checkNext({ planned, event }: Mechanism<never, unknown>): string {
    const fits = canonicalJson(event) === canonicalJson(plannedEvent(planned));
    if (this.mode === "adaptive") {
      const isNew = this.#spends.every(({ purpose }) => purpose !== planned.purpose);
      // What a threshold lets through is checked against the sealed plan, and an adaptive run's names none.
      if (isNew && fits && planned.kind !== "partitions") return planned.purpose;
      throw new InvalidRequest(
        `release "${planned.purpose}": must have a new name and no threshold, and the mechanism must cost what it says`,
      );
    }
    const next = this.plan.releases[this.#spends.length];
    if (next === undefined)
      throw new InvalidRequest(`release "${planned.purpose}": every release of the sealed plan is spent`);
    if (canonicalJson(planned) !== canonicalJson(next) || !fits)
      throw new InvalidRequest(
        `release "${planned.purpose}": the sealed plan's next release is "${next.purpose}", exactly as planned`,
      );
    return next.purpose;
  }

  #run<In, Out>(mechanism: Mechanism<In, Out>, data: Private<In>): Out {
    try {
      return mechanism.run(open(data), this.#noise);
    } catch {
      this.close();
      // Without the cause: it could hold a private value.
      throw new Unsound(
        `release "${mechanism.planned.purpose}": its mechanism failed; the charge stays spent`,
      );
    }
  }

  #stored(values: ValueFolder, release: number, value: unknown): string {
    try {
      return values.write(release, value);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #closeWhenComplete(): void {
    if (this.mode === "planned" && this.#spends.length >= this.plan.releases.length) this.close();
  }
}

/** The accountant that has kept this ledger; refuses another one, and noise that would break the header's word. */
const accountantFor = (
  { accountant: name, private: isPrivate }: Header,
  path: string,
  { accountant = accountantNamed(name), noise }: Partial<LedgerOptions>,
): Accountant => {
  if (accountant?.name !== name)
    throw new InvalidRequest(
      `ledger ${path} is kept by the ${name} accountant; got ${accountant?.name ?? "none of that name"}`,
    );
  if (isPrivate && noise !== undefined && !isSystemNoise(noise))
    throw new InvalidRequest(`ledger ${path} is private; it cannot go on with other noise than the system's`);
  return accountant;
};

/** The stored value of a release that was charged before this ledger was resumed. */
const givenBack = <Out>(
  { planned, event, restore }: Mechanism<never, Out>,
  { charge, value }: EarlierRelease,
): Out => {
  const { purpose } = planned;
  if (canonicalJson(event) !== canonicalJson(charge.event))
    throw new InvalidRequest(
      `release "${purpose}": was charged before the run stopped, as another mechanism`,
    );
  if (value === undefined)
    throw new InvalidRequest(
      `release "${purpose}": was charged, but its value was lost when the run stopped; it stays spent and is not bought again`,
    );
  if (restore === undefined)
    throw new InvalidRequest(
      `release "${purpose}": came out before the run stopped, and cannot be read back`,
    );
  return restore(value);
};
