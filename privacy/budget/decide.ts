import { BudgetExceeded, InvalidRequest } from "../../src/errors.ts";
import { exactly, numberDown, numberUp, parseDecimal } from "../../src/math/rational.ts";
import { deltaLeft, failureSum } from "../accountant/failure.ts";
import { zcdpEpsilonUp, zcdpRho } from "../accountant/zcdp.ts";
import type { PrivacyEvent } from "../event.ts";
import { budgetDown } from "../plan.ts";
import { checkDelta } from "../plan-rules.ts";
import { type Book, type BookCohort, type Limit, withLines } from "./book.ts";
import type { BudgetBody } from "./lines.ts";
import { type Placing, placed, type Roster } from "./placing.ts";
import type { Decision } from "./store.ts";

/** Where a cohort of the book stands. */
export interface CohortStanding {
  readonly limits: readonly Limit[];
  /** Runs charged so far. */
  readonly runs: number;
  /** zCDP of all of them together, rounded up. */
  readonly rho: number;
  /** Σδ of what thresholds may have let through, rounded up. */
  readonly failure: number;
}

/** Where the patients of a folder stand: for their owner alone. */
export interface Standing {
  readonly patients: number;
  /** Patients of the folder whom the book knew before. */
  readonly known: number;
  readonly cohorts: readonly CohortStanding[];
}

/** Approximate zCDP of all runs of a cohort: ρ, and Σδ of thresholds. */
type Spent = Pick<CohortStanding, "rho" | "failure">;

const spentOn = ({ runs }: BookCohort): Spent => {
  const spends = [...runs.values()].flat().map(event => ({ purpose: "lifetime", event, count: 1 }));
  return { rho: zcdpRho(spends), failure: numberUp(failureSum(spends)) };
};

const standing = (book: Book, { cohorts, known }: Placing, roster: Roster): Standing => ({
  patients: roster.length,
  known,
  cohorts: cohorts
    .map(number => book.cohorts.get(number)!)
    .map(cohort => ({ limits: cohort.limits, runs: cohort.runs.size, ...spentOn(cohort) })),
});

/** What `semblance budget show` tells; nothing is written. */
export const look = (book: Book, keyCheck: string, roster: Roster): Decision<Standing> => {
  const placing = placed(book, keyCheck, roster);
  return { append: [], answer: standing(placing.book, placing, roster) };
};

/**
 * Sets what all runs over these patients, past and to come, may cost together.
 *
 * @throws InvalidRequest if one of the patients has a limit already, or the limit breaks a rule
 */
export const limited = (book: Book, keyCheck: string, roster: Roster, limit: Limit): Decision<Standing> => {
  checkDelta(budgetDown(limit).delta, { budget: limit });
  const placing = placed(book, keyCheck, roster);
  const earlier = placing.cohorts.flatMap(number => placing.book.cohorts.get(number)!.limits)[0];
  if (earlier !== undefined)
    throw new InvalidRequest(
      `a lifetime budget is set once for a cohort; that of these patients is ε = ${earlier.epsilon} at δ = ${earlier.delta}`,
    );
  const line: BudgetBody = { kind: "limit", cohorts: [...placing.cohorts], ...limit };
  return {
    append: [...placing.append, line],
    answer: standing(withLines(placing.book, [line]), placing, roster),
  };
};

/** A run that wants to spend. */
export interface Entry {
  /** 32 hexadecimal digits. */
  readonly run: string;
  readonly roster: Roster;
  /** Everything that the run will release, in order. */
  readonly events: readonly PrivacyEvent[];
  readonly planHash: string;
}

/**
 * Charges a whole run to every cohort that its patients are in. Where the same run was charged before it is not charged
 * again: then it goes on after a stop.
 *
 * @throws BudgetExceeded where a cohort's total would pass a limit; nothing is written then
 */
export const entered = (book: Book, keyCheck: string, entry: Entry): Decision<Standing> => {
  const { run, roster, events, planHash } = entry;
  const placing = placed(book, keyCheck, roster);
  const lacking = placing.cohorts.filter(number => !placing.book.cohorts.get(number)!.runs.has(run));
  const charged =
    [...placing.book.cohorts.values()].find(({ runs }) => runs.has(run))?.runs.get(run) ?? events;
  const charge: readonly BudgetBody[] =
    lacking.length === 0
      ? []
      : [{ kind: "charge", run, cohorts: lacking, from: 0, events: [...charged], planHash }];
  const after = withLines(placing.book, charge);
  for (const number of lacking) checkLimits(placing.book.cohorts.get(number)!, after.cohorts.get(number)!);
  return { append: [...placing.append, ...charge], answer: standing(after, placing, roster) };
};

/**
 * ε at δ, rounded up; Infinity where thresholds alone use up δ.
 *
 * @source Whitehouse, Ramdas, Rogers & Wu 2023, Theorem 1, arXiv:2203.05481: ρ and δ of approximate zCDP each add up
 */
export const epsilonAt = ({ rho, failure }: Spent, delta: string): number => {
  const left = deltaLeft(exactly(failure), numberDown(parseDecimal(delta, "delta")));
  return left === undefined ? Number.POSITIVE_INFINITY : zcdpEpsilonUp(rho, left);
};

const checkLimits = (before: BookCohort, after: BookCohort): void => {
  for (const limit of before.limits) {
    const { epsilon, delta } = limit;
    const total = epsilonAt(spentOn(after), delta);
    if (!(total <= budgetDown(limit).epsilon))
      throw new BudgetExceeded(
        `the lifetime budget of these patients, ε = ${epsilon} at δ = ${delta}, would be exceeded: their zCDP total is ε = ${epsilonAt(spentOn(before), delta).toPrecision(6)} now and would be ${total.toPrecision(6)}`,
      );
  }
};

/**
 * Notes that a run is about to make a release. One that was noted before, and is about to be made all the same, is
 * charged again first: either the run stopped right after noting it, or this is an older copy of the run, and the other
 * one made it.
 *
 * @returns whether it was charged again
 * @throws  BudgetExceeded where a limit does not allow that; InvalidRequest if the run is not charged for this release
 */
export const drawn = (book: Book, run: string, release: number): Decision<boolean> => {
  const cohorts = [...book.cohorts].filter(([, { runs }]) => runs.has(run));
  // A run is charged alike in all its cohorts.
  const charged = cohorts[0]?.[1].runs.get(run) ?? [];
  const event = charged[release];
  if (event === undefined)
    throw new InvalidRequest(`release ${release + 1} of this run must be charged to the lifetime book first`);
  if (book.draws.get(run)?.has(release) !== true)
    return { append: [{ kind: "draw", run, release }], answer: false };
  const again: BudgetBody = {
    kind: "charge",
    run,
    cohorts: cohorts.map(([number]) => number),
    from: charged.length,
    events: [event],
  };
  const after = withLines(book, [again]);
  for (const [number, cohort] of cohorts) checkLimits(cohort, after.cohorts.get(number)!);
  return { append: [again, { kind: "draw", run, release: charged.length }], answer: true };
};
