import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { Roster } from "../../privacy/budget/placing.ts";
import { signerIn } from "../../privacy/certificate/key.ts";
import type { Ledger } from "../../privacy/ledger.ts";
import { planHash } from "../../privacy/plan.ts";
import { plannedEvent } from "../../privacy/planned-event.ts";
import { EVIDENCE } from "../../schemas/evidence.ts";
import type { SealedPlan } from "../../schemas/plan.ts";
import { InvalidInput, InvalidRequest } from "../errors.ts";
import { openLedger, reopenLedger } from "../pipeline/fit.ts";
import { refuseExisting } from "../pipeline/folder.ts";
import { ownerFolder } from "../pipeline/owner.ts";
import { beginRunFile, continuedRunFile, isBegunOnly } from "../pipeline/run-file.ts";
import type { Progress } from "../progress.ts";
import { type LifetimeOptions, openLifetime, standingLines } from "./lifetime.ts";

/** Options of a run that fits one thing alone: a table, or labelled pictures. */
export type PlainRunOptions = LifetimeOptions & { readonly resume: boolean };

/** Such a run, opened before any data is read. */
export type PlainRun = Awaited<ReturnType<typeof openPlainRun>>;

/**
 * A domain that the owner declares in a YAML file.
 *
 * @throws InvalidInput naming the file and the rule
 */
export const declaredIn = async <D>(
  path: string,
  parsed: (source: unknown, file: string) => D,
): Promise<D> => {
  const file = basename(path);
  const text = await readFile(path, "utf8");
  let source: unknown;
  try {
    source = parse(text);
  } catch (cause) {
    throw new InvalidInput("is not valid YAML", { file }, { cause });
  }
  return parsed(source, file);
};

/** Such a run leaves nobody out: what breaks a rule stops it. */
const READING = { setAside: 0, onInvalid: "stop", onDuplicate: "stop" } as const;

/** Ledger, lifetime book and signer of a run. What it charged stays spent, however it ends. */
export const openPlainRun = async (options: PlainRunOptions, plan: SealedPlan, internal: string) => {
  const isStopped = existsSync(join(internal, EVIDENCE.ledger));
  if (!options.resume && isStopped)
    throw new InvalidRequest(
      `a run stopped in ${internal}; go on with it by --resume, or choose another output: what it charged stays spent`,
    );
  if (!options.resume && isBegunOnly(internal)) await rm(internal, { recursive: true });
  if (!options.resume) await refuseExisting(internal);
  if (options.resume && !isStopped)
    throw new InvalidInput("holds no run that stopped: nothing to resume", { file: internal });
  await mkdir(internal, { recursive: true, mode: 0o700 });
  const lifetime = await openLifetime(options);
  const file = options.resume ? continuedRunFile(internal, READING) : beginRunFile(internal, READING);
  const lifetimeRun = lifetime.run(file.run);
  let ledger: Ledger | undefined;
  const close = async (): Promise<void> => {
    const charged = (ledger?.spends.length ?? 0) > 0 || lifetimeRun.isEntered;
    ledger?.close();
    await lifetime.close();
    if (!charged) await rm(internal, { recursive: true, force: true });
  };
  try {
    ledger = options.resume
      ? reopenLedger(internal, { plan }, lifetimeRun)
      : await openLedger(internal, { plan }, lifetimeRun);
    return { ledger, lifetime, lifetimeRun, signer: signerIn(ownerFolder(options.home)), close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Charges the whole plan to the lifetime book, for everyone in the cohort, before anything is released. */
export const enterLifetime = async (
  { lifetimeRun, ledger }: PlainRun,
  roster: Roster,
  progress: Progress,
): Promise<void> => {
  const standing = await lifetimeRun.enter(roster, {
    events: ledger.plan.releases.map(plannedEvent),
    planHash: planHash(ledger.plan),
  });
  for (const line of standingLines(standing, ledger.plan.budget.delta))
    progress.say(`lifetime (internal): ${line}`);
};
