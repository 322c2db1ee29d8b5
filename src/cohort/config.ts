import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { MODALITIES } from "../../schemas/cohort.ts";
import type { AttributeSource, CohortConfig } from "../../schemas/config.ts";
import { MISSING } from "../../schemas/domain.ts";
import { InvalidInput, type Place } from "../errors.ts";
import { type AttributeYaml, CONFIG_FILE, configSchema } from "./config-schema.ts";

export { CONFIG_FILE } from "./config-schema.ts";

/** What holds for a cohort without a cohort.yaml: built-in public domains, one ECG and image, four notes a patient. */
export const DEFAULT_CONFIG: CohortConfig = {
  declared: false,
  modalities: MODALITIES,
  recordsPerPatient: { ecg: 1, image: 1, note: 4 },
  image: { width: 128, height: 128, bits: 8 },
  attributes: [],
};

/**
 * What the owner of a cohort declares as public, from `cohort.yaml` in its folder; the built-in defaults where there
 * is none, or no folder. Everything in the file is public by declaration, so messages about it may show its values.
 *
 * ```yaml
 * version: 1
 * size: 12000                    # optional: N, if it is public how many patients there are
 * asOf: 2024-06-30               # optional: the day on which ages are taken
 * modalities: [ecg, image]       # optional: fhir, ecg, image, note; others in the folder are not read
 * recordsPerPatient: { ecg: 1, image: 1, note: 4 }   # the most that count, first by path
 * image: { width: 128, height: 128, bits: 8 }        # of synthetic images; bits 8 or 16
 * attributes:                    # columns of cohort.csv, with every value they may have
 *   smoking:
 *     column: smoker             # optional: the attribute's own name if left out
 *     values: [never, former, current]
 *     mapping: { "0": never, "1": former, ex: former, "2": current }   # optional: raw text to value
 *   age: { column: age, bins: [0, 18, 40, 65, .inf] }                  # 0-17, 18-39, 40-64, 65+
 * ```
 *
 * A value outside `values` or `bins`, or none, counts as `missing`, which every attribute has.
 *
 * @throws  InvalidInput naming line, path and rule
 */
export const readConfig = async (folder: string | undefined): Promise<CohortConfig> => {
  if (folder === undefined) return DEFAULT_CONFIG;
  const source = await textOf(join(folder, CONFIG_FILE));
  if (source !== undefined) return parseConfig(source);
  if ((await textOf(join(folder, "cohort.yml"))) === undefined) return DEFAULT_CONFIG;
  throw new InvalidInput(`must be named ${CONFIG_FILE}`, { file: "cohort.yml" });
};

const textOf = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    if (code === "ENOENT") return undefined;
    throw new InvalidInput(`cannot be read (${code})`, { file: CONFIG_FILE });
  }
};

export const parseConfig = (source: string): CohortConfig => {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const [broken] = [...document.errors, ...document.warnings];
  if (broken !== undefined)
    throw new InvalidInput(`is not valid YAML: ${lowerFirst(broken.message)}`, {
      file: CONFIG_FILE,
      line: lines.linePos(broken.pos[0]).line,
    });
  if (document.contents === null)
    throw new InvalidInput('is empty; write "version: 1" and what is public, or remove the file', {
      file: CONFIG_FILE,
    });
  if (isMap(document.contents) && document.has("draft"))
    throw new InvalidInput("confirm each line of the draft as public, then remove this one", {
      file: CONFIG_FILE,
      line: lineOf(document, lines, ["draft"]),
      field: "draft",
    });
  const parsed = configSchema.safeParse(plain(document));
  if (!parsed.success) throw invalid(parsed.error.issues, path => lineOf(document, lines, path));
  return configFrom(parsed.data);
};

type Document = ReturnType<typeof parseDocument>;

const plain = (document: Document): unknown => {
  try {
    return document.toJS();
  } catch {
    throw new InvalidInput("must not use aliases that grow", { file: CONFIG_FILE });
  }
};

type Path = readonly PropertyKey[];

/** Line of the key at a path, or of its nearest parent that is there. */
const lineOf = (document: Document, lines: LineCounter, path: Path): number => {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown =
      length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = isMap(parent)
      ? parent.items.find(pair => isScalar(pair.key) && String(pair.key.value) === String(path[length - 1]))
          ?.key
      : document.getIn(path.slice(0, length), true);
    const range = isNode(key) ? key.range : undefined;
    if (range !== undefined) return lines.linePos(range[0]).line;
  }
  return 1;
};

const isNode = (value: unknown): value is { range: readonly [number, number, number] } =>
  typeof value === "object" && value !== null && "range" in value && Array.isArray(value.range);

const invalid = (issues: readonly z.core.$ZodIssue[], line: (path: Path) => number): InvalidInput => {
  const found = issues.map(issue => {
    const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]!] : issue.path;
    const place: Place = {
      file: CONFIG_FILE,
      line: line(path),
      ...(path.length === 0 ? {} : { field: path.join(".") }),
    };
    return {
      place,
      rule: ruleOf(issue),
    };
  });
  const [first, ...others] = found;
  const rest = others.map(({ place, rule }) => `\n  line ${place.line}: ${place.field ?? ""}: ${rule}`);
  return new InvalidInput(first!.rule + rest.join(""), first!.place);
};

const ruleOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === "unrecognized_keys") return "is not a key of cohort.yaml here";
  if (issue.code === "invalid_key") return lowerFirst(issue.issues[0]?.message ?? issue.message);
  return lowerFirst(issue.message);
};

const lowerFirst = (message: string): string => {
  const plain = message.replace(/^Invalid (?:input|option|string): /, "");
  return /^[A-Z][a-z]/.test(plain) ? plain[0]!.toLowerCase() + plain.slice(1) : plain;
};

const configFrom = (yaml: z.output<typeof configSchema>): CohortConfig => ({
  declared: true,
  modalities: yaml.modalities ?? DEFAULT_CONFIG.modalities,
  ...(yaml.size === undefined ? {} : { size: yaml.size }),
  ...(yaml.asOf === undefined ? {} : { asOf: yaml.asOf }),
  recordsPerPatient: { ...DEFAULT_CONFIG.recordsPerPatient, ...defined(yaml.recordsPerPatient ?? {}) },
  image: { ...DEFAULT_CONFIG.image, ...defined(yaml.image ?? {}) },
  attributes: Object.entries(yaml.attributes ?? {}).map(([name, attribute]) => sourceOf(name, attribute)),
});

/** The entries that are there: a key left out must not hide its default. */
const defined = <T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;

const sourceOf = (name: string, { column = name, ...yaml }: AttributeYaml): AttributeSource => {
  const { bins: edges } = yaml;
  const categories = [...(edges === undefined ? (yaml.values ?? []) : bandNames(edges)), MISSING];
  const mapping = yaml.mapping ?? {};
  return { attribute: { name, categories }, column, mapping, ...(edges === undefined ? {} : { edges }) };
};

/** Names of the bands between ascending edges: "18-39" between whole numbers, "65+" and "<0" at an open end. */
export const bandNames = (edges: readonly number[]): readonly string[] =>
  edges.slice(0, -1).map((low, index) => {
    const high = edges[index + 1]!;
    if (low === Number.NEGATIVE_INFINITY) return high === Number.POSITIVE_INFINITY ? "any" : `<${high}`;
    if (high === Number.POSITIVE_INFINITY) return `${low}+`;
    const isWhole = Number.isInteger(low) && Number.isInteger(high) && low >= 0;
    if (isWhole) return high === low + 1 ? `${low}` : `${low}-${high - 1}`;
    return `${low} to <${high}`;
  });
