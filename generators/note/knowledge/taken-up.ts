import type { FactIndex } from "../fact.ts";
import { MARKERS } from "./markers.ts";

/** What one looks into when it is outside its range, and to which side; of each row the first that is so stands for all. */
const ROWS: readonly (readonly (readonly [analyte: string, flags: "high" | "low" | "either"])[])[] = [
  [["potassium", "either"]],
  [["sodium", "either"]],
  [
    ["egfr", "low"],
    ["creatinine", "high"],
  ],
  [["hemoglobin", "low"]],
  [
    ["hba1c", "high"],
    ["glucose", "either"],
  ],
  [
    ["white-cell-count", "either"],
    ["c-reactive-protein", "high"],
  ],
  [["platelet-count", "either"]],
  [["calcium", "either"]],
  [["bnp", "high"]],
  [["tsh", "either"]],
  [
    ["alt", "high"],
    ["ast", "high"],
    ["total-bilirubin", "high"],
  ],
  [
    ["ldl-cholesterol", "high"],
    ["total-cholesterol", "high"],
    ["triglycerides", "high"],
  ],
  [["ferritin", "low"]],
];

/**
 * Slugs of laboratory values outside their range that a plan takes up by themselves, the most pressing first: those
 * that no problem on the list is judged by.
 *
 * @param problems  slugs of the conditions that the plan speaks of
 */
export const takenUp = (facts: FactIndex, problems: readonly string[]): readonly string[] => {
  const judged = new Set(problems.flatMap(slug => (MARKERS[slug] ?? []).map(({ analyte }) => analyte)));
  return ROWS.flatMap(row => {
    if (row.some(([analyte]) => judged.has(analyte))) return [];
    const found = row.find(([analyte, flags]) => {
      const flag = facts.get(`observation/${analyte}/flag`)?.value;
      return flag === flags || (flags === "either" && (flag === "high" || flag === "low"));
    });
    return found === undefined ? [] : [found[0]];
  });
};
