import { rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Signer, signerIn } from "../../privacy/certificate/key.ts";
import type { Ledger } from "../../privacy/ledger.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import { RELATION } from "../../schemas/plan.ts";
import type { Design } from "../pipeline/design.ts";
import { openLedger, type ReadingOptions, type SealedCohort, sealCohort } from "../pipeline/fit.ts";
import { refuseExisting } from "../pipeline/folder.ts";
import { ownerFolder } from "../pipeline/owner.ts";
import type { Progress } from "../progress.ts";
import { checkedShare, declaredConfig, designOf, type PlanOptions } from "./options.ts";

export interface RunOptions extends PlanOptions, ReadingOptions {
  readonly holdout?: string | undefined;
  readonly setAside: number;
  readonly home?: string | undefined;
}

/** The folder kept by the data owner beside a shareable one. */
export const internalOf = (out: string): string => `${resolve(out)}-internal`;

/** A run that has sealed its plan and opened its books, before any patient is read. */
export interface Run {
  readonly cohort: string;
  readonly config: CohortConfig;
  readonly design: Design;
  readonly ledger: Ledger;
  /** Signs what is shared. */
  readonly signer: Signer;
  readonly internal: string;
  /** What the books say, in one line. */
  spent(): string;
  /** Closes the ledger; where nothing was charged the internal folder goes too. */
  close(): Promise<void>;
}

export const openRun = async (
  cohort: string,
  options: RunOptions,
  out: string,
  progress: Progress,
): Promise<Run> => {
  const internal = internalOf(out);
  await refuseExisting(out, internal);
  checkedShare(options.setAside);
  const config = await declaredConfig(cohort, options);
  progress.say("preparing the public priors");
  const design = designOf(config, options);
  const ledger = await openLedger(internal, design);
  // Before anything is spent: a key that cannot be read or made must not cost budget. After the ledger, as the key may lie in its folder.
  const signer = signerOf(ledger, ownerFolder(options.home));
  return {
    cohort,
    config,
    design,
    ledger,
    signer,
    internal,
    spent: () => spentLine(ledger, options),
    close: async () => {
      const charged = ledger.spends.length > 0;
      ledger.close();
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

/** Reads and seals; what reading noticed goes to the owner's terminal and internal folder only. */
export const sealRun = async (run: Run, options: RunOptions, progress: Progress): Promise<SealedCohort> => {
  const { holdout, ...reading } = options;
  const sealed = await sealCohort(
    run.cohort,
    run.config,
    run.design,
    { ...reading, ...(holdout === undefined ? {} : { holdout }) },
    progress,
  );
  if (sealed.notices.length > 0) {
    for (const notice of sealed.notices) progress.say(`notice (internal): ${notice}`);
    await writeFile(
      join(run.internal, "notices.txt"),
      `INTERNAL: about the cohort itself; do not share\n${sealed.notices.join("\n")}\n`,
    );
  }
  return sealed;
};

/** Three decimals, never down. */
export const roundedUp = (epsilon: number): string => (Math.ceil(epsilon * 1000 - 1e-9) / 1000).toFixed(3);
