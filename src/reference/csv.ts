import { type CsvRecord, parseCsv } from "../cohort/csv.ts";
import { InvalidInput } from "../errors.ts";
import { bandOf, isBanded } from "./category.ts";
import type { Axis, ReferencePopulation } from "./population.ts";

const COUNT = "population";
/** Above these a file is no table of groups; an id column would make it one cell a person. */
const MOST = { categories: 5000, cells: 500_000 };

/**
 * The population of a CSV file in the form of README.md: a column an axis, the last one `population`.
 *
 * @param text  UTF-8; lines "# name: …" in front say what it is
 * @param file  its name, for messages alone: the same text is the same population wherever it lies
 * @throws      InvalidInput naming file, line, column and rule, and never a cell
 */
export const populationIn = (text: string, file: string): ReferencePopulation => {
  const { about, rest } = headOf(text, file);
  const [header, ...rows] = parseCsv(rest, file);
  if (header === undefined) throw new InvalidInput("is empty", { file });
  const names = axisNames(header, file);
  for (const row of rows) checkRow(row, names, file);
  if (rows.length === 0) throw new InvalidInput("has a header and no rows", { file });
  const axes = names.map((name, i) => axisOf(name, i, rows, file));
  const { counts, listed } = countsOf(axes, rows, file);
  return {
    name: about.name ?? "A reference population of the user’s own",
    ...(about.year === undefined ? {} : { year: Number(about.year) }),
    source: about.source ?? "Source not stated",
    licence: about.licence ?? "Licence not stated",
    note: [about.note, unlisted(counts.length - listed)].filter(part => part !== undefined).join(" "),
    axes,
    counts,
  };
};

const unlisted = (cells: number): string | undefined =>
  cells === 0
    ? undefined
    : `The file does not list ${cells} combinations of its categories; they count as 0 people.`;

const HEAD = ["name", "year", "source", "licence", "note"] as const;
type Head = Partial<Record<(typeof HEAD)[number], string>>;

/** What stands in front of the table, and the rest with those lines emptied, so that line numbers stay. */
const headOf = (text: string, file: string): { readonly about: Head; readonly rest: string } => {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const about: Head = {};
  let at = 0;
  for (; lines[at]?.startsWith("#"); at++) {
    const place = { file, line: at + 1 };
    const [, name, value] = /^#\s*(\w+)\s*:\s*(.*\S)\s*$/.exec(lines[at]!) ?? [];
    if (!HEAD.includes(name as keyof Head))
      throw new InvalidInput(`must be "# key: value", key one of ${HEAD.join(", ")}`, place);
    if (name === "year" && !/^\d{4}$/.test(value!))
      throw new InvalidInput("must be a year of four digits", { ...place, field: "year" });
    about[name as keyof Head] = value!;
    lines[at] = "";
  }
  return { about, rest: lines.join("\n") };
};

const axisNames = ({ line, cells }: CsvRecord, file: string): readonly string[] => {
  const names = cells.map(cell => cell.trim());
  const place = { file, line };
  if (names.at(-1) !== COUNT) throw new InvalidInput(`the last column must be called ${COUNT}`, place);
  if (names.length < 2) throw new InvalidInput("must have at least one axis before the population", place);
  if (new Set(names).size < names.length) throw new InvalidInput("has two columns of one name", place);
  const odd = names.findIndex(name => !/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name));
  if (odd >= 0)
    throw new InvalidInput("must be named with letters, digits, - and _, a letter first", {
      ...place,
      field: `column ${odd + 1}`,
    });
  return names.slice(0, -1);
};

const TOTAL = /^(all|total|both|both sexes|all ages|all races)$/i;

const checkRow = ({ line, cells }: CsvRecord, names: readonly string[], file: string): void => {
  if (cells.length !== names.length + 1)
    throw new InvalidInput(`has ${cells.length} cells; the header has ${names.length + 1}`, { file, line });
  for (const [i, name] of names.entries()) {
    const cell = cells[i]!.trim();
    const place = { file, line, field: name };
    if (cell === "") throw new InvalidInput("must name a category", place);
    if (TOTAL.test(cell)) throw new InvalidInput("must be one group: leave out the rows of totals", place);
  }
  if (!/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cells.at(-1)!.trim()))
    throw new InvalidInput("must be a plain number ≥ 0, such as 12345 or 0.25, without separators", {
      file,
      line,
      field: COUNT,
    });
};

/** Categories as they first stand; bands by their lower end. */
const axisOf = (name: string, column: number, rows: readonly CsvRecord[], file: string): Axis => {
  const first = new Map<string, number>();
  for (const { line, cells } of rows) {
    const category = cells[column]!.trim();
    if (!first.has(category)) first.set(category, line);
  }
  const axis = { name, categories: [...first.keys()] };
  if (axis.categories.length > MOST.categories)
    throw new InvalidInput(`must have at most ${MOST.categories} categories`, { file, field: name });
  if (name === "age" || isBanded(axis)) return bands(axis, first, file);
  return axis;
};

/** Bands must follow one on another: a gap or an overlap would put people nowhere or twice. */
const bands = ({ name, categories }: Axis, first: ReadonlyMap<string, number>, file: string): Axis => {
  const read = categories.map(category => {
    const band = bandOf(category);
    const place = { file, line: first.get(category)!, field: name };
    if (band === undefined || band.high < band.low)
      throw new InvalidInput(
        "must be a band of whole numbers, such as 20-29 or 80+, both ends inside",
        place,
      );
    return { category, ...band, place };
  });
  const sorted = [...read].sort((a, b) => a.low - b.low || a.high - b.high);
  for (const [i, { low, place }] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before !== undefined && low !== before.high + 1)
      throw new InvalidInput(
        "must begin one above the end of the band below it: no gap, no overlap (20-29, then 30-39)",
        place,
      );
  }
  return { name, categories: sorted.map(({ category }) => category) };
};

const countsOf = (
  axes: readonly Axis[],
  rows: readonly CsvRecord[],
  file: string,
): { readonly counts: readonly number[]; readonly listed: number } => {
  const size = axes.reduce((product, { categories }) => product * categories.length, 1);
  if (size > MOST.cells)
    throw new InvalidInput(`must have at most ${MOST.cells} combinations of categories`, { file });
  const places = axes.map(({ categories }) => new Map(categories.map((category, i) => [category, i])));
  const counts: number[] = Array(size).fill(0);
  const lines = new Map<number, number>();
  for (const { line, cells } of rows) {
    const at = axes.reduce(
      (index, { categories }, i) => index * categories.length + places[i]!.get(cells[i]!.trim())!,
      0,
    );
    const earlier = lines.get(at);
    if (earlier !== undefined)
      throw new InvalidInput(`must be a group of its own; line ${earlier} has the same`, { file, line });
    lines.set(at, line);
    counts[at] = Number(cells.at(-1));
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (!(all > 0 && Number.isFinite(all)))
    throw new InvalidInput("must add up to a finite number above 0", { file, field: COUNT });
  return { counts, listed: lines.size };
};
