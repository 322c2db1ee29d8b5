import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MODALITIES, type ModalityName, type PatientId } from "../../schemas/cohort.ts";
import type { Sex } from "../../schemas/record.ts";
import { InvalidInput, type Place } from "../errors.ts";
import { type CsvRecord, parseCsv } from "./csv.ts";
import { fileInside } from "./inside.ts";
import type { OnInvalid } from "./invalid.ts";

export const TABLE_FILE = "cohort.csv";

/** Columns that are read without being declared: the join itself, and those with a built-in public domain. */
export const KEY_COLUMNS = ["patient", "modality", "path"] as const;
export const BUILT_IN_COLUMNS = ["age", "sex", "view", "findings"] as const;

/** One line of cohort.csv: one file of one patient, or labels alone. */
export interface CohortRow {
  readonly line: number;
  readonly patient: PatientId;
  /** Path as the row gives it, with "/", inside the cohort folder; the file is there. */
  readonly file?: { readonly modality: ModalityName; readonly path: string };
  readonly ageYears?: number;
  readonly sex?: Sex;
  /** Every column but patient, modality and path, trimmed; empty cells are absent. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface CohortTable {
  /** Columns beside patient, modality and path. */
  readonly columns: readonly string[];
  readonly rows: readonly CohortRow[];
}

/**
 * `cohort.csv` at the root of a cohort folder: UTF-8, RFC 4180, one line a file, with the columns `patient`,
 * `modality` (fhir, ecg, image, note), `path` (relative to the file) and any label columns. A line with neither
 * modality nor path holds labels only. `age` is in years, 0 to 130, and may be empty or NaN; `sex` is female, male, F,
 * M, or empty, other, unknown, NaN: both are then missing.
 *
 * @returns  undefined where there is no cohort.csv
 * @throws   InvalidInput naming line and column, never a cell: directly for a broken table, through `onInvalid` for a
 *           broken row
 */
export const readTable = async (root: string, onInvalid: OnInvalid): Promise<CohortTable | undefined> => {
  const source = await readSource(join(root, TABLE_FILE));
  if (source === undefined) return undefined;
  const [header, ...records] = parseCsv(source, TABLE_FILE);
  if (header === undefined) throw new InvalidInput("is empty", { file: TABLE_FILE });
  const columns = columnsOf(header);
  const rows: CohortRow[] = [];
  for (const record of records) {
    try {
      rows.push(await rowOf(record, columns, root));
    } catch (error) {
      onInvalid(error);
    }
  }
  const extra = columns.filter(column => !KEY_COLUMNS.some(key => key === column));
  return { columns: extra, rows: withoutRepeats(rows, onInvalid) };
};

const readSource = async (path: string): Promise<string | undefined> => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    if (code === "ENOENT") return undefined;
    const rule =
      code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "is not valid UTF-8" : `cannot be read (${code})`;
    throw new InvalidInput(rule, { file: TABLE_FILE });
  }
};

const columnsOf = ({ line, cells }: CsvRecord): readonly string[] => {
  const columns = cells.map(cell => cell.trim());
  const place = (field?: string): Place => ({
    file: TABLE_FILE,
    line,
    ...(field === undefined ? {} : { field }),
  });
  for (const key of KEY_COLUMNS)
    if (!columns.includes(key)) throw new InvalidInput("the column is missing", place(key));
  const unnamed = columns.indexOf("");
  if (unnamed >= 0) throw new InvalidInput("a column must have a name", place(`column ${unnamed + 1}`));
  const twice = columns.find((column, index) => columns.indexOf(column) < index);
  if (twice !== undefined) throw new InvalidInput("the column is there twice", place(twice));
  return columns;
};

