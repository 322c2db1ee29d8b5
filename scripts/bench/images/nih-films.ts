import { readFileSync } from "node:fs";
import { join } from "node:path";
import { canonical } from "../../../generators/image/canonical.ts";
import { findingOf } from "../../../generators/image/finding.ts";
import type { FilmCondition } from "../../../generators/image/neural/condition.ts";
import { decodePng } from "../../../generators/image/png.ts";
import type { ImageRecord } from "../../../schemas/image.ts";
import { type NihPart, nihPart } from "./nih-split.ts";

/** A real film with what its manifest says of it. */
export interface NihFilm {
  readonly record: ImageRecord;
  readonly condition: FilmCondition;
  /** Canonical space. */
  readonly vector: Float64Array;
}

/** Films of the patients in one part, in the manifest's order. */
export const nihFilms = (folder: string, part: NihPart): readonly NihFilm[] => {
  const [head, ...lines] = readFileSync(join(folder, "manifest.csv"), "utf8").trim().split("\n");
  const names = head!.split(",");
  return lines
    .map(line => Object.fromEntries(line.split(",").map((cell, i) => [names[i]!, cell])))
    .filter(row => nihPart(row.patient_id!) === part)
    .map(row => {
      const condition = conditionOf(row);
      const { view: position, sex, ageYears } = condition;
      const record: ImageRecord = {
        ...decodePng(readFileSync(join(folder, row.path!)), row.path!),
        findings: row.findings!.split("|"),
        view: position,
        sex,
        ageYears,
      };
      const view = canonical(record);
      if (view === undefined) throw new Error(`${row.path}: is flat`);
      return { record, vector: view.vector, condition };
    });
};

const conditionOf = (row: Readonly<Record<string, string | undefined>>): FilmCondition => ({
  finding: findingOf(row.findings!.split("|")),
  view: row.view === "AP" ? "AP" : "PA",
  sex: row.sex === "M" ? "male" : "female",
  ageYears: Number(row.age),
  domain: "film",
});
