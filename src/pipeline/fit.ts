import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { refineRecords } from "../../generators/patient/graphical/fit.ts";
import { fitBackbone } from "../../generators/patient/model.ts";
import { beginningOf } from "../../generators/patient/refine.ts";
import type { MarkKey } from "../../privacy/budget/key.ts";
import type { Roster } from "../../privacy/budget/placing.ts";
import { canonicalHash } from "../../privacy/canonical-json.ts";
import { Ledger, type Permit } from "../../privacy/ledger.ts";
import { boundedSum } from "../../privacy/mechanisms/bounded-sum.ts";
import { partitionSelection } from "../../privacy/mechanisms/partitions.ts";
import { planHash } from "../../privacy/plan.ts";
import { type Private, seal } from "../../privacy/private.ts";
import type { Cohort, Patient, PatientId } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import type { Digest } from "../../schemas/digest.ts";
import type { SealedPlan } from "../../schemas/plan.ts";
import type { Release, ReleasedPartitions } from "../../schemas/release.ts";
import type { Block, NoisySum } from "../../schemas/statistic.ts";
import { Duplicates } from "../cohort/duplicates.ts";
import { isSetAside } from "../cohort/holdout.ts";
import { leftOutLine } from "../cohort/invalid.ts";
import { readCohort } from "../cohort/read.ts";
import { InvalidRequest } from "../errors.ts";
import type { Progress } from "../progress.ts";
import { SOFTWARE } from "../version.ts";
import { blockOf, type Design, FIRST, SECOND } from "./design.ts";
import { digester } from "./digest.ts";
import { releaseHead } from "./release-file.ts";
import { marksOf } from "./roster.ts";
import { type Rounds, recordRounds, roundCurator, roundsIn } from "./rounds.ts";
import { readSums, writtenSums } from "./sums.ts";

export interface ReadingOptions {
  readonly onInvalid: "stop" | "skip";
  readonly onDuplicate: "stop" | "keep";
}

/** How a cohort is read for one run. */
export interface Reading extends ReadingOptions {
  /** Share of the patients set aside as controls, where there is no holdout. */
  readonly setAside: number;
  /** Says which: random, kept inside, the same for one run from beginning to end. */
  readonly setAsideKey: Buffer;
  readonly holdout?: string;
  /** By which the lifetime book knows patients again. */
  readonly marks: MarkKey;
}

/** The cohort once read: sealed. What is known outside the seal stays with the data owner. */
export interface SealedCohort {
  readonly train: Private<Cohort<Digest>>;
  /** Patients set aside before fitting: controls for the audit, never fitted. */
  readonly controls?: Private<Cohort<Digest>>;
  /** Everyone in the cohort's folder, set aside or not, as the lifetime book knows them; the holdout is not in it. */
  readonly roster: Roster;
  /** For the data owner's own terminal and internal folder. */
  readonly notices: readonly string[];
  /** Every part that broke a rule, file and rule: for the internal folder only. */
  readonly leftOut: readonly string[];
}

/** Reads, digests and seals a cohort. The only place where patients are in the open, one at a time. */
export const sealCohort = async (
  folder: string,
  config: CohortConfig,
  design: Design,
  reading: Reading,
  progress: Progress,
): Promise<SealedCohort> => {
  const asOf = String(design.plan.choices.asOf);
  const digest = digester(config, design.domain, asOf, design.wording);
  const duplicates = new Duplicates(reading.onDuplicate);
  const read = (from: string, title: string, digest: (patient: Patient) => Digest) => {
    const step = progress.step(title);
    return readCohort(from, config, { asOf, ...reading, duplicates, digest, progress: step });
  };
  const roster: (readonly string[])[] = [];
  const cohort = await read(folder, "reading the cohort", patient => {
    roster.push(marksOf(patient, reading.marks));
    return digest(patient);
  });
  duplicates.enterHoldout();
  const held =
    reading.holdout === undefined ? undefined : await read(reading.holdout, "reading the holdout", digest);
  const key = reading.setAsideKey;
  const aside = (id: PatientId) =>
    held === undefined && reading.setAside > 0 && isSetAside(id, key, reading.setAside);
  const train = new Map([...cohort.patients].filter(([id]) => !aside(id)));
  const controls = held?.patients ?? new Map([...cohort.patients].filter(([id]) => aside(id)));
  return {
    train: seal<Cohort<Digest>>(train),
    ...(controls.size > 0 ? { controls: seal<Cohort<Digest>>(controls) } : {}),
    roster,
    notices: [...cohort.notices, ...(held?.notices ?? [])],
    leftOut: [...cohort.skipped, ...(held?.skipped ?? [])].map(leftOutLine),
  };
};

