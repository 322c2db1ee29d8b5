import { findingOf } from "../../generators/image/finding.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import { draft } from "./draft.ts";
import { leftOutLine } from "./invalid.ts";
import { CODE_KINDS, type PatientSurvey, type Survey, type SurveyOptions, survey } from "./survey.ts";
import { BUILT_IN_COLUMNS } from "./table.ts";

/** What was understood of a cohort folder, as text. Exact numbers about real patients: for the owner's eyes only. */
export const inspectCohort = async (
  folder: string,
  config: CohortConfig,
  options: SurveyOptions,
): Promise<string> => {
  const found = await survey(folder, config, options);
  const sections = [
    INTERNAL,
    ...patientLines(found),
    ...signalLines(found),
    ...codeLines(found),
    ...columnLines(found, config),
    ...planLines(found, config),
    ...list("Notices", found.reading.notices),
    ...list("Left out", found.reading.skipped.map(leftOutLine)),
  ];
  return sections.join("\n");
};

/** A `cohort.yaml` proposed from looking at a cohort; refused by `readConfig` until its owner confirms it as public. */
export const draftConfig = async (
  folder: string,
  config: CohortConfig,
  options: SurveyOptions,
): Promise<string> => draft(await survey(folder, config, options), config);

const INTERNAL = "INTERNAL: exact numbers about real patients. Do not share this.";

const patientLines = ({ reading, asOf }: Survey): readonly string[] => {
  const people = [...reading.patients.values()];
  const ages = people.flatMap(({ ageYears }) => ageYears ?? []).sort((a, b) => a - b);
  const { counts } = reading;
  const files = Object.entries(counts.files).map(([name, count]) => `${name} ${count}`);
  const middle = ages[Math.floor(ages.length / 2)];
  const span = middle === undefined ? "none known" : `${ages[0]} to ${ages.at(-1)} years, median ${middle}`;
  return [
    ...line(
      "Patients",
      `${people.length}: ${top(
        people.map(({ modalities }) => modalities),
        8,
      )}`,
    ),
    ...line("Files read", files.join(", ")),
    ...line("Age", `${span} (on ${asOf}); missing ${counts.missingAge}`),
    ...line(
      "Sex",
      top(
        people.map(({ sex }) => sex ?? "missing"),
        3,
      ),
    ),
    ...line("Duplicates", `recordings under two patients: ${counts.duplicates}`),
  ];
};

const signalLines = ({ reading, ecgSources, ecgDoubts }: Survey): readonly string[] => {
  const people = [...reading.patients.values()];
  const all = (part: (patient: PatientSurvey) => readonly string[]) => people.flatMap(part);
  const lengths = people.flatMap(({ noteLengths }) => noteLengths).sort((a, b) => a - b);
  const repeated = (counts: ReadonlyMap<string, number>) =>
    [...counts].flatMap(([what, count]) => Array<string>(count).fill(what));
  const half = lengths[Math.floor(lengths.length / 2)];
  return [
    ...line("ECGs", top(repeated(ecgSources), 6)),
    ...line("  to look at", top(repeated(ecgDoubts), 8)),
    ...line(
      "  diagnoses",
      top(
        all(({ dx }) => dx),
        8,
      ),
    ),
    ...line(
      "Images",
      top(
        all(({ images }) => images),
        4,
      ),
    ),
    ...line(
      "  views",
      top(
        all(({ images, views }) => (images.length > 0 ? views : [])),
        3,
      ),
    ),
    ...line(
      "  findings",
      top(
        all(({ findings }) => findings),
        16,
      ),
    ),
    ...line(
      "  as other",
      top(
        all(({ findings }) =>
          findings.filter(label => !/^other$/i.test(label) && findingOf([label]) === "other"),
        ),
        16,
      ),
    ),
    ...line("Notes", half === undefined ? "" : `${lengths.length}, median ${half} characters`),
  ];
};

const codeLines = ({ reading }: Survey): readonly string[] => {
  const people = [...reading.patients.values()];
  return CODE_KINDS.flatMap(kind => {
    const known = people.flatMap(patient => patient.known[kind]);
    const unknown = people.flatMap(patient => patient.unknown[kind]);
    if (known.length + unknown.length === 0) return [];
    const title = kind[0]!.toUpperCase() + kind.slice(1);
    const [recognised, other] = [new Set(known).size, new Set(unknown).size];
    return [
      ...line(title, `${recognised} codes recognised, ${other} not; patients of the most frequent:`),
      ...line("  recognised", top(known, 6)),
      ...line("  not", top(unknown, 6)),
    ];
  });
};

const columnLines = ({ table }: Survey, config: CohortConfig): readonly string[] => {
  const kind = (column: string): string => {
    const names = config.attributes
      .filter(source => source.column === column)
      .map(({ attribute }) => attribute.name);
    if (names.length > 0) return `declared as ${names.join(", ")}`;
    return BUILT_IN_COLUMNS.some(name => name === column) ? "built in" : "not declared: ignored";
  };
  return line("Columns", (table?.columns ?? []).map(column => `${column} (${kind(column)})`).join(", "));
};

const planLines = ({ reading }: Survey, config: CohortConfig): readonly string[] => {
  const hasNotes = [...reading.patients.values()].some(({ noteLengths }) => noteLengths.length > 0);
  const present = Object.entries(reading.counts.files)
    .filter(([name, count]) => count > 0 || (name === "note" && hasNotes))
    .map(([name]) => name);
  const { ecg, image, note } = config.recordsPerPatient;
  const { width, height, bits } = config.image;
  return [
    ...line(
      "Declared by",
      config.declared
        ? "cohort.yaml"
        : "nobody: built-in public defaults (inspect --draft proposes a cohort.yaml)",
    ),
    ...line("Would plan", `${config.modalities.join(", ")}; of these in the folder: ${present.join(", ")}`),
    ...line(
      "  records",
      `at most ${ecg} ECG, ${image} image, ${note} notes a patient; images as ${width}×${height}, ${bits} bit`,
    ),
    ...line(
      "  attributes",
      `built-in ones${config.attributes.map(({ attribute }) => `, ${attribute.name} (${attribute.categories.length})`).join("")}`,
    ),
  ];
};

const line = (title: string, text: string): readonly string[] =>
  text === "" ? [] : [`${title.padEnd(14)}${text}`];

const list = (title: string, items: readonly string[]): readonly string[] => {
  const shown = items.slice(0, 20).map(item => `  - ${item}`);
  const rest = items.length - shown.length;
  return items.length === 0 ? [] : [`${title}:`, ...shown, ...(rest > 0 ? [`  … and ${rest} more`] : [])];
};

/** The most frequent texts with their counts. */
const top = (texts: readonly string[], most: number): string => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = sorted.slice(0, most).map(([text, count]) => `${text} ×${count}`);
  return [...shown, ...(sorted.length > most ? [`${sorted.length - most} more`] : [])].join(", ");
};
