import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Argv } from "yargs";
import { readBooks } from "../../privacy/books.ts";
import type { Lifetime, LifetimeRun } from "../../privacy/budget/lifetime.ts";
import { type Signer, signerIn } from "../../privacy/certificate/key.ts";
import { readChain } from "../../privacy/chain.ts";
import type { Ledger } from "../../privacy/ledger.ts";
import { planHash } from "../../privacy/plan.ts";
import { plannedEvent } from "../../privacy/planned-event.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import { RELATION } from "../../schemas/plan.ts";
import { isWithin, rootOf } from "../cohort/inside.ts";
import { InvalidInput, InvalidRequest } from "../errors.ts";
import type { Design } from "../pipeline/design.ts";
import {
  LEDGER_FILE,
  openLedger,
  type ReadingOptions,
  reopenLedger,
  type SealedCohort,
  sealCohort,
} from "../pipeline/fit.ts";
import { refuseExisting } from "../pipeline/folder.ts";
import { ownerFolder } from "../pipeline/owner.ts";
import { beginRunFile, continuedRunFile, isBegunOnly, type RunFile } from "../pipeline/run-file.ts";
import type { Progress } from "../progress.ts";
import { type LifetimeOptions, openLifetime, standingLines } from "./lifetime.ts";
import {
  checkedShare,
  declaredConfig,
  designOf,
  type PlanOptions,
  withBudgetStoreOption,
  withHomeOption,
  withPlanOptions,
  withReadingOptions,
  withResumeOption,
} from "./options.ts";
import { roundedUp } from "./rounded.ts";

export interface RunOptions extends PlanOptions, ReadingOptions, LifetimeOptions {
  readonly holdout?: string | undefined;
  readonly setAside: number;
  /** Go on with the run that stopped in the internal folder. */
  readonly resume?: boolean | undefined;
}

export const withRunOptions = <T>(command: Argv<T>) =>
  withResumeOption(withBudgetStoreOption(withHomeOption(withReadingOptions(withPlanOptions(command)))));

/** The folder kept by the data owner beside a shareable one. */
export const internalOf = (out: string): string => `${resolve(out)}-internal`;

/** A run that has sealed its plan and opened its books, before any patient is read. */
export interface Run {
  readonly cohort: string;
  readonly config: CohortConfig;
  readonly design: Design;
  readonly ledger: Ledger;
  /** Its place in the owner's book of everything ever spent on these patients. */
  readonly lifetime: Lifetime;
  readonly lifetimeRun: LifetimeRun;
  readonly file: RunFile;
  /** Signs what is shared. */
  readonly signer: Signer;
  readonly internal: string;
  /** What the books say, in a line or two. */
  spent(): string;
  /** Closes ledger and book; where nothing was charged in either the internal folder goes too. */
  close(): Promise<void>;
}

export const openRun = async (
  cohort: string,
  options: RunOptions,
  out: string,
  progress: Progress,
): Promise<Run> => {
  const internal = internalOf(out);
  await refuseExisting(out);
  if (options.resume !== true) await refuseStopped(internal);
  checkedShare(options.setAside);
  const config = await declaredConfig(cohort, options);
  await checkFolders(cohort, options.holdout, out);
  const file = options.resume === true ? stoppedRun(internal, options) : undefined;
  progress.say("preparing the public priors");
  const asOf = options.asOf ?? config.asOf ?? (file && (await sealedDate(internal)));
  const design = designOf(config, { ...options, ...(asOf === undefined ? {} : { asOf }) });
  try {
    return await openBooks({ cohort, config, design, internal }, options, file);
  } catch (error) {
    // Nothing was charged by now, unless by the run that is resumed.
    if (file === undefined) await rm(internal, { recursive: true, force: true });
    throw error;
  }
};

/** What is written into the cohort would be read as patients, by this run and the next. */
const checkFolders = async (cohort: string, holdout: string | undefined, out: string): Promise<void> => {
  if (holdout !== undefined) await rootOf(holdout, "holdout");
  for (const folder of holdout === undefined ? [cohort] : [cohort, holdout])
    if (await isWithin(folder, out))
      throw new InvalidRequest(
        `the output ${out} must lie outside the cohort: all in it is read as patients`,
      );
};

/** Refuses to write over anything; says of a run that stopped how to go on with it. */
const refuseStopped = async (internal: string): Promise<void> => {
  if (existsSync(join(internal, LEDGER_FILE)))
    throw new InvalidRequest(
      `a run stopped in ${internal}; go on with it by --resume, or choose another output: what it charged stays spent`,
    );
  if (isBegunOnly(internal)) await rm(internal, { recursive: true });
  await refuseExisting(internal);
};

