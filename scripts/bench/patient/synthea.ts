import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { PlainRows } from "../../../src/table/read.ts";

interface Extension {
  readonly url: string;
  readonly extension?: readonly Extension[];
  readonly valueCoding?: { readonly code: string };
  readonly valueDecimal?: number;
}

interface SyntheaPatient {
  readonly gender?: string;
  readonly birthDate?: string;
  readonly deceasedDateTime?: string;
  readonly maritalStatus?: { readonly coding: readonly { readonly code: string }[] };
  readonly extension?: readonly Extension[];
}

const HEADER = ["born", "gender", "race", "ethnicity", "marital", "daly", "qaly", "deceased"];

/** Synthea's Patient resources as a plain table, one row a patient; an absent element is an empty cell. */
export const syntheaRows = (path: string): PlainRows => {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  const rows = lines.map((text, i) => {
    const patient = JSON.parse(text) as SyntheaPatient;
    const find = (end: string) => patient.extension?.find(({ url }) => url.endsWith(end));
    const omb = (end: string) =>
      find(end)?.extension?.find(({ url }) => url === "ombCategory")?.valueCoding?.code;
    const cells = [
      patient.birthDate?.slice(0, 4),
      patient.gender,
      omb("us-core-race"),
      omb("us-core-ethnicity"),
      patient.maritalStatus?.coding[0]?.code,
      find("/disability-adjusted-life-years")?.valueDecimal,
      find("/quality-adjusted-life-years")?.valueDecimal,
      patient.deceasedDateTime === undefined ? "no" : "yes",
    ];
    return { line: i + 1, cells: cells.map(cell => (cell === undefined ? "" : String(cell))) };
  });
  return { file: basename(path), header: HEADER, rows };
};
