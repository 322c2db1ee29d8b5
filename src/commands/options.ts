import type { Argv } from "yargs";
import { MODALITIES, type ModalityName } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import { DEFAULT_CONFIG, readConfig } from "../cohort/config.ts";
import { isDay } from "../cohort/config-schema.ts";
import { rootOf } from "../cohort/inside.ts";
import { InvalidRequest } from "../errors.ts";
import { PROJECTIONS, type ProjectionName } from "../math/projection.ts";
import { type Design, design } from "../pipeline/design.ts";

/** @param whose  what the budget is of, and per whom */
export const withBudgetOptions = <T>(command: Argv<T>, whose: string) =>
  command
    .option("epsilon", { type: "string", default: "3", describe: `privacy budget ε of ${whose}` })
    .option("delta", {
      type: "string",
      default: "1e-6",
      describe: "δ: below 1e-3, and at most 1/(10·N) where a public size N is declared",
    });

/** Options that fix a plan: public numbers only. */
export const withPlanOptions = <T>(command: Argv<T>) =>
  withBudgetOptions(command, "the whole run, per patient over all modalities")
    .option("projection", {
      choices: [...PROJECTIONS, "auto"] as const,
      default: "public-basis" as ProjectionName | "auto",
      describe:
        "space in which signals are released and steered; auto: of principal directions, cosines and random ones the one expected to lose least",
    })
    .option("rank", {
      type: "number",
      describe: "dimension of that space (default: from the public size and ε)",
    })
    .option("modalities", {
      type: "string",
      describe: `comma-separated, declared public: ${MODALITIES.join(",")}`,
    })
    .option("public-seed", {
      type: "string",
      default: "semblance",
      describe: "public seed of the projection and the prior's phantoms; never reaches the noise",
    })
    .option("as-of", {
      type: "string",
      describe: "reference date YYYY-MM-DD for ages (default: cohort.yaml, else today)",
    });

export const withReadingOptions = <T>(command: Argv<T>) =>
  command
    .option("on-invalid", {
      choices: ["stop", "skip"] as const,
      default: "stop" as const,
      describe: "a file that breaks a rule stops the run, or is left out and counted for you",
    })
    .option("on-duplicate", {
      choices: ["stop", "keep"] as const,
      default: "stop" as const,
      describe: "the same recording under two patients",
    })
    .option("holdout", {
      type: "string",
      describe: "a second cohort folder, never fitted: controls for the audit",
    })
    .option("set-aside", {
      type: "number",
      default: 0.2,
      describe: "without --holdout: share of patients set aside by a keyed hash as controls (0 = none)",
    });

/** Where the data owner's own things are kept. */
export const withHomeOption = <T>(command: Argv<T>) =>
  command.option("home", {
    type: "string",
    describe:
      "your folder for signing key and lifetime book (default: $SEMBLANCE_HOME, else ~/.local/state/semblance)",
  });

/** Where a team keeps its lifetime book. */
export const withBudgetStoreOption = <T>(command: Argv<T>) =>
  command.option("budget-store", {
    type: "string",
    describe:
      "a team's lifetime book: postgres://user@host/database (default: $SEMBLANCE_BUDGET_STORE, which keeps a password off the command line, else a file in your folder)",
  });

/** To go on with a run that stopped. */
export const withResumeOption = <T>(command: Argv<T>) =>
  command.option("resume", {
    type: "boolean",
    default: false,
    describe:
      "go on with the run that stopped in <out>-internal: the same command again; what it had released is not bought twice",
  });

export interface PlanOptions {
  readonly epsilon: string;
  readonly delta: string;
  readonly projection: ProjectionName | "auto";
  readonly rank?: number | undefined;
  readonly modalities?: string | undefined;
  readonly publicSeed: string;
  readonly asOf?: string | undefined;
}

/** The owner's public declarations, with the command line's on top. */
export const declaredConfig = async (
  folder: string | undefined,
  options: PlanOptions,
): Promise<CohortConfig> => {
  // Without this the built-in defaults would stand for a folder whose name is misspelt.
  const config = folder === undefined ? DEFAULT_CONFIG : await readConfig(await rootOf(folder));
  return options.modalities === undefined
    ? config
    : { ...config, declared: true, modalities: namedModalities(options.modalities) };
};

const namedModalities = (text: string): readonly ModalityName[] => {
  const named = text.split(",").map(part => part.trim());
  const wrong = named.find(name => !MODALITIES.includes(name as ModalityName));
  if (wrong !== undefined)
    throw new InvalidRequest(`modalities must be among ${MODALITIES.join(", ")}; got ${wrong}`);
  return MODALITIES.filter(name => named.includes(name));
};

/** The day on which ages are taken: as asked, as declared, or today. */
export const referenceDate = (config: CohortConfig, options: Pick<PlanOptions, "asOf">): string => {
  const asOf = options.asOf ?? config.asOf ?? new Date().toISOString().slice(0, 10);
  if (!isDay(asOf)) throw new InvalidRequest(`as-of must be a date YYYY-MM-DD; got ${asOf}`);
  return asOf;
};

export const designOf = (config: CohortConfig, options: PlanOptions): Design =>
  design(config, {
    epsilon: options.epsilon,
    delta: options.delta,
    projection: options.projection,
    ...(options.rank === undefined ? {} : { rank: options.rank }),
    publicSeed: options.publicSeed,
    asOf: referenceDate(config, options),
  });

/** A share of patients in [0, 0.9]. */
export const checkedShare = (share: number): number => {
  if (!(share >= 0 && share <= 0.9))
    throw new InvalidRequest(`set-aside must be between 0 and 0.9; got ${share}`);
  return share;
};

export const checkedCount = (name: string, count: number): number => {
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidRequest(`${name} must be a whole number ≥ 1; got ${count}`);
  return count;
};