const stoppedRun = (internal: string, options: RunOptions): RunFile => {
  const file = continuedRunFile(internal, options);
  if (!existsSync(join(internal, LEDGER_FILE)))
    throw new InvalidInput(
      "holds a run that stopped before it read or charged anything; run again without --resume",
      {
        file: internal,
      },
    );
  return file;
};

/** The day on which a run that stopped took ages. */
const sealedDate = async (internal: string): Promise<string | undefined> => {
  const { header } = readBooks(readChain(await readFile(join(internal, LEDGER_FILE), "utf8")));
  const asOf = header?.plan.choices.asOf;
  return asOf === undefined ? undefined : String(asOf);
};

type Opening = Pick<Run, "cohort" | "config" | "design" | "internal">;

const openBooks = async (
  opening: Opening,
  options: RunOptions,
  stopped: RunFile | undefined,
): Promise<Run> => {
  const { design, internal } = opening;
  // Measurements on real patients will lie there.
  await mkdir(internal, { recursive: true, mode: 0o700 });
  const lifetime = await openLifetime(options);
  const file = stopped ?? beginRunFile(internal, options);
  const lifetimeRun = lifetime.run(file.run);
  const ledger =
    stopped === undefined
      ? await openLedger(internal, design, lifetimeRun)
      : reopenLedger(internal, design, lifetimeRun);
  // Before anything is spent: a key that cannot be read or made must not cost budget.
  const signer = signerOf(ledger, ownerFolder(options.home));
  return {
    ...opening,
    ledger,
    lifetime,
    lifetimeRun,
    file,
    signer,
    spent: () => [spentLine(ledger, options), ...lifetimeRun.chargedAgain.map(againLine)].join("\n"),
    close: async () => {
      const charged = ledger.spends.length > 0 || lifetimeRun.isEntered;
      ledger.close();
      await lifetime.close();
      if (!charged) await rm(internal, { recursive: true, force: true });
    },
  };
};

/** The owner's signer; without it the run ends here, its ledger closed. */
const signerOf = (ledger: Ledger, home: string): Signer => {
  try {
    return signerIn(home);
  } catch (error) {
    ledger.close();
    throw error;
  }
};

const spentLine = (ledger: Ledger, options: PlanOptions): string =>
  `spent: ε ≤ ${roundedUp(ledger.certificate().epsilon)} at δ = ${options.delta}, per patient over all modalities (${RELATION})`;

const againLine = (release: number): string =>
  `release ${release + 1} was charged to the lifetime book a second time: before the run stopped it had been noted there, and not in this ledger`;

/**
 * Reads and seals, and charges the whole run to the lifetime book. What reading noticed, and where the lifetime budget
 * stands, goes to the owner's terminal and internal folder only.
 *
 * @throws BudgetExceeded where the lifetime budget of these patients does not allow this run: nothing is opened then
 */
export const sealRun = async (run: Run, options: RunOptions, progress: Progress): Promise<SealedCohort> => {
  const { holdout, onInvalid, onDuplicate, setAside } = options;
  const sealed = await sealCohort(
    run.cohort,
    run.config,
    run.design,
    {
      onInvalid,
      onDuplicate,
      setAside,
      setAsideKey: Buffer.from(run.file.setAsideKey, "hex"),
      marks: run.lifetime.key,
      ...(holdout === undefined ? {} : { holdout }),
    },
    progress,
  );
  await tellOwner(sealed, run.internal, progress);
  const { plan } = run.design;
  const standing = await run.lifetimeRun.enter(sealed.roster, {
    events: plan.releases.map(plannedEvent),
    planHash: planHash(plan),
  });
  for (const line of standingLines(standing, plan.budget.delta)) progress.say(`lifetime (internal): ${line}`);
  return sealed;
};

/** Notices to the terminal, and with every part that was left out to the internal folder. */
const tellOwner = async (
  { notices, leftOut }: SealedCohort,
  internal: string,
  progress: Progress,
): Promise<void> => {
  if (notices.length + leftOut.length === 0) return;
  const file = join(internal, NOTICES_FILE);
  for (const notice of notices) progress.say(`notice (internal): ${notice}`);
  if (leftOut.length > 0) progress.say(`notice (internal): what was left out is listed in ${file}`);
  const list = leftOut.length === 0 ? [] : ["", "Left out:", ...leftOut];
  await writeFile(
    file,
    `${["INTERNAL: about the cohort itself; do not share", ...notices, ...list].join("\n")}\n`,
  );
};

const NOTICES_FILE = "notices.txt";
