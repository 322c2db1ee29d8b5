import { MODALITIES, type ModalityName, type PatientId } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import { InvalidInput } from "../errors.ts";
import { byCodeUnit, type Discovery } from "./discover.ts";
import { BUILT_IN_COLUMNS, type CohortRow, type CohortTable, patientId, TABLE_FILE } from "./table.ts";

/** A file of one patient; `row` is its line of cohort.csv, where it has one. */
export interface PatientFile {
  readonly path: string;
  readonly row?: CohortRow;
}

/** What belongs to one patient before anything is opened: files by path, rows by line. */
export interface PatientFiles {
  readonly files: Readonly<Record<ModalityName, readonly PatientFile[]>>;
  readonly rows: readonly CohortRow[];
}

export const NO_FILES: PatientFiles = { files: { fhir: [], ecg: [], image: [], note: [] }, rows: [] };

export interface Assembly {
  readonly patients: ReadonlyMap<PatientId, PatientFiles>;
  /** FHIR files outside cohort.csv: their references say who their patients are. */
  readonly sharedFhir: readonly string[];
  readonly notices: readonly string[];
}

/**
 * Who owns which file. With a cohort.csv: what it says; FHIR files that it does not name are joined by their
 * references, other files that it does not name are not read. Without one: FHIR by its references, and each other file
 * is a patient of its own, whose id is its path without the ending.
 *
 * @throws  InvalidInput where there is nothing to read
 */
export const assemble = (
  config: CohortConfig,
  table: CohortTable | undefined,
  found: Discovery,
): Assembly => {
  const owners = new Owners();
  const named = new Set<string>();
  for (const row of table?.rows ?? []) {
    const { patient, file } = row;
    owners.of(patient).rows.push(row);
    if (file === undefined) continue;
    named.add(file.path);
    if (config.modalities.includes(file.modality))
      owners.of(patient).files[file.modality].push({ path: file.path, row });
  }
  const unnamed = (name: ModalityName): readonly string[] =>
    config.modalities.includes(name) ? found.files[name].filter(path => !named.has(path)) : [];
  const alone = table === undefined ? SIGNALS.flatMap(unnamed) : [];
  if (table === undefined)
    for (const name of SIGNALS)
      for (const path of unnamed(name)) owners.of(ownId(path)).files[name].push({ path });
  for (const { files } of owners.all.values())
    for (const name of MODALITIES) files[name].sort((a, b) => byCodeUnit(a.path, b.path));
  const sharedFhir = unnamed("fhir");
  if (owners.all.size === 0 && sharedFhir.length === 0)
    throw new InvalidInput("holds no FHIR, ECG, image or note file", { file: "cohort" });
  const notices = [
    ...(alone.length === 0 ? [] : [ALONE]),
    ...(table === undefined ? [] : unnamedNotices(unnamed)),
    ...undeclaredNotices(config, table),
    ...undeclaredModalities(config, found),
    ...(found.links === 0 ? [] : [`${found.links} symbolic links were not followed`]),
  ];
  return { patients: owners.all, sharedFhir, notices };
};

const SIGNALS = ["ecg", "image", "note"] as const satisfies readonly ModalityName[];

const ALONE = `ECG, image and note files are counted as one patient each, because no ${TABLE_FILE} joins them; if a person has several, the guarantee is per file, not per person`;

const ownId = (path: string): PatientId => patientId(path.replace(/\.[^./]*$/, ""), { file: path });

type OpenFiles = { files: Record<ModalityName, PatientFile[]>; rows: CohortRow[] };

class Owners {
  readonly all = new Map<PatientId, OpenFiles>();
  of(id: PatientId): OpenFiles {
    const known = this.all.get(id);
    if (known !== undefined) return known;
    const fresh: OpenFiles = { files: { fhir: [], ecg: [], image: [], note: [] }, rows: [] };
    this.all.set(id, fresh);
    return fresh;
  }
}

const unnamedNotices = (unnamed: (name: ModalityName) => readonly string[]): readonly string[] =>
  SIGNALS.map(name => ({ name, count: unnamed(name).length }))
    .filter(({ count }) => count > 0)
    .map(
      ({ name, count }) =>
        `${count} ${name} files are named by no readable line of ${TABLE_FILE} and are not read`,
    );

/** Columns that are ignored, and declared columns that are not there. */
const undeclaredNotices = (config: CohortConfig, table: CohortTable | undefined): readonly string[] => {
  const columns = table?.columns ?? [];
  const isRead = (column: string): boolean =>
    BUILT_IN_COLUMNS.some(name => name === column) ||
    config.attributes.some(source => source.column === column);
  const absent = config.attributes.filter(
    ({ column }) => !columns.includes(column) && column !== "age" && column !== "sex",
  );
  return [
    ...columns
      .filter(column => !isRead(column))
      .map(column => `column ${column} of ${TABLE_FILE} is not declared in cohort.yaml and is ignored`),
    ...absent.map(
      ({ attribute, column }) =>
        `attribute ${attribute.name} is missing for every patient: ${TABLE_FILE} has no column ${column}`,
    ),
  ];
};

const undeclaredModalities = (config: CohortConfig, found: Discovery): readonly string[] =>
  MODALITIES.filter(name => !config.modalities.includes(name) && found.files[name].length > 0).map(
    name => `${found.files[name].length} ${name} files are not read: cohort.yaml leaves ${name} out`,
  );
