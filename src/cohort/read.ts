import type { Patient, PatientId } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import { InvalidInput } from "../errors.ts";
import { assemble, NO_FILES } from "./assemble.ts";
import { byCodeUnit, discover } from "./discover.ts";
import type { Duplicates, OnDuplicate } from "./duplicates.ts";
import { rootOf } from "./inside.ts";
import { collector, type Skipped } from "./invalid.ts";
import { PatientReader, type Tally } from "./patient-reader.ts";
import type { Readers } from "./readers.ts";
import { readTable } from "./table.ts";

export interface ReadOptions<D> {
  /** Reference date of ages, YYYY-MM-DD. */
  readonly asOf: string;
  /** "stop": the first broken rule ends the reading. "skip": the broken file, row or resource is left out. */
  readonly onInvalid: "stop" | "skip";
  /** One recording under two patients. "stop" (default) or "keep" both. */
  readonly onDuplicate?: OnDuplicate;
  /** Watches over several folders, in place of `onDuplicate`; none by default. */
  readonly duplicates?: Duplicates;
  /** What is kept of a patient; everything else of them is dropped before the next one is read. */
  readonly digest: (patient: Patient) => D;
  readonly progress?: (done: number, total: number, what: string) => void;
  readonly readers?: Readers;
}

/** Exact numbers about the cohort: for its owner alone. */
export interface CohortCounts extends Tally {
  readonly patients: number;
  /** Recordings that another patient has too. */
  readonly duplicates: number;
}

/** A cohort as read and digested, not yet sealed. All of it is private: notices and counts are for the owner alone. */
export interface CohortReading<D> {
  readonly patients: ReadonlyMap<PatientId, D>;
  readonly notices: readonly string[];
  readonly counts: CohortCounts;
  readonly skipped: readonly Skipped[];
}

/**
 * Every patient of a cohort folder, joined over all modalities and digested one at a time: at most one patient's
 * signals are in memory. Patients come in the order of their ids. The caller seals what is returned.
 *
 * Of each modality the first `recordsPerPatient` readable files count, by path; of notes, files before FHIR notes.
 * What is left out of a patient depends on that patient's own files alone.
 *
 * @throws  InvalidInput naming file, line, field and rule, never a value
 */
export const readCohort = async <D>(
  folder: string,
  config: CohortConfig,
  options: ReadOptions<D>,
): Promise<CohortReading<D>> => {
  const root = await rootOf(folder);
  const skipped: Skipped[] = [];
  const onInvalid = collector(options.onInvalid, skipped);
  const table = await readTable(root, onInvalid);
  const { patients: owned, sharedFhir, notices } = assemble(config, table, await discover(root));
  const reader = new PatientReader({ ...options, root, config, invalid: onInvalid });
  options.progress?.(0, sharedFhir.length, "FHIR files");
  const shared = await reader.sharedFhir(sharedFhir);
  const ids = [...new Set([...owned.keys(), ...shared.keys()])].sort(byCodeUnit);
  const patients = new Map<PatientId, D>();
  for (const [index, id] of ids.entries()) {
    const patient = await reader.patient(id, owned.get(id) ?? NO_FILES, shared.get(id));
    if (patient !== undefined) patients.set(id, options.digest(patient));
    options.progress?.(index + 1, ids.length, "patients");
  }
  if (patients.size === 0) throw new InvalidInput("holds no patient that could be read", { file: "cohort" });
  const counts: CohortCounts = {
    ...reader.tally,
    patients: patients.size,
    duplicates: reader.duplicates.notices.length,
  };
  const after = [...reader.duplicates.notices, ...countNotices(counts, config, skipped.length)];
  return { patients, notices: [...notices, ...after], counts, skipped };
};

const countNotices = (counts: CohortCounts, config: CohortConfig, skipped: number): readonly string[] => {
  const { patients, sexInConflict, unitUnknown, beyondLimit, textDeclared, textSeen } = counts;
  const beyond = (["ecg", "image", "note"] as const)
    .filter(name => beyondLimit[name] > 0)
    .map(
      name =>
        `${beyondLimit[name]} ${name} records beyond the ${config.recordsPerPatient[name]} that count for a patient were not read`,
    );
  return [
    ...beyond,
    ...(skipped === 0 ? [] : [`${skipped} parts broke a rule and were left out`]),
    ...(sexInConflict === 0
      ? []
      : [`${sexInConflict} patients have sources that differ in sex; check the join`]),
    ...(unitUnknown === 0
      ? []
      : [`${unitUnknown} measurements are in a unit that is not known for their test and do not count`]),
    ...(textDeclared === 0
      ? []
      : [`${textDeclared} images declare burned-in annotation (0028,0301), which may name a patient`]),
    ...(textSeen === 0
      ? []
      : [`${textSeen} images seem to hold burned-in text near a border; look whether it names a patient`]),
    ...(config.size === undefined || config.size === patients
      ? []
      : [`cohort.yaml declares ${config.size} patients; ${patients} were read`]),
  ];
};