const rowOf = async (
  { line, cells }: CsvRecord,
  columns: readonly string[],
  root: string,
): Promise<CohortRow> => {
  const place: Place = { file: TABLE_FILE, line };
  if (cells.length !== columns.length)
    throw new InvalidInput(`has ${cells.length} cells; the header has ${columns.length}`, place);
  const all = Object.fromEntries(columns.map((column, index) => [column, cells[index]!.trim()]));
  const { patient = "", modality = "", path = "", ...others } = all;
  const ageYears = ageOf(others.age, { ...place, field: "age" });
  const sex = sexOf(others.sex, { ...place, field: "sex" });
  const file = await fileOf({ modality, path }, place, root);
  return {
    line,
    patient: patientId(patient, { ...place, field: "patient" }),
    ...(file === undefined ? {} : { file }),
    ...(ageYears === undefined ? {} : { ageYears }),
    ...(sex === undefined ? {} : { sex }),
    cells: Object.fromEntries(Object.entries(others).filter(([, cell]) => cell !== "")),
  };
};

/** Two spellings of one name in Unicode must not become two patients. */
export const patientId = (text: string, place: Place): PatientId => {
  const id = text.normalize("NFC");
  if (id === "") throw new InvalidInput("must not be empty", place);
  if (/\p{Cc}/u.test(id)) throw new InvalidInput("must be one line of text", place);
  return id as PatientId;
};

const MISSING_TEXT = new Set(["", "nan", "na", "n/a", "null", "unknown"]);

const ageOf = (text: string | undefined, place: Place): number | undefined => {
  if (text === undefined || MISSING_TEXT.has(text.toLowerCase())) return undefined;
  const age = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (age >= 0 && age <= 130) return age;
  throw new InvalidInput("must be an age from 0 to 130 years, or empty", place);
};

const SEXES: Readonly<Record<string, Sex>> = { female: "female", f: "female", male: "male", m: "male" };

const sexOf = (text: string | undefined, place: Place): Sex | undefined => {
  const sex = text?.toLowerCase() ?? "";
  if (Object.hasOwn(SEXES, sex)) return SEXES[sex];
  if (MISSING_TEXT.has(sex) || ["other", "u", "o"].includes(sex)) return undefined;
  throw new InvalidInput("must be female, male, F, M, or empty", place);
};

const fileOf = async (
  { modality, path }: { readonly modality: string; readonly path: string },
  place: Place,
  root: string,
): Promise<CohortRow["file"]> => {
  if (modality === "" && path === "") return undefined;
  const known = MODALITIES.find(name => name === modality);
  if (known === undefined)
    throw new InvalidInput(`must be one of ${MODALITIES.join(", ")}`, { ...place, field: "modality" });
  const field = { ...place, field: "path" };
  if (path === "") throw new InvalidInput("must not be empty where a modality is given", field);
  if (known === "ecg" && !/\.hea$/i.test(path))
    throw new InvalidInput("must name the .hea header of a recording", field);
  return { modality: known, path: await fileInside(root, path, field) };
};

/** A file counts once for a patient; a FHIR file is of one patient, or not in the table at all. */
const withoutRepeats = (rows: readonly CohortRow[], onInvalid: OnInvalid): readonly CohortRow[] => {
  const seen = new Map<string, CohortRow>();
  return rows.filter(row => {
    if (row.file === undefined) return true;
    const place: Place = { file: TABLE_FILE, line: row.line, field: "path" };
    const shared = row.file.modality === "fhir" ? seen.get(`fhir:${row.file.path}`) : undefined;
    // Never skipped: which of two patients to leave out would depend on the other.
    if (shared !== undefined && shared.patient !== row.patient)
      throw new InvalidInput(
        `names the FHIR file of line ${shared.line} for another patient; files of several patients are joined by their references and stay out of ${TABLE_FILE}`,
        place,
      );
    seen.set(`fhir:${row.file.path}`, row);
    const key = JSON.stringify([row.patient, row.file.path]);
    const known = seen.get(key);
    if (known === undefined) return seen.set(key, row) !== undefined;
    onInvalid(new InvalidInput(`names the file of line ${known.line} again`, place));
    return false;
  });
};
