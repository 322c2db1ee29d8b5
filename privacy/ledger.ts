import type { Released } from "../schemas/disclosure.ts";
import type { Plan } from "../schemas/plan.ts";
import { NOT_PRIVATE } from "../schemas/release.ts";
import type { Certificate } from "../schemas/report.ts";
import { BudgetExceeded, InvalidRequest, Unsound, VerificationFailed } from "../src/errors.ts";
import { isSystemNoise, type SecretNoise, systemNoise } from "../src/math/secret-noise.ts";
import type { Accountant } from "./accountant/accountant.ts";
import { gaussianAccountant } from "./accountant/gaussian.ts";
import { readBooks } from "./books.ts";
import { canonicalHash, canonicalJson } from "./canonical-json.ts";
import type { Spend } from "./event.ts";
import { diskIo, LedgerFile, type LedgerIo } from "./ledger-file.ts";
import { type LedgerBody, parseBody } from "./ledger-lines.ts";
import type { Mechanism } from "./mechanism.ts";
import { budgetDown, planHash } from "./plan.ts";
import { plannedEvent, plannedSpend } from "./planned-event.ts";
import { open, type Private } from "./private.ts";

export interface LedgerOptions {
  /** Name and version of what runs the plan, for the header. */
  readonly software: string;
  readonly accountant?: Accountant;
  /** Anything but the system's noise stamps the ledger `private: false`. */
  readonly noise?: SecretNoise;
  readonly io?: LedgerIo;
}

/**
 * The one door: charges a release of the sealed plan, on disk, before it opens the data and draws noise.
 *
 * @guarantee a charge is on disk before the data is opened and noise is drawn
 * @guarantee a release over budget is refused before the data is opened
 * @guarantee a release that is not the plan's next one is refused before the data is opened
 * @guarantee a crash after the charge leaves it spent
 * @guarantee noise that does not come from the system stamps the ledger not private
 */
export class Ledger {
  readonly plan: Plan;
  readonly private: boolean;
  readonly #file: LedgerFile;
  readonly #accountant: Accountant;
  readonly #noise: SecretNoise;
  readonly #spends: Spend[];

  private constructor(
    file: LedgerFile,
    seal: { plan: Plan; private: boolean; spends: readonly Spend[] },
    options: Omit<LedgerOptions, "software">,
  ) {
    this.plan = seal.plan;
    this.private = seal.private;
    this.#file = file;
    this.#accountant = options.accountant ?? gaussianAccountant;
    this.#noise = options.noise ?? systemNoise();
    this.#spends = [...seal.spends];
    this.#closeWhenComplete();
  }

  /** Seals a plan in a new file: its header is on disk before this returns, and no data has been touched. */
  static create(path: string, plan: Plan, options: LedgerOptions): Ledger {
    const accountant = options.accountant ?? gaussianAccountant;
    const header = headerOf(plan, accountant, options);
    checkTotal(accountant, header.plan, header.plan.releases.map(plannedSpend));
    const file = LedgerFile.create(path, header, options.io ?? diskIo);
    return new Ledger(file, { plan: header.plan, private: header.private, spends: [] }, options);
  }

