import { describe, expect, it } from "vitest";
import { contradictions, statements } from "../../../generators/note/checker.ts";
import { factsOf } from "../../../generators/note/facts.ts";
import type { Fact, Person } from "../../../schemas/person.ts";
import { EMPTY_RECORD, type PatientRecord } from "../../../schemas/record.ts";
import { corpus } from "./corpus.ts";

const SNOMED = "http://snomed.info/sct";
const coded = (display: string, code = "1", system = SNOMED) => ({ system, code, display });
const social = (code: string, display: string, date = "2024-01-01") => ({
  code: coded(code, code, "http://loinc.org"),
  value: coded(display),
  date,
});

const values = (record: Partial<PatientRecord>, ageYears = 50): Readonly<Record<string, Fact["value"]>> => {
  const person: Person = {
    id: "p",
    index: 0,
    assignment: {},
    name: { given: "A", family: "B" },
    visitDate: "2024-03-14",
    record: { ...EMPTY_RECORD, ageYears, ...record },
    hasNote: true,
    labels: {},
  };
  return Object.fromEntries(factsOf(person).map(({ id, value }) => [id, value]));
};

describe("allergies, operations and social history as facts", () => {
  it("an allergy is a fact with its reaction; none known is one only where nothing else is", () => {
    const penicillin = { code: coded("Allergy to penicillin"), reaction: coded("Eruption of skin") };
    const none = { code: coded("No known allergy", "716186003") };
    expect(values({ allergies: [penicillin] })).toMatchObject({
      "allergy/penicillin": "active",
      "allergy/penicillin/reaction": "rash",
    });
    expect(values({ allergies: [none] })["allergy/none"]).toBe(false);
    expect(values({ allergies: [none, penicillin] })["allergy/none"]).toBeUndefined();
    expect(values({ allergies: [{ code: coded("Allergy to plutonium") }] })["allergy/none"]).toBeUndefined();
    expect(values({ allergies: [{ ...penicillin, recorded: "2024-03-15" }] })).not.toHaveProperty(
      "allergy/penicillin",
    );
  });

  it("an allergy to what is taken is no fact; to what was taken once it is", () => {
    const allergies = [{ code: coded("Allergy to penicillin") }];
    const order = { code: coded("amoxicillin 500 MG Oral Tablet"), authored: "2024-03-01" };
    expect(values({ allergies, medications: [{ ...order, status: "active" }] })).not.toHaveProperty(
      "allergy/penicillin",
    );
    const over = { ...order, status: "completed", ended: "2024-03-08" };
    expect(values({ allergies, medications: [over] })["allergy/penicillin"]).toBe("active");
  });

  it("an operation counts once, with its latest date; tests and counselling are none", () => {
    const procedures = [
      { code: coded("Appendectomy"), performed: "1998" },
      { code: coded("Cesarean section"), performed: "2001-05-06" },
      { code: coded("Cesarean section"), performed: "2004-07-08T10:00:00Z" },
      { code: coded("Depression screening (procedure)"), performed: "2020-01-01" },
      { code: coded("Total knee replacement"), performed: "2024-05-01" },
    ];
    expect(Object.entries(values({ procedures })).filter(([id]) => id.startsWith("procedure/"))).toEqual([
      ["procedure/appendectomy", "done"],
      ["procedure/appendectomy/date", "1998"],
      ["procedure/cesarean-section", "done"],
      ["procedure/cesarean-section/date", "2004-07-08"],
    ]);
  });

  it("the latest habit up to the visit counts; what the age excludes is left out", () => {
    const history = [
      social("72166-2", "Current every day smoker", "2020-01-01"),
      social("72166-2", "Former smoker", "2023-01-01"),
      social("72166-2", "Never smoker", "2025-01-01"),
      social("11331-6", "Light drinker"),
      social("11341-5", "retired teacher"),
    ];
    expect(values({ social: history }, 70)).toMatchObject({
      "social/smoking": "former",
      "social/alcohol": "light",
      "social/occupation": "retired teacher",
    });
    expect(Object.keys(values({ social: history }, 3)).filter(id => id.startsWith("social/"))).toEqual([]);
    expect(values({ social: history }, 30)["social/occupation"]).toBeUndefined();
    expect(values({ social: [social("11341-5", "student")] }, 8)["social/occupation"]).toBe("student");
  });
});

