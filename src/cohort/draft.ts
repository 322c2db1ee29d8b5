import type { CohortConfig } from "../../schemas/config.ts";
import type { Survey } from "./survey.ts";
import { BUILT_IN_COLUMNS, type CohortTable } from "./table.ts";

/** A value that fewer patients have is not written down: it could name one of them. */
const FEWEST = 10;
const MOST_VALUES = 40;

/**
 * Text of a `cohort.yaml` for its owner to correct and confirm. It was made by looking at patients, so it starts with
 * `draft: true`, which `readConfig` refuses. Values that fewer than ten patients have, texts that look like names or
 * ids, and extremes of numbers are left out.
 */
export const draft = ({ reading, table, asOf }: Survey, config: CohortConfig): string => {
  const present = config.modalities.filter(name => reading.counts.files[name] > 0);
  const noted =
    reading.counts.files.fhir > 0 && config.modalities.includes("note") && !present.includes("note");
  const modalities = noted ? [...present, "note"] : present;
  const { ecg, image, note } = config.recordsPerPatient;
  const { width, height, bits } = config.image;
  const attributes = columnsOf(table).flatMap(attributeLines);
  return [
    "# INTERNAL draft, made by looking at real patients. Confirm each line as public: something that was known, or",
    "# decided, without looking at who is in this cohort. What is not public, correct or delete.",
    "draft: true   # remove this line when every other line is confirmed",
    "version: 1",
    "# size: …   # only if it is public how many patients there are",
    `asOf: ${asOf}   # confirm as public: the day on which ages are taken`,
    ...(modalities.length === 0 ? [] : [`modalities: [${modalities.join(", ")}]   # confirm as public`]),
    `recordsPerPatient: { ecg: ${ecg}, image: ${image}, note: ${note} }   # confirm as public`,
    `image: { width: ${width}, height: ${height}, bits: ${bits} }   # confirm as public: size of synthetic images`,
    // A key with nothing but comments under it would be null.
    ...(attributes.every(line => line.startsWith("  #")) ? attributes : ["attributes:", ...attributes]),
    "",
  ].join("\n");
};

interface Column {
  readonly name: string;
  /** Patients by value; "Effusion|Mass" are two. */
  readonly values: ReadonlyMap<string, number>;
}

const columnsOf = (table: CohortTable | undefined): readonly Column[] =>
  (table?.columns ?? [])
    .filter(name => !BUILT_IN_COLUMNS.some(builtIn => builtIn === name))
    .map(name => {
      const patients = new Map<string, Set<string>>();
      for (const { patient, cells } of table!.rows) {
        const parts = Object.hasOwn(cells, name) ? cells[name]!.split("|") : [];
        for (const part of parts.map(each => each.trim()).filter(each => each !== ""))
          patients.set(part, (patients.get(part) ?? new Set()).add(patient));
      }
      return { name, values: new Map([...patients].map(([value, set]) => [value, set.size])) };
    });

const attributeLines = ({ name, values }: Column): readonly string[] => {
  const attribute = name.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^[^A-Za-z]+/, "") || "attribute";
  const head = [`  ${attribute}:   # confirm as public`, `    column: ${JSON.stringify(name)}`];
  const edges = numericEdges(values);
  if (edges !== undefined)
    return [...head, `    bins: [-.inf, ${edges.join(", ")}, .inf]   # confirm as public`];
  const frequent = [...values]
    .filter(([, count]) => count >= FEWEST)
    .map(([value]) => value)
    .sort();
  const isListable = frequent.length > 0 && frequent.length <= MOST_VALUES;
  if (!isListable) return [`  # column ${JSON.stringify(name)}: few patients share a value; not proposed`];
  const rare = values.size - frequent.length;
  return [
    ...head,
    "    values:   # confirm each as public",
    ...frequent.map(value => `      - ${JSON.stringify(value)}`),
    ...(rare === 0 ? [] : [`      # ${rare} rarer values are not shown; add those that are public`]),
  ];
};

/** Round edges over the middle four fifths of a column of many numbers; undefined for other columns. */
const numericEdges = (values: ReadonlyMap<string, number>): readonly number[] | undefined => {
  const numbers = [...values].flatMap(([value, count]) => Array<number>(count).fill(Number(value)));
  if (values.size <= 12 || numbers.length < 5 * FEWEST || numbers.some(value => !Number.isFinite(value)))
    return undefined;
  const sorted = numbers.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  const [low, high] = [at(0.1), at(0.9)];
  if (!(high > low)) return undefined;
  const step = roundStep((high - low) / 5);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
};

/** The next larger of 1, 2, 5, 10 … times a power of ten. */
const roundStep = (width: number): number => {
  const power = 10 ** Math.floor(Math.log10(width));
  return power * [1, 2, 5, 10].find(factor => factor * power >= width * (1 - 1e-9))!;
};