/**
 * The only step that spends: runs the sealed plan through the ledger, a fixed number of passes over the patients,
 * and writes the release. The ledger stands in `ledgerPath` before the cohort is opened and stays there whatever
 * happens after. In a resumed run what came out before comes back as it was, and only the rest is bought.
 */
export const fit = async (
  design: Design,
  ledger: Ledger,
  data: Private<Cohort<Digest>>,
  progress: Progress,
): Promise<Release> => {
  const step = progress.step("releasing");
  const { plan, domain, focus } = design;
  const passes = plan.releases.length;
  const buy = async (purpose: string, blocks: readonly Block<Digest>[]): Promise<NoisySum[]> => {
    const planned = plan.releases.find(release => release.purpose === purpose);
    step(ledger.spends.length, passes);
    return planned === undefined ? [] : [await ledger.releaseNoted(boundedSum(planned, blocks), data)];
  };
  const [first] = (await buy(FIRST, design.first)) as [NoisySum];
  const rounds: Rounds = { choices: [], sums: [] };
  if (roundsIn(plan).length > 0) {
    const backbone = fitBackbone(domain, blockOf(first, "patient/marginals"), focus);
    const curator = roundCurator(ledger, data, domain, rounds);
    await refineRecords(beginningOf(backbone), recordRounds(plan), curator);
  }
  const second = await buy(SECOND, design.second(first));
  const phrases = await buyPhrases(plan, ledger, data);
  step(passes, passes);
  const sums = [first, ...rounds.sums, ...second];
  return {
    ...releaseHead(ledger, plan),
    sums: writtenSums(sums),
    ...(rounds.choices.length === 0 ? {} : { choices: rounds.choices }),
    ...(phrases.length === 0 ? {} : { partitions: phrases }),
  };
};

/** What many patients' notes say and no public frame does. */
const buyPhrases = (
  { releases }: SealedPlan,
  ledger: Ledger,
  data: Private<Cohort<Digest>>,
): Promise<ReleasedPartitions[]> =>
  Promise.all(
    releases
      .filter(release => release.kind === "partitions")
      .map(planned =>
        ledger.releaseNoted(
          partitionSelection<Digest>(planned, ({ wording }) => wording?.phrases ?? []),
          data,
        ),
      ),
  );

export const LEDGER_FILE = "ledger.jsonl";

/** Opens the ledger of a new run in `folder`, sealing the plan before any data is read. */
export const openLedger = async (
  folder: string,
  design: Pick<Design, "plan">,
  permit?: Permit,
): Promise<Ledger> => {
  await mkdir(folder, { recursive: true });
  return Ledger.create(join(folder, LEDGER_FILE), design.plan, {
    software: SOFTWARE,
    ...(permit === undefined ? {} : { permit }),
  });
};

/**
 * Opens the ledger of a run that stopped, to go on with it.
 *
 * @throws InvalidRequest if its plan is not this one
 */
export const reopenLedger = (folder: string, design: Pick<Design, "plan">, permit: Permit): Ledger => {
  const ledger = Ledger.resume(join(folder, LEDGER_FILE), { permit });
  if (planHash(ledger.plan) === planHash(design.plan)) return ledger;
  ledger.close();
  throw new InvalidRequest(
    `a resumed run must be asked for as it was begun: its sealed plan has ${differences(ledger.plan, design.plan)} that options, cohort.yaml and this version no longer give`,
  );
};

/** The parts of a plan that differ, by name. */
const differences = (sealed: SealedPlan, now: SealedPlan): string => {
  const parts = ["budget", "releases", "domain"] as const;
  const choices = [...new Set([...Object.keys(sealed.choices), ...Object.keys(now.choices)])];
  const named = [
    ...parts.filter(part => canonicalHash(sealed[part]) !== canonicalHash(now[part])),
    ...choices.filter(
      choice => canonicalHash(sealed.choices[choice] ?? null) !== canonicalHash(now.choices[choice] ?? null),
    ),
  ];
  return `another ${named.join(", ")}`;
};

/** The sums of a release file as the models read them. */
export const sumsOf = (
  release: Release,
): {
  readonly first: NoisySum;
  readonly second: NoisySum | undefined;
  /** Tables that were chosen on the way. */
  readonly tables: readonly NoisySum[];
} => {
  const sums = readSums(release);
  return {
    first: sums.find(sum => sum.purpose === FIRST)!,
    second: sums.find(sum => sum.purpose === SECOND),
    tables: sums.filter(({ purpose }) => purpose !== FIRST && purpose !== SECOND),
  };
};
