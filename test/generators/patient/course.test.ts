import { describe, expect, it } from "vitest";
import { addDays } from "../../../generators/patient/calendar.ts";
import {
  COUNT_RANGES,
  type Course,
  courseOf,
  ENCOUNTER_COUNTS,
  SPANS,
} from "../../../generators/patient/course.ts";
import { spanWithin } from "../../../generators/patient/draw/course.ts";
import { acuteLaw, encountersLaw, spanLaw } from "../../../generators/patient/prior/course.ts";
import type { Encounter } from "../../../schemas/record.ts";

const AS_OF = "2024-06-30";
/** Encounters some days before the reference date. */
const back = (...days: readonly (number | readonly [number, string])[]): readonly Encounter[] =>
  days.map(each => {
    const [day, kind] = typeof each === "number" ? [each, "AMB"] : each;
    return { start: addDays(AS_OF, -day), class: kind };
  });
const course = (encounters: readonly Encounter[], birthDate?: string): Course =>
  courseOf({ encounters, ...(birthDate === undefined ? {} : { birthDate }) }, AS_OF);

describe("the course of care", () => {
  it.each<[string, readonly Encounter[], Course]>([
    ["no encounter", [], { encounters: "none", acute: "no", span: "none" }],
    ["one long ago", back(4000), { encounters: "1", acute: "no", span: "<1" }],
    ["an emergency, once", back([100, "EMER"]), { encounters: "1", acute: "yes", span: "<1" }],
    [
      "a stay 364 days before the last",
      back(10, [374, "IMP"]),
      { encounters: "2-3", acute: "yes", span: "<1" },
    ],
    [
      "a stay 365 days before the last",
      back(10, [375, "IMP"]),
      { encounters: "2-3", acute: "no", span: "1-3" },
    ],
    ["1 094 days between two", back(5, 1099), { encounters: "2-3", acute: "no", span: "1-3" }],
    ["1 095 days between two", back(5, 1100), { encounters: "1", acute: "no", span: "3-10" }],
    ["3 650 days between two", back(5, 3655), { encounters: "1", acute: "no", span: "10+" }],
    [
      "fifty a week apart",
      back(...Array.from({ length: 50 }, (_, i) => 7 * i)),
      { encounters: "16+", acute: "no", span: "<1" },
    ],
    ["five on one day", back(3, 3, [3, "EMER"], 3, 3), { encounters: "1", acute: "yes", span: "<1" }],
  ])("%s", (_, encounters, expected) => {
    expect(course(encounters)).toEqual(expected);
    expect(course([...encounters].reverse())).toEqual(expected);
  });

  it("leaves out what starts before 1900, before birth, after the last day or on no day", () => {
    const odd: readonly Encounter[] = [
      "1899-12-31",
      "1950-01-01",
      "2024-07-01",
      "9999-12-31",
      "",
      "garbage",
    ].map(start => ({ start, class: "EMER" }));
    expect(course([...back(0), ...odd], "1960-05")).toEqual({ encounters: "1", acute: "no", span: "<1" });
    expect(course(odd.slice(0, 1)).encounters).toBe("none");
  });

  it("is the same for dates shifted by years, and counts a year or month alone at its middle", () => {
    const [one, moved] = [back(9, 100, 400), back(9 + 3653, 100 + 3653, 400 + 3653)];
    expect(course(moved)).toEqual(course(one));
    const partial = [
      { start: "2023", class: "AMB" },
      { start: "2022-09", class: "AMB" },
    ];
    expect(course(partial)).toEqual({ encounters: "2-3", acute: "no", span: "<1" });
  });

  it("has public laws that sum to 1 and hold what cannot be: no stay of nobody, no history longer than the life", () => {
    for (let age = 0; age <= 105; age++) {
      for (const finding of ["none", "pneumothorax", "missing", "an owner's"])
        expect(Object.values(acuteLaw(age, finding)).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      for (const acute of ["yes", "no", "missing"]) {
        const law = encountersLaw(age, acute);
        expect(Object.values(law).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        if (acute === "yes") expect(law.none).toBe(0);
      }
      for (const encounters of ENCOUNTER_COUNTS) {
        const law = spanLaw(age, encounters);
        expect(Object.values(law).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        expect(law.none).toBe(encounters === "none" ? 1 : 0);
        if (encounters === "1") expect(law["1-3"]).toBe(0);
        if (age < 10 && encounters !== "none") expect(law["10+"]).toBe(0);
      }
    }
    expect(new Set(Object.keys(COUNT_RANGES))).toEqual(new Set(ENCOUNTER_COUNTS));
    // The law names every category: what it leaves out would be an owner's own, and not be zero.
    for (const law of [encountersLaw(50, "no"), spanLaw(50, "none"), spanLaw(3, "1")])
      for (const name of Object.keys(law).length === 7 ? ENCOUNTER_COUNTS : SPANS)
        expect(law[name]).toBeGreaterThanOrEqual(0);
  });

  it("is shortened to what a life of so many years can hold, never to what cannot be", () => {
    for (const span of SPANS)
      for (const encounters of ENCOUNTER_COUNTS)
        for (const years of [0, 1, 2, 3, 9, 10, 80]) {
          const kept = spanWithin(span, encounters, years);
          if (span === "none") expect(kept).toBe("none");
          else if (kept !== span) expect(encounters === "1" && kept === "1-3").toBe(false);
          if (span !== "none")
            expect(
              spanLaw(years, encounters === "none" ? "2-3" : encounters)[kept]! > 0 || kept === span,
            ).toBe(true);
        }
  });
});
