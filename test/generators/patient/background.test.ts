import { describe, expect, it } from "vitest";
import { ageOn } from "../../../generators/patient/age.ts";
import { isTolerated } from "../../../generators/patient/draw/allergies.ts";
import { priorBackbone } from "../../../generators/patient/model.ts";
import { drawPerson } from "../../../generators/patient/person.ts";
import { ALLERGIES, NO_KNOWN_ALLERGY } from "../../../generators/patient/vocabulary/allergies.ts";
import { PROCEDURES } from "../../../generators/patient/vocabulary/procedures.ts";
import { ALCOHOL, SMOKING, SOCIAL } from "../../../generators/patient/vocabulary/social.ts";
import { medicationOf } from "../../../generators/patient/vocabulary.ts";
import type { Person } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import { FULL, samplerOf } from "./backbone-cohort.ts";

const AS_OF = "2025-03-01";
const prior = priorBackbone(FULL);
const people = Array.from({ length: 3000 }, (_, index): Person => {
  const assignment = samplerOf(prior).draw(rng(`background|${index}`));
  return drawPerson(assignment, index, rng("background"), { asOf: AS_OF, idSeed: "background" });
});
const said = (person: Person, code: string) =>
  person.record.social?.find(each => each.code.code === code)?.value;
const share = <T>(all: readonly T[], is: (each: T) => boolean) => all.filter(is).length / all.length;

describe("allergies, procedures and social history of 3 000 people of the prior", () => {
  it("stand in no record without a history", () => {
    for (const { record, assignment } of people)
      if (assignment["has/fhir"] !== "yes")
        expect([record.allergies, record.procedures, record.social]).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
  });

  it("hold no allergy to anything that was ever ordered", () => {
    for (const { record } of people)
      for (const { code } of record.medications) expect(isTolerated(code, record.allergies ?? [])).toBe(true);
    const penicillin = people.filter(({ record }) =>
      record.allergies?.some(({ code }) => code.display === "Allergy to penicillin"),
    );
    expect(penicillin.length).toBeGreaterThan(60);
  });

  it("say of allergies either which, or that none is known", () => {
    for (const { record } of people) {
      const codes = (record.allergies ?? []).map(({ code }) => code.code);
      if (codes.includes(NO_KNOWN_ALLERGY.code)) expect(codes).toHaveLength(1);
      expect(new Set(codes).size).toBe(codes.length);
    }
    const asked = people.filter(({ record }) => record.allergies !== undefined);
    const has =
      (slug: string) =>
      ({ record }: Person) =>
        record.allergies!.some(({ code }) => code === ALLERGIES.find(each => each.slug === slug)!.code);
    // 11 % of adults; children have taken fewer drugs.
    expect(share(asked, has("penicillin"))).toBeGreaterThan(0.06);
    expect(share(asked, has("penicillin"))).toBeLessThan(0.12);
  });

  it("date procedures inside a life, at ages at which they are done, after their reason, for the sex that has them", () => {
    let dated = 0;
    for (const { record } of people)
      for (const { code, performed } of record.procedures ?? []) {
        const entry = PROCEDURES.find(each => each.code === code);
        if (entry?.sex !== undefined && record.sex !== undefined) expect(record.sex).toBe(entry.sex);
        if (entry === undefined || record.birthDate === undefined) continue;
        const year = Number(performed!.slice(0, 4)) - Number(record.birthDate.slice(0, 4));
        expect(year).toBeGreaterThanOrEqual(entry.ages[0]);
        expect(year).toBeLessThanOrEqual(entry.ages[1] + 1);
        if (performed!.length === 10) {
          dated++;
          expect(record.encounters.some(({ start }) => start === performed)).toBe(true);
        }
      }
    expect(dated).toBeGreaterThan(10);
    expect(people.flatMap(({ record }) => record.procedures ?? []).length).toBeGreaterThan(300);
  });

  it("give a pacemaker to everybody with a paced rhythm and a history, and to nobody else", () => {
    for (const { record, ecg, assignment } of people)
      if (assignment["has/fhir"] === "yes")
        expect(record.procedures?.some(({ code }) => code.code === "307280005") ?? false).toBe(
          ecg?.rhythm === "paced",
        );
  });

  it("let no child drink, work or retire, and no pregnant woman drink", () => {
    for (const person of people) {
      const age = person.record.ageYears;
      if (age === undefined) continue;
      const occupation = said(person, SOCIAL.occupation.code)?.display;
      if (age < 12) expect(said(person, SOCIAL.smoking.code)).toBeUndefined();
      if (age < 18) expect(said(person, SOCIAL.alcohol.code)).toBeUndefined();
      if (age < 6) expect(occupation).toBeUndefined();
      if (age < 18) expect([undefined, "student"]).toContain(occupation);
      if (occupation !== undefined) expect(occupation.startsWith("retired ")).toBe(age >= 67);
      if (person.assignment["condition/pregnancy"] === "yes" && said(person, SOCIAL.alcohol.code))
        expect(said(person, SOCIAL.alcohol.code)).toEqual(ALCOHOL.none);
    }
    const adults = people.filter(
      person => (person.record.ageYears ?? 0) >= 18 && said(person, SOCIAL.smoking.code) !== undefined,
    );
    const smokes = share(adults, person =>
      [SMOKING.daily, SMOKING.someDays].some(({ code }) => code === said(person, SOCIAL.smoking.code)!.code),
    );
    // 11.5 % of adults smoke (NHIS 2021); five standard deviations of a share of 800 are 5.6 %.
    expect(Math.abs(smokes - 0.115)).toBeLessThan(0.056);
  });

  it("treat every adult's pneumonia that was found at an encounter, on that day, and nothing else", () => {
    let treated = 0;
    for (const { record } of people) {
      const courses = record.medications.filter(({ code }) => medicationOf(code) === undefined);
      for (const course of courses) {
        const reason = record.conditions.find(({ code, recorded }) => {
          return code.display === "Pneumonia" && recorded === course.authored;
        });
        expect(reason).toBeDefined();
        if (record.birthDate !== undefined)
          expect(ageOn(record.birthDate, course.authored!)).toBeGreaterThanOrEqual(18);
        treated++;
      }
    }
    expect(treated).toBeGreaterThan(10);
  });
});
