import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { smallCohort } from "../../src/pipeline/small-cohort.ts";

/** The one public declaration that all cohorts here are run under. */
const DECLARED = `version: 1
asOf: 2026-01-01
modalities: [fhir, ecg, image, note]
recordsPerPatient: { ecg: 1, image: 1, note: 4 }
image: { width: 128, height: 128, bits: 8 }
attributes:
  ward: { values: [north, south, west] }
  stay: { column: stay, bins: [0, 3, 10, 30] }
`;

interface Shape {
  readonly from: number;
  readonly to: number;
  /** Lines of cohort.csv to leave out, by modality. */
  readonly without?: "ecg" | "image";
  /** What the patients' two declared columns hold, in turn. */
  readonly wards: readonly string[];
  readonly stays: readonly number[];
}

/** A few patients of the shipped sample, with two more declared columns. */
export const cohort = (folder: string, { from, to, without, wards, stays }: Shape): string => {
  smallCohort(folder, { from, to });
  writeFileSync(join(folder, "cohort.yaml"), DECLARED);
  const table = join(folder, "cohort.csv");
  const [head, ...rows] = readFileSync(table, "utf8").trim().split("\n");
  const patients = [...new Set(rows.map(row => row.split(",")[0]!))];
  const own = (row: string) => {
    const i = patients.indexOf(row.split(",")[0]!);
    return `${row},${wards[i % wards.length]},${stays[i % stays.length]}`;
  };
  const kept = rows.filter(row => row.split(",")[1] !== without).map(own);
  writeFileSync(table, `${[`${head},ward,stay`, ...kept].join("\n")}\n`);
  if (without === "image") rmSync(join(folder, "images"), { recursive: true, force: true });
  return folder;
};

/** Unlike in size, in people, in modalities and in every column; alike only in what was declared. */
export const UNRELATED: readonly [Shape, Shape] = [
  { from: 0, to: 14, wards: ["north", "south"], stays: [1, 4, 12] },
  { from: 20, to: 51, without: "image", wards: ["west", "east", "attic"], stays: [2, 5, 29, 77] },
];

/** Neighbours: three patients, and the same three with one that has a new value and one beyond the range. */
export const NEIGHBOURS: readonly [Shape, Shape] = [
  { from: 0, to: 3, wards: ["north"], stays: [1] },
  { from: 0, to: 4, wards: ["north", "north", "north", "attic"], stays: [1, 1, 1, 400] },
];

/** Where the stub's values come from: a third cohort. */
export const SOURCE: Shape = { from: 60, to: 70, wards: ["south"], stays: [3] };