const FACTS: readonly Fact[] = Object.entries({
  "demographic/age": 70,
  "demographic/sex": "male",
  "allergy/penicillin": "active",
  "allergy/penicillin/reaction": "rash",
  "medication/doxycycline": "active",
  "procedure/appendectomy": "done",
  "procedure/appendectomy/date": "1998",
  "condition/hypertension": "active",
  "condition/hypertension/since": "2011-06-01",
  "social/smoking": "former",
  "social/alcohol": "light",
  "social/occupation": "retired truck driver",
}).map(([id, value]) => ({
  id,
  kind: /since|date$/.test(id) ? "date" : "condition",
  name: id.split("/")[1]!,
  value,
}));
const borneOut = (text: string) => new Set(statements(text, FACTS).flatMap(({ facts }) => facts));
const rules = (text: string, facts = FACTS) => contradictions(text, facts).map(({ rule }) => rule);

describe("the reader of allergies, operations and social history", () => {
  it.each([
    ["Allergies: Penicillin (rash).", ["allergy/penicillin", "allergy/penicillin/reaction"]],
    [
      "ALLERGIES\n- PCN - rash\n\nMEDICATIONS\n- doxycycline",
      ["allergy/penicillin", "medication/doxycycline"],
    ],
    [
      "S/p appendectomy (1998), HTN since 2011.",
      ["procedure/appendectomy/date", "condition/hypertension/since"],
    ],
    ["He used to smoke and has an occasional drink.", ["social/smoking", "social/alcohol"]],
    ["Retired truck driver by trade.", ["social/occupation"]],
  ])("%s", (text, ids) => {
    expect(rules(text)).toEqual([]);
    for (const id of ids) expect(borneOut(text)).toContain(id);
  });

  it.each([
    ["Started on amoxicillin.", "drug given in spite of an allergy"],
    ["Allergies: Penicillin (rash). Give ampicillin.", "drug given in spite of an allergy"],
    ["Allergies: sulfa.", "allergy not on record"],
    ["Allergies: NKDA.", "allergies denied that are on record"],
    ["No allergies recorded.", "allergies denied that are on record"],
    ["No allergy to penicillin.", "allergy denied that is on record"],
    ["Allergic to penicillin (hives).", "reaction differs"],
    ["S/p cholecystectomy.", "procedure not on record"],
    ["Appendectomy in 1997.", "year that no fact has"],
    ["Appendectomy in 2011.", "year that no fact has"],
    ["Never smoker.", "habit differs"],
    ["Drinks heavily.", "habit differs"],
    ["Works as a nurse.", "occupation differs"],
    ["He is a retired nurse.", "occupation differs"],
  ])("%s: %s", (text, rule) => {
    expect(rules(text)).toContain(rule);
  });

  it("finds a habit or trade that the age excludes even where the facts hold it", () => {
    const child = FACTS.map(each => (each.id === "demographic/age" ? { ...each, value: 3 } : each));
    expect(rules("He is a retired truck driver.", child)).toContain("occupation at an impossible age");
    expect(rules("He used to smoke.", child)).toContain("habit at an impossible age");
  });

  it("nobody in 600 notes is given what they are allergic to, and children neither work nor drink", () => {
    for (const { note } of corpus(100, "background")) {
      const holds = (id: string) => note.facts.some(fact => fact.id === id);
      if (holds("allergy/penicillin")) expect(note.text).not.toMatch(/amoxicillin|ampicillin/i);
      const age = note.facts.find(({ id }) => id === "demographic/age")?.value;
      if (typeof age === "number" && age < 14) expect(note.text).not.toMatch(/smok|alcohol|EtOH|retired/i);
    }
  });

  it("every discharge after pneumonia or a consolidation speaks of antibiotics", () => {
    const infected = corpus(150, "infected").filter(
      ({ type, note: { facts } }) =>
        type === "discharge" &&
        facts.some(({ id, value }) => id === "imaging/finding" && value === "consolidation"),
    );
    expect(infected.length).toBeGreaterThan(5);
    for (const { note } of infected) expect(note.text).toMatch(/antibiotic|\babx\b|doxycycline/i);
  });

  it("a letter about somebody in hospital is no outpatient letter", () => {
    for (const { note, type } of corpus(40, "letters"))
      if (type === "letter") expect(note.text).not.toMatch(/clinic letter|outpatient letter/i);
  });
});
