import { describe, expect, it } from "vitest";
import { DEFAULT_CONDITIONS, DEFAULT_LABS, DEFAULT_MEDICATIONS } from "../../../generators/patient/domain.ts";
import { CONDITIONS } from "../../../generators/patient/vocabulary/conditions.ts";
import { MEASUREMENTS } from "../../../generators/patient/vocabulary/measurements.ts";
import { MEDICATIONS } from "../../../generators/patient/vocabulary/medications.ts";
import {
  binNames,
  binRange,
  conditionEntry,
  conditionOf,
  measurementEntry,
  medicationEntry,
  medicationOf,
  snomed,
  tableColumns,
} from "../../../generators/patient/vocabulary.ts";
import { FULL } from "./backbone-cohort.ts";

/** Verhoeff check digit, which ends every SNOMED CT identifier. @source SNOMED CT release file specification, annex */
const hasCheckDigit = (code: string): boolean => {
  const d = (a: number, b: number) =>
    a < 5 ? (b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5)) : b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 10) % 5;
  const p = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
  const permute = (digit: number, times: number): number =>
    times === 0 ? digit : permute(p[digit]!, times - 1);
  return [...code].reverse().reduce((check, digit, i) => d(check, permute(Number(digit), i % 8)), 0) === 0;
};

describe("the public vocabulary", () => {
  it("every SNOMED CT code has a valid check digit and belongs to one condition", () => {
    const codes = CONDITIONS.flatMap(entry => [entry.snomed, ...entry.also]);
    for (const code of codes) expect(hasCheckDigit(code), code).toBe(true);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it("every LOINC code has a valid check digit and belongs to one measurement", () => {
    const codes = MEASUREMENTS.flatMap(entry => [entry.loinc, ...entry.also]);
    for (const code of codes) {
      // mod-10 (Luhn) check digit, LOINC Users' Guide
      const [digits, check] = code.split("-") as [string, string];
      const sum = [...digits].reverse().reduce((total, digit, i) => {
        const value = Number(digit) * (i % 2 === 0 ? 2 : 1);
        return total + (value > 9 ? value - 9 : value);
      }, 0);
      expect((10 - (sum % 10)) % 10, code).toBe(Number(check));
    }
    expect(new Set(codes).size).toBe(codes.length);
  });

  it("every product is recognised as its own class, every entry's names resolve, and defaults exist", () => {
    for (const entry of MEDICATIONS) {
      for (const { rxnorm, display } of entry.products) {
        expect(
          medicationOf({ system: "http://www.nlm.nih.gov/research/umls/rxnorm", code: rxnorm, display })!
            .slug,
        ).toBe(entry.slug);
        expect(medicationOf({ system: "", code: "", display })!.slug).toBe(entry.slug);
      }
      for (const slug of entry.indications) expect(conditionEntry(slug), slug).toBeDefined();
    }
    for (const entry of MEASUREMENTS)
      if (entry.condition !== undefined) expect(conditionEntry(entry.condition)).toBeDefined();
    for (const entry of CONDITIONS) expect(conditionOf(snomed(entry.snomed, ""))).toBe(entry);
    for (const slug of DEFAULT_CONDITIONS) expect(conditionEntry(slug)).toBeDefined();
    for (const slug of DEFAULT_MEDICATIONS) expect(medicationEntry(slug)).toBeDefined();
    for (const slug of DEFAULT_LABS) expect(measurementEntry(slug)).toBeDefined();
  });

  it("bin names state their own ranges, which fill the line", () => {
    for (const { edges, hard } of MEASUREMENTS) {
      const ranges = binNames(edges).map(name => binRange(name)!);
      expect(ranges[0]![0]).toBe(Number.NEGATIVE_INFINITY);
      expect(ranges.at(-1)![1]).toBe(Number.POSITIVE_INFINITY);
      for (let i = 1; i < ranges.length; i++) expect(ranges[i]![0]).toBe(ranges[i - 1]![1]);
      expect(hard[0] < edges[0]! && edges.at(-1)! < hard[1]).toBe(true);
    }
    expect(binRange("missing")).toBeUndefined();
  });

  it("the table of people has one column for every counted condition, medication and measurement", () => {
    const { conditions, medications, labs } = tableColumns(FULL);
    expect([conditions.length, medications.length, labs.length]).toEqual([20, 10, 6]);
    expect(conditions[2]).toMatchObject({ name: "type_2_diabetes" });
  });
});
