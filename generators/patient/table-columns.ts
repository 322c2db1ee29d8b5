import type { Person, SyntheticPatient } from "../../schemas/person.ts";
import type { Coded } from "../../schemas/record.ts";
import { defaultFiles, type PersonFiles } from "./fhir-identity.ts";

export type Cell = string | number | boolean | undefined;

/** One column of `patients.parquet` and `patients.arrow`: a name, its type in both, and its value for one person. */
export interface Column {
  readonly name: string;
  readonly type: "STRING" | "INT32" | "DOUBLE" | "BOOLEAN";
  value(patient: SyntheticPatient): Cell;
}

/** A boolean column: whether the record holds any of the codes. `name` becomes `condition_<name>` and so on. */
export interface CodedColumn {
  readonly name: string;
  readonly codes: readonly Pick<Coded, "system" | "code">[];
}

/** The latest value of one code, in the unit of the record. */
export interface LabColumn {
  readonly name: string;
  readonly code: Pick<Coded, "system" | "code">;
}

export interface TableOptions {
  readonly conditions: readonly CodedColumn[];
  readonly medications: readonly CodedColumn[];
  readonly labs: readonly LabColumn[];
  /** The owner's own attributes: `label_<name>`. */
  readonly labels?: readonly string[];
  /** Hash of the release that the people were drawn from. */
  readonly release: string;
  /** Paths of the person's files, relative to the table. */
  readonly files?: (person: Person) => PersonFiles;
  /** Rows held in memory and written as one Parquet row group and one Arrow batch. */
  readonly rowsPerGroup?: number;
}

/** Columns in their order in the file; a missing value is null. Age in years, rate in /min, intervals in ms, axis in °. */
export const columnsOf = (options: TableOptions): readonly Column[] => {
  const files = options.files ?? besideTable;
  return [
    ...PERSON_COLUMNS,
    ...ECG_COLUMNS,
    ...IMAGE_COLUMNS,
    ...options.conditions.map(column => codedColumn("condition", column, person => person.record.conditions)),
    ...options.medications.map(column =>
      codedColumn("medication", column, person => person.record.medications),
    ),
    ...options.labs.map(labColumn),
    ...(options.labels ?? []).map(name => text(`label_${name}`, ({ person }) => person.labels[name])),
    text("provenance", ({ provenance }) => provenance),
    text("ecg_provenance", ({ ecg }) => ecg?.provenance),
    text("image_provenance", ({ image }) => image?.provenance),
    text("ecg_path", ({ person, ecg }) => ecg && files(person).ecg),
    text("image_path", ({ person, image }) => image && files(person).png),
    text("dicom_path", ({ person, image }) => image && files(person).dicom),
    text("note_path", ({ person, note }) => note && files(person).note),
  ];
};

/** The FHIR folder's paths lead one folder up; the table stands there itself. */
const besideTable = (person: Person): PersonFiles =>
  Object.fromEntries(
    Object.entries(defaultFiles(person)).map(([kind, path]) => [kind, path.replace(/^\.\.\//, "")]),
  );

const text = (name: string, value: Column["value"]): Column => ({ name, type: "STRING", value });
const decimal = (name: string, value: (patient: SyntheticPatient) => number | undefined): Column => ({
  name,
  type: "DOUBLE",
  value,
});

const PERSON_COLUMNS: readonly Column[] = [
  text("id", ({ person }) => person.id),
  { name: "age", type: "INT32", value: ({ person }) => wholeYears(person.record.ageYears) },
  text("sex", ({ person }) => person.record.sex),
  text("race", ({ person }) => person.record.race),
  text("ethnicity", ({ person }) => person.record.ethnicity),
  text("visit_date", ({ person }) => person.visitDate),
];

const wholeYears = (age: number | undefined): number | undefined =>
  age === undefined ? undefined : Math.floor(age);

const ECG_COLUMNS: readonly Column[] = [
  text("rhythm", ({ person, ecg }) => ecg && person.ecg?.rhythm),
  text("conduction", ({ person, ecg }) => ecg && person.ecg?.conduction),
  text("ectopy", ({ person, ecg }) => ecg && person.ecg?.ectopy),
  text("morphology", ({ person, ecg }) => ecg && person.ecg?.morphology),
  decimal("heart_rate", ({ ecg }) => ecg?.measurements.heartRate),
  decimal("pr_ms", ({ ecg }) => ecg?.measurements.prMs),
  decimal("qrs_ms", ({ ecg }) => ecg?.measurements.qrsMs),
  decimal("qt_ms", ({ ecg }) => ecg?.measurements.qtMs),
  decimal("qtc_ms", ({ ecg }) => ecg?.measurements.qtcMs),
  decimal("axis_degrees", ({ ecg }) => ecg?.measurements.axisDegrees),
];

const IMAGE_COLUMNS: readonly Column[] = [
  text("finding", ({ person, image }) => image && person.image?.finding),
  text("laterality", ({ person, image }) => image && person.image?.laterality),
  text("view", ({ person, image }) => image && person.image?.view),
];

const codedColumn = (
  kind: "condition" | "medication",
  { name, codes }: CodedColumn,
  entries: (person: Person) => readonly { readonly code: Coded }[],
): Column => ({
  name: `${kind}_${name}`,
  type: "BOOLEAN",
  value: ({ person }) => entries(person).some(({ code }) => codes.some(wanted => isSame(code, wanted))),
});

const labColumn = ({ name, code }: LabColumn): Column =>
  decimal(`lab_${name}`, ({ person }) => {
    const values = person.record.observations.filter(observation => isSame(observation.code, code));
    // ISO dates of one offset sort as text; where a date is missing the record's order decides.
    return values.reduce(
      (latest, next) => ((next.date ?? "") >= (latest.date ?? "") ? next : latest),
      values[0]!,
    )?.value;
  });

const isSame = (code: Coded, wanted: Pick<Coded, "system" | "code">): boolean =>
  code.code === wanted.code && code.system === wanted.system;
