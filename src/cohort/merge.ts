import type { Patient, PatientId } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import type { EcgRecord } from "../../schemas/ecg.ts";
import { type ImageRecord, VIEWS } from "../../schemas/image.ts";
import type { NoteRecord } from "../../schemas/note.ts";
import { EMPTY_RECORD, type PatientRecord, type Sex } from "../../schemas/record.ts";
import { decidingPart } from "./attribute.ts";
import type { CohortRow } from "./table.ts";

/** Everything read of one patient, before its sources are merged. */
export interface Parts {
  readonly record?: PatientRecord;
  readonly ecgs: readonly EcgRecord[];
  readonly images: readonly ImageRecord[];
  readonly notes: readonly NoteRecord[];
  /** In the order of lines. */
  readonly rows: readonly CohortRow[];
}

/** An ECG with what its line of cohort.csv says in place of its header. */
export const ecgOf = (record: EcgRecord, row: CohortRow | undefined): EcgRecord =>
  row === undefined ? record : { ...record, ...personIn(row) };

/** An image with what its line of cohort.csv says: `findings` apart at "|", `view` PA or AP, age and sex. */
export const imageOf = (record: ImageRecord, row: CohortRow | undefined): ImageRecord => {
  if (row === undefined) return record;
  const view = VIEWS.find(name => name === row.cells.view?.toUpperCase());
  const findings = row.cells.findings
    ?.split("|")
    .map(part => part.trim())
    .filter(part => part !== "");
  return {
    ...record,
    ...personIn(row),
    ...(view === undefined ? {} : { view }),
    ...(findings === undefined ? {} : { findings }),
  };
};

const personIn = ({ ageYears, sex }: CohortRow) => ({
  ...(ageYears === undefined ? {} : { ageYears }),
  ...(sex === undefined ? {} : { sex }),
});

/**
 * One patient of all their parts. Age and sex come from the first of: cohort.csv, FHIR Patient, ECG header, image
 * header. `labels` holds the declared columns, each from the first line that fills it, of "Effusion|Mass" the part that
 * decides (`decidingPart`; the first attribute of a column); a declared column `age` or
 * `sex` that no line fills takes the merged value.
 */
export const mergePatient = (id: PatientId, parts: Parts, config: CohortConfig): Patient => {
  const { record = EMPTY_RECORD, ecgs, images, notes, rows } = parts;
  const sources = sourcesOf(parts);
  const ageYears = sources.find(source => source.ageYears !== undefined)?.ageYears;
  const sex = sources.find(source => source.sex !== undefined)?.sex;
  const person = { ...(ageYears === undefined ? {} : { ageYears }), ...(sex === undefined ? {} : { sex }) };
  const merged: Readonly<Record<string, string>> = {
    ...(ageYears === undefined ? {} : { age: String(ageYears) }),
    ...(sex === undefined ? {} : { sex }),
  };
  const labels = new Map<string, string>();
  for (const source of config.attributes) {
    const { column } = source;
    const cell = rows.find(row => Object.hasOwn(row.cells, column))?.cells[column];
    const value = cell ?? (Object.hasOwn(merged, column) ? merged[column] : undefined);
    if (value !== undefined && !labels.has(column)) labels.set(column, decidingPart(source, value));
  }
  return { id, record: { ...record, ...person }, ecgs, images, notes, labels: Object.fromEntries(labels) };
};

type Person = { readonly ageYears?: number; readonly sex?: Sex };

/** In the order of trust. */
const sourcesOf = ({ rows, record = EMPTY_RECORD, ecgs, images }: Parts): readonly Person[] => [
  ...rows,
  record,
  ...ecgs,
  ...images,
];

/** Whether two sources of one patient name different sexes: a sign of a wrong join. */
export const isSexInConflict = (parts: Parts): boolean =>
  new Set(sourcesOf(parts).flatMap(source => source.sex ?? [])).size > 1;