  /**
   * Goes on with a run that stopped: what was charged stays spent, whether or not its value came out.
   *
   * @throws VerificationFailed if the file is not, byte for byte, what a ledger wrote
   */
  static resume(path: string, options: Omit<LedgerOptions, "software"> = {}): Ledger {
    const { file, chain } = LedgerFile.reopen(path, options.io ?? diskIo);
    try {
      const { header, charges, failures } = readBooks(chain);
      if (header === undefined || failures.length > 0)
        throw new VerificationFailed(`ledger ${path}: ${failures.join("; ")}`);
      const accountant = (options.accountant ?? gaussianAccountant).name;
      if (header.accountant !== accountant)
        throw new InvalidRequest(
          `ledger ${path} is kept by the ${header.accountant} accountant; got ${accountant}`,
        );
      if (header.private && options.noise !== undefined && !isSystemNoise(options.noise))
        throw new InvalidRequest(
          `ledger ${path} is private; it cannot go on with other noise than the system's`,
        );
      const spends = charges.map(({ charge }) => ({
        purpose: charge.purpose,
        event: charge.event,
        count: 1,
      }));
      return new Ledger(file, { plan: header.plan, private: header.private, spends }, options);
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
   * Runs the plan's next release on sealed data.
   *
   * @throws BudgetExceeded, InvalidRequest before anything is charged; Unsound if the mechanism itself fails after
   */
  release<In, Out>(mechanism: Mechanism<In, Out>, data: Private<In>): Released<Out> {
    const release = this.#spends.length;
    const { purpose } = this.#checkNext(mechanism);
    const spend: Spend = { purpose, event: mechanism.event, count: 1 };
    const epsilon = checkTotal(this.#accountant, this.plan, [...this.#spends, spend]);
    // A failed write may still have reached the disk: the charge counts before it is known to be there.
    this.#spends.push(spend);
    this.#file.append({ kind: "charge", release, purpose, event: spend.event, epsilon });
    const value = this.#run(mechanism, data);
    this.#file.append({ kind: "released", release, purpose, sha256: canonicalHash(value) });
    this.#closeWhenComplete();
    return value as Released<Out>;
  }

  /** What has been spent, as the report prints it: total and alone, rounded up, at the plan's δ. */
  certificate(): Certificate {
    const { delta } = budgetDown(this.plan.budget);
    const epsilon = (spends: readonly Spend[]) => this.#accountant.epsilon(spends, delta);
    return {
      epsilon: epsilon(this.#spends),
      delta,
      relation: this.plan.relation,
      unit: this.plan.unit,
      accountant: this.#accountant.name,
      spends: this.#spends.map(spend => ({
        purpose: spend.purpose,
        noiseMultiplier: spend.event.noiseMultiplier,
        epsilonAlone: epsilon([spend]),
      })),
      private: this.private,
    };
  }

  /** Gives the lock back; done by itself when the plan is complete. A closed ledger releases nothing more. */
  close(): void {
    this.#file.close();
  }

  #checkNext({ planned, event }: Mechanism<never, unknown>): Plan["releases"][number] {
    const next = this.plan.releases[this.#spends.length];
    if (next === undefined)
      throw new InvalidRequest(`release "${planned.purpose}": every release of the sealed plan is spent`);
    if (
      canonicalJson(planned) !== canonicalJson(next) ||
      canonicalJson(event) !== canonicalJson(plannedEvent(next))
    )
      throw new InvalidRequest(
        `release "${planned.purpose}": the sealed plan's next release is "${next.purpose}", exactly as planned`,
      );
    return next;
  }

  #run<In, Out>(mechanism: Mechanism<In, Out>, data: Private<In>): Out {
    try {
      return mechanism.run(open(data), this.#noise);
    } catch {
      this.#file.close();
      // Without the cause: it could hold a private value.
      throw new Unsound(
        `release "${mechanism.planned.purpose}": its mechanism failed; the charge stays spent`,
      );
    }
  }

  #closeWhenComplete(): void {
    if (this.#spends.length >= this.plan.releases.length) this.#file.close();
  }
}

type Header = Extract<LedgerBody, { kind: "header" }>;

/** The header of a plan: a copy, so that what was sealed cannot change afterwards. */
const headerOf = (plan: Plan, accountant: Accountant, { software, noise }: LedgerOptions): Header => {
  const isPrivate = noise === undefined || isSystemNoise(noise);
  const header = parseBody({
    kind: "header",
    format: "semblance-ledger/1",
    software,
    accountant: accountant.name,
    private: isPrivate,
    ...(isPrivate ? {} : { warning: NOT_PRIVATE }),
    planHash: planHash(plan),
    plan: JSON.parse(canonicalJson(plan)),
  });
  if (header?.kind !== "header")
    throw new InvalidRequest("a plan must be what makePlan gives; a field is missing, wrong or unknown");
  if (new Set(plan.releases.map(({ purpose }) => purpose)).size !== plan.releases.length)
    throw new InvalidRequest("the purposes of a plan's releases must differ");
  return header;
};

/** The books' total ε; refuses a total above the budget. */
const checkTotal = (accountant: Accountant, plan: Plan, spends: readonly Spend[]): number => {
  const budget = budgetDown(plan.budget);
  const epsilon = accountant.epsilon(spends, budget.delta);
  if (!(epsilon <= budget.epsilon))
    throw new BudgetExceeded(
      `budget of ε = ${plan.budget.epsilon} at δ = ${plan.budget.delta} would be exceeded: the books would say ε = ${epsilon}`,
    );
  return epsilon;
};
