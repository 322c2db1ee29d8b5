import type { EcgRecord } from "../../schemas/ecg.ts";
import type { Sex } from "../../schemas/record.ts";
import { InvalidInput } from "../../src/errors.ts";
import type { WfdbHeader } from "./wfdb-header.ts";

const UNKNOWN = new Set(["", "nan", "unknown", "n/a", "na", "none", "?", "-"]);

/**
 * What a header's comments say of the patient: `#Age: 64`, `#Sex: Male`, `#Dx: 426783006,…`, or the MIT-BIH form
 * `# 69 M …`. An age or sex given as NaN, unknown or empty is missing; an age that is no number from 0 to 130 is an
 * error. Any other comment is ignored.
 *
 * @throws InvalidInput naming the field and the rule
 */
export const parseComments = (
  comments: WfdbHeader["comments"],
  file: string,
): Pick<EcgRecord, "ageYears" | "sex" | "dx"> => {
  let ageYears: number | undefined;
  let sex: Sex | undefined;
  let dx: readonly string[] = [];
  for (const { line, text } of comments) {
    const field = /^(age|sex|gender|dx)\s*:\s*(.*)$/i.exec(text);
    const short = /^(\d+|\?)\s+([MF?])(?:\s|$)/.exec(text);
    const key = field?.[1]?.toLowerCase();
    const value = field?.[2]?.trim() ?? "";
    if (key === "age") ageYears = parseAge(value, { file, line, field: "Age" });
    else if (key === "dx") dx = parseDx(value, { file, line, field: "Dx" });
    else if (key !== undefined) sex = parseSex(value);
    else if (short) {
      ageYears ??= parseAge(short[1] ?? "", { file, line, field: "Age" });
      sex ??= parseSex(short[2] ?? "");
    }
  }
  return { dx, ...(ageYears !== undefined && { ageYears }), ...(sex !== undefined && { sex }) };
};

type At = { readonly file: string; readonly line: number; readonly field: string };

const parseAge = (text: string, at: At): number | undefined => {
  if (UNKNOWN.has(text.toLowerCase())) return undefined;
  const age = Number(text);
  if (!(age >= 0 && age <= 130))
    throw new InvalidInput("the age must be a number of years from 0 to 130, or NaN where unknown", at);
  return age;
};

const parseSex = (text: string): Sex | undefined => {
  const letter = text.toLowerCase();
  if (letter === "f" || letter === "female") return "female";
  return letter === "m" || letter === "male" ? "male" : undefined;
};

const parseDx = (text: string, at: At): readonly string[] => {
  const codes = text
    .split(",")
    .map(code => code.trim())
    .filter(code => !UNKNOWN.has(code.toLowerCase()));
  if (codes.some(code => !/^\d{6,18}$/.test(code)))
    throw new InvalidInput("the diagnoses must be SNOMED CT codes separated by commas", at);
  return codes;
};
