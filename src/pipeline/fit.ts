import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ledger } from "../../privacy/ledger.ts";
import { boundedSum } from "../../privacy/mechanisms/bounded-sum.ts";
import { planHash } from "../../privacy/plan.ts";
import { type Private, seal } from "../../privacy/private.ts";
import type { Cohort, PatientId } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import type { Digest } from "../../schemas/digest.ts";
import { NOT_PRIVATE, type Release } from "../../schemas/release.ts";
import type { NoisySum } from "../../schemas/statistic.ts";
import { isSetAside } from "../cohort/holdout.ts";
import { readCohort } from "../cohort/read.ts";
import type { Progress } from "../progress.ts";
import { SOFTWARE } from "../version.ts";
import { type Design, FIRST, SECOND } from "./design.ts";
import { digester } from "./digest.ts";

export interface ReadingOptions {
  readonly onInvalid: "stop" | "skip";
  readonly onDuplicate: "stop" | "keep";
}

/** The cohort once read: sealed. What is known outside the seal stays with the data owner. */
export interface SealedCohort {
  readonly train: Private<Cohort<Digest>>;
  /** Patients set aside before fitting: controls for the audit, never fitted. */
  readonly controls?: Private<Cohort<Digest>>;
  /** For the data owner's own terminal and internal folder. */
  readonly notices: readonly string[];
}

/** Reads, digests and seals a cohort. The only place where patients are in the open, one at a time. */
export const sealCohort = async (
  folder: string,
  config: CohortConfig,
  design: Design,
  reading: ReadingOptions & { readonly setAside: number; readonly holdout?: string },
  progress: Progress,
): Promise<SealedCohort> => {
  const asOf = String(design.plan.choices.asOf);
  const digest = digester(config, design.domain, asOf);
  const read = (from: string, title: string) => {
    const step = progress.step(title);
    return readCohort(from, config, { asOf, ...reading, digest, progress: step });
  };
  const cohort = await read(folder, "reading the cohort");
  const held = reading.holdout === undefined ? undefined : await read(reading.holdout, "reading the holdout");
  const key = randomBytes(32);
  const aside = (id: PatientId) =>
    held === undefined && reading.setAside > 0 && isSetAside(id, key, reading.setAside);
  const train = new Map([...cohort.patients].filter(([id]) => !aside(id)));
  const controls = held?.patients ?? new Map([...cohort.patients].filter(([id]) => aside(id)));
  return {
    train: seal<Cohort<Digest>>(train),
    ...(controls.size > 0 ? { controls: seal<Cohort<Digest>>(controls) } : {}),
    notices: [...cohort.notices, ...(held?.notices ?? [])],
  };
};

/**
 * The only step that spends: runs the sealed plan through the ledger, a fixed number of passes over the patients,
 * and writes the release. The ledger stands in `ledgerPath` before the cohort is opened and stays there whatever
 * happens after.
 */
export const fit = (
  design: Design,
  ledger: Ledger,
  data: Private<Cohort<Digest>>,
  progress: Progress,
): Release => {
  const step = progress.step("releasing");
  const passes = design.plan.releases.length;
  const sums: NoisySum[] = [];
  for (const [pass, planned] of design.plan.releases.entries()) {
    step(pass, passes);
    const blocks = planned.purpose === FIRST ? design.first : design.second(sums[0]!);
    sums.push(ledger.release(boundedSum(planned, blocks), data));
  }
  step(passes, passes);
  return releaseOf(design, ledger, sums);
};

const releaseOf = (design: Design, ledger: Ledger, sums: readonly NoisySum[]): Release => ({
  format: "semblance-release/1",
  software: SOFTWARE,
  private: ledger.private,
  ...(ledger.private ? {} : { warning: NOT_PRIVATE }),
  planHash: planHash(design.plan),
  plan: design.plan,
  sums: sums.map(({ purpose, blocks }) => ({
    purpose,
    blocks: blocks.map(({ name, size, weight, noise, values }) => ({
      name,
      size,
      weight,
      noise,
      values: Array.from(values),
    })),
  })),
});

export const RELEASE_FILE = "release.json";
export const LEDGER_FILE = "ledger.jsonl";

/** Opens the ledger of a new run in `folder`, sealing the plan before any data is read. */
export const openLedger = async (folder: string, design: Design): Promise<Ledger> => {
  await mkdir(folder, { recursive: true });
  return Ledger.create(join(folder, LEDGER_FILE), design.plan, { software: SOFTWARE });
};

export const writeRelease = (folder: string, release: Release): Promise<void> =>
  writeFile(join(folder, RELEASE_FILE), `${JSON.stringify(release, undefined, 1)}\n`);

/** The sums of a release file as the models read them. */
export const sumsOf = (
  release: Release,
): { readonly first: NoisySum; readonly second: NoisySum | undefined } => {
  const sums = release.sums.map(({ purpose, blocks }) => ({
    purpose,
    blocks: blocks.map(block => ({ ...block, values: Float64Array.from(block.values) })),
  }));
  return {
    first: sums.find(sum => sum.purpose === FIRST)!,
    second: sums.find(sum => sum.purpose === SECOND),
  };
};
