import type { Limit } from "../../privacy/budget/book.ts";
import { epsilonAt, type Standing } from "../../privacy/budget/decide.ts";
import type { MarkKey } from "../../privacy/budget/key.ts";
import type { Roster } from "../../privacy/budget/placing.ts";
import { readConfig } from "../cohort/config.ts";
import { readCohort } from "../cohort/read.ts";
import { InvalidRequest } from "../errors.ts";
import { marksOf } from "../pipeline/roster.ts";
import { type Progress, terminalProgress } from "../progress.ts";
import { command } from "./command.ts";
import { type LifetimeOptions, openLifetime, standingLines } from "./lifetime.ts";
import { referenceDate, withBudgetStoreOption, withHomeOption } from "./options.ts";

type Options = LifetimeOptions & {
  readonly cohort: string;
  readonly action: "set" | "show";
  readonly epsilon?: string | undefined;
  readonly delta?: string | undefined;
  readonly onInvalid: "stop" | "skip";
  readonly json: boolean;
};

/** The lifetime budget of a cohort: set once, then shown. Reads the cohort to know its patients; releases nothing. */
export const budgetCommand = command<Options>({
  command: "budget <cohort> <action>",
  describe: "what all runs over a cohort may cost together: set it once, or show what is spent",
  builder: argv =>
    withBudgetStoreOption(withHomeOption(argv))
      .positional("cohort", { type: "string", demandOption: true, describe: "the cohort's folder" })
      .positional("action", {
        choices: ["set", "show"] as const,
        demandOption: true,
        describe: "set: needs --epsilon and --delta, once for a cohort",
      })
      .option("epsilon", { type: "string", describe: "lifetime ε over all runs, in zCDP accounting" })
      .option("delta", { type: "string", describe: "δ of the lifetime budget, below 1e-3" })
      .option("on-invalid", {
        choices: ["stop", "skip"] as const,
        default: "stop" as const,
        describe: "as the runs over this cohort are started",
      })
      .option("json", { type: "boolean", default: false, describe: "machine-readable" })
      .example("$0 budget hospital/ set --epsilon 10 --delta 1e-5", "before the first run")
      .example("$0 budget hospital/ show", "what earlier runs have cost"),
  handler: async options => {
    const limit = limitOf(options);
    const progress = terminalProgress();
    const lifetime = await openLifetime(options);
    try {
      const roster = await rosterOf(options, lifetime.key, progress);
      progress.stop();
      const standing =
        limit === undefined ? await lifetime.standing(roster) : await lifetime.setLimit(roster, limit);
      process.stdout.write(told(standing, lifetime.place, options));
    } finally {
      await lifetime.close();
    }
  },
});

const limitOf = ({ action, epsilon, delta }: Options): Limit | undefined => {
  if (action === "show") {
    if (epsilon !== undefined) throw new InvalidRequest("budget show takes no --epsilon; use set");
    return undefined;
  }
  if (epsilon === undefined || delta === undefined)
    throw new InvalidRequest("budget set needs --epsilon and --delta, as in --epsilon 10 --delta 1e-5");
  return { epsilon, delta };
};

const rosterOf = async (
  { cohort, onInvalid }: Options,
  key: MarkKey,
  progress: Progress,
): Promise<Roster> => {
  const config = await readConfig(cohort);
  const { patients } = await readCohort(cohort, config, {
    asOf: referenceDate(config, {}),
    onInvalid,
    onDuplicate: "keep",
    digest: patient => marksOf(patient, key),
    progress: progress.step("reading the cohort"),
  });
  return [...patients.values()];
};

/** δ at which ε is told where there is no limit and none was asked for. */
const DELTA = "1e-6";

const told = (standing: Standing, place: string, { delta = DELTA, json }: Options): string => {
  if (!json) return `${[...standingLines(standing, delta), `book: ${place}`].join("\n")}\n`;
  const cohorts = standing.cohorts.map(cohort => ({
    ...cohort,
    limits: cohort.limits.map(limit => ({ ...limit, spent: epsilonAt(cohort, limit.delta) })),
    ...(cohort.limits.length > 0 ? {} : { delta, epsilon: epsilonAt(cohort, delta) }),
  }));
  return `${JSON.stringify({ ...standing, cohorts, book: place }, undefined, 1)}\n`;
};
