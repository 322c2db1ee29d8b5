import { type CohortStanding, epsilonAt, type Standing } from "../../privacy/budget/decide.ts";
import { FileBudgetStore } from "../../privacy/budget/file-store.ts";
import { markKeyIn } from "../../privacy/budget/key.ts";
import { Lifetime } from "../../privacy/budget/lifetime.ts";
import type { BudgetStore } from "../../privacy/budget/store.ts";
import { ownerFolder } from "../pipeline/owner.ts";
import { roundedUp } from "./rounded.ts";

/** Where the owner's lifetime book stands. */
export interface LifetimeOptions {
  readonly home?: string | undefined;
  readonly budgetStore?: string | undefined;
}

/** The owner's lifetime book: a file in the owner's folder, or the team's database. The key is the owner's in both. */
export const openLifetime = async ({ home, budgetStore }: LifetimeOptions): Promise<Lifetime> => {
  const folder = ownerFolder(home);
  const url = budgetStore ?? process.env.SEMBLANCE_BUDGET_STORE;
  const key = markKeyIn(folder);
  return new Lifetime(
    url === undefined || url === "" ? new FileBudgetStore(folder) : await database(url),
    key,
  );
};

/** Loaded here alone: nobody without a database waits for its driver. */
const database = async (url: string): Promise<BudgetStore> => {
  const { PostgresBudgetStore } = await import("../../privacy/budget/postgres-store.ts");
  return new PostgresBudgetStore(url);
};

/**
 * Where patients stand, in sentences for their owner alone: the counts are exact.
 *
 * @param delta  at which to tell ε where no limit names one
 */
export const standingLines = ({ known, patients, cohorts }: Standing, delta: string): readonly string[] => [
  `${known} of ${patients} patients are in the lifetime book from before`,
  ...cohorts.map(cohort => cohortLine(cohort, delta)),
];

const cohortLine = (cohort: CohortStanding, delta: string): string => {
  const { limits, runs, rho } = cohort;
  const spent = `${runs === 1 ? "1 run" : `${runs} runs`} over them, ρ = ${rho.toPrecision(4)} (zCDP)`;
  return limits.length === 0
    ? `${spent}: ε ≤ ${roundedUp(epsilonAt(cohort, delta))} at δ = ${delta}; no lifetime budget is set`
    : `${spent}: ${limits
        .map(
          limit =>
            `ε ≤ ${roundedUp(epsilonAt(cohort, limit.delta))} of the lifetime budget ε = ${limit.epsilon} at δ = ${limit.delta}`,
        )
        .join(", and ")}`;
};
