import { describe, expect, it } from "vitest";
import { ENGLISH_VOCABULARY } from "../../../generators/note/bank/en/vocabulary.ts";
import { SIGNS, signsIn, uncertainSpans, uncertaintyOf } from "../../../generators/note/uncertainty.ts";
import { UNCERTAINTY_WEIGHTS } from "../../../generators/note/uncertainty-weights.ts";
import type { Fact } from "../../../schemas/person.ts";
import { reviewOf } from "../../../scripts/bench/notes/review.ts";
import { corpus } from "./corpus.ts";

const fact = (id: string, value: Fact["value"], name: string, unit?: string): Fact => ({
  id,
  kind: "observation",
  name,
  value,
  ...(unit === undefined ? {} : { unit }),
});
const AGE = fact("demographic/age", 58, "age", "a");
const SEX = fact("demographic/sex", "male", "sex");
const SIDE = fact("imaging/laterality", "left", "laterality");
const STROKE = fact("condition/stroke", "absent", "stroke");
const doubt = (text: string, ...stated: readonly Fact[]) => uncertaintyOf(text, stated, ENGLISH_VOCABULARY);

describe("uncertainty of a span", () => {
  it.each([
    ["58-year-old man.", "59-year-old man.", [AGE, SEX]],
    ["58-year-old man.", "58-year-old woman.", [AGE, SEX]],
    ["Left pleural effusion.", "Right pleural effusion.", [SIDE]],
    ["No history of stroke.", "History of stroke.", [STROKE]],
    ["Hgb 9.1 g/dL.", "Hgb 9.1 g/L.", [fact("observation/hemoglobin", 9.1, "hemoglobin", "g/dL")]],
    [
      "Continue lisinopril 20 mg.",
      "Continue ramipril 20 mg.",
      [
        fact("medication/lisinopril", "active", "lisinopril"),
        fact("medication/lisinopril/dose", 20, "lisinopril dose", "mg"),
      ],
    ],
  ] as const)("“%s” is surer than “%s”", (right, wrong, stated) => {
    expect(doubt(right, ...stated)).toBeLessThan(doubt(wrong, ...stated));
  });

  it("has a weight for each sign, none below zero", () => {
    expect(UNCERTAINTY_WEIGHTS.signs.length).toBe(SIGNS.length);
    for (const weight of UNCERTAINTY_WEIGHTS.signs) expect(weight).toBeGreaterThanOrEqual(0);
    expect(signsIn("", [], ENGLISH_VOCABULARY)).toEqual(SIGNS.map(() => 0));
  });

  it("tells spans with planted errors of kinds it never saw from clean ones: AUROC at least 0.85 over all kinds", () => {
    const [all] = reviewOf(
      corpus(60, "uncertainty").map(({ note }) => note),
      "uncertainty",
    );
    expect(all!.planted).toBeGreaterThan(1000);
    expect(all!.auroc).toBeGreaterThan(0.85);
  });

  it("of clean spans at most one in fifty is doubted by more than a half", () => {
    const spans = corpus(60, "clean").flatMap(({ note }) => uncertainSpans(note, ENGLISH_VOCABULARY));
    expect(spans.filter(({ uncertainty }) => uncertainty > 0.5).length / spans.length).toBeLessThan(0.02);
  });
});
