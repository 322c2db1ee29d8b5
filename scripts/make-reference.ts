import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ETHNICITIES, RACES } from "../schemas/record.ts";
import { AGE_BANDS, type ReferencePopulation } from "../src/reference/population.ts";

/**
 * Writes the reference populations that ship with the product (src/reference/us-2024.ts, india-2011.ts) from the
 * public census tables in a folder: `npm run make:reference [folder]`, by default ../shared/data/reference_population.
 */

/** Census PEP "race alone" names; people of two or more races have no own category in FHIR's list of six. */
const CENSUS_RACES: Readonly<Record<string, string>> = {
  white_only: "white",
  black_only: "black",
  asian_only: "asian",
  american_indian_only: "american-indian",
  nhopi_only: "pacific-islander",
  multiracial: "other",
};
const SEXES = ["female", "male"];
const RESIDENCES = ["rural", "urban"];

type About = Omit<ReferencePopulation, "axes" | "counts" | "year"> & { readonly year: number };

/** People of one age in one group: the group's words as they stand in the table. */
interface Entry {
  readonly group: string;
  readonly age: number;
  readonly count: number;
}

const rows = (path: string): readonly (readonly string[])[] =>
  readFileSync(path, "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map(line => line.split(",").map(cell => cell.replaceAll('"', "")));

const bandOf = (age: number): number => Math.min(AGE_BANDS.length - 1, Math.floor(age / 10));

/** One line a group, in the order given: its words, then the people of every age band. */
const table = (groups: readonly string[], entries: readonly Entry[]): string => {
  const counts = new Map(groups.map(group => [group, AGE_BANDS.map(() => 0)]));
  for (const { group, age, count } of entries) {
    const line = counts.get(group);
    if (line === undefined || !Number.isInteger(count))
      throw new Error(`no group ${group}, or no whole count`);
    line[bandOf(age)]! += count;
  }
  return groups.map(group => `${group} ${counts.get(group)!.join(" ")}`).join("\n");
};

const unitedStates = (folder: string): string => {
  const groups = SEXES.flatMap(sex =>
    RACES.flatMap(race => ETHNICITIES.map(ethnicity => `${sex} ${race} ${ethnicity}`)),
  );
  const entries = rows(`${folder}/us_pop_2000_2024_age5_sex_race_hispanic.csv`)
    .filter(row => row[0] === "2024")
    .map(([, age, sex, race, hispanic, count]) => ({
      group: `${sex} ${CENSUS_RACES[race!]} ${hispanic === "hispanic" ? "hispanic" : "not-hispanic"}`,
      age: Number(age),
      count: Number(count),
    }));
  const about = {
    name: "United States, resident population",
    year: 2024,
    source:
      "US Census Bureau, Population Estimates Program, Vintage 2024, by age, sex, race and Hispanic origin, through github.com/mkiang/narcan (8528b9f)",
    licence: "US Government work, public domain; compilation MIT",
    note: "Race is race alone; two or more races are counted as “other”. Ages 80 and over are one band, because the source ends at 85+.",
  };
  return moduleText("US_2024", about, ["sex", "race", "ethnicity"], table(groups, entries));
};

/** "State - JAMMU & KASHMIR (01)" → "jammu-and-kashmir". */
const stateName = (area: string): string =>
  area
    .replace(/^State - | \(\d+\)$/g, "")
    .toLowerCase()
    .replaceAll("&", "and")
    .replaceAll(" ", "-");

/** Columns: index, table, state, district, area, age group, then persons/males/females for all, rural, urban. */
const COLUMN: Readonly<Record<string, number>> = {
  "male rural": 10,
  "female rural": 11,
  "male urban": 13,
  "female urban": 14,
};

const india = (folder: string): string => {
  // The compilation holds every state twice; the index in front is all that differs.
  const source = [
    ...new Map(
      rows(`${folder}/india_census_2011_C14_age_sex_all.csv`)
        .filter(row => row[3] === "0" && /^\d/.test(row[5]!))
        .map(row => [row.slice(1).join(), row]),
    ).values(),
  ];
  const inStates = source.filter(row => row[2] !== "0");
  const states = [...new Map(inStates.map(row => [Number(row[2]), stateName(row[4]!)]))]
    .sort(([a], [b]) => a - b)
    .map(([, name]) => name);
  const kinds = SEXES.flatMap(sex => RESIDENCES.map(residence => `${sex} ${residence}`));
  const entriesOf = (kept: typeof source) =>
    kept.flatMap(row =>
      kinds.map(kind => ({
        group: `${kind} ${stateName(row[4]!)}`,
        age: Number.parseInt(row[5]!, 10),
        count: Number(row[COLUMN[kind]!]),
      })),
    );
  const total = (kept: typeof source) => entriesOf(kept).reduce((sum, { count }) => sum + count, 0);
  if (total(inStates) !== total(source.filter(row => row[2] === "0")))
    throw new Error("the states do not add up to India");
  const about = {
    name: "India, census population",
    year: 2011,
    source:
      "Census of India 2011, Table C-14, age in five-year groups by residence and sex, through github.com/mihirs16/Census-of-India-2011-Dataset (8fd737f)",
    licence: "Government of India census table (Government Open Data License – India)",
    note: "4.5 million people whose age is not stated are left out. The census is from 2011, and so are the states: Telangana is part of Andhra Pradesh, Ladakh of Jammu and Kashmir. Caste and tribe are not compared.",
  };
  const groups = kinds.flatMap(kind => states.map(state => `${kind} ${state}`));
  return moduleText("INDIA_2011", about, ["sex", "residence", "state"], table(groups, entriesOf(inStates)));
};

/** A module of the table, formatted as the linter wants it. */
const moduleText = (constant: string, about: About, names: readonly string[], body: string): string => {
  return `import { ageTable } from "./age-table.ts";

// Generated by scripts/make-reference.ts: aggregates of public census tables only.
// Columns: ${names.join(", ")}, then people aged ${AGE_BANDS.join(", ")}.
export const ${constant} = ageTable(
  {
    name: ${JSON.stringify(about.name)},
    year: ${about.year},
    source:
      ${JSON.stringify(about.source)},
    licence: ${JSON.stringify(about.licence)},
    note: ${JSON.stringify(about.note)},
  },
  [${names.map(name => JSON.stringify(name)).join(", ")}],
  \`
${body}
\`,
);
`;
};

/** The shipped modules by file name, made from the census tables of a folder. */
export const referenceModules = (folder: string): Readonly<Record<string, string>> => ({
  "us-2024.ts": unitedStates(folder),
  "india-2011.ts": india(folder),
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder =
    process.argv[2] ?? fileURLToPath(new URL("../../shared/data/reference_population", import.meta.url));
  for (const [file, text] of Object.entries(referenceModules(folder)))
    writeFileSync(fileURLToPath(new URL(`../src/reference/${file}`, import.meta.url)), text);
}
