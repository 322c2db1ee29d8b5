import { describe, expect, it } from "vitest";
import { factsOf } from "../../../generators/note/facts.ts";
import type { Person } from "../../../schemas/person.ts";
import { EMPTY_RECORD, type PatientRecord } from "../../../schemas/record.ts";
import { rng } from "../../../src/math/rng.ts";
import { subject } from "./people.ts";

const person = (record: Partial<PatientRecord>, assignment: Person["assignment"] = {}): Person => ({
  id: "p",
  index: 0,
  assignment,
  name: { given: "A", family: "B" },
  visitDate: "2024-03-14",
  record: { ...EMPTY_RECORD, ...record },
  hasNote: true,
  labels: {},
});

const values = (made: Person, ...signals: readonly unknown[]) =>
  Object.fromEntries(
    factsOf(made, signals[0] as never, signals[1] as never).map(({ id, value }) => [id, value]),
  );

const coded = (display: string, code = "1") => ({ system: "s", code, display });

describe("factsOf", () => {
  it("age is the age on the visit day", () => {
    expect(values(person({ birthDate: "1966-03-15" }))["demographic/age"]).toBe(57);
    expect(values(person({ birthDate: "1966-03-14" }))["demographic/age"]).toBe(58);
  });

  it("codes of one concept are one fact with the earliest onset; what is over is resolved", () => {
    const facts = values(
      person({
        conditions: [
          { code: coded("Essential hypertension (disorder)"), onset: "2015-02-01" },
          { code: coded("Hypertensive disorder"), onset: "2011-06-01" },
          { code: coded("Pneumonia"), onset: "2020-01-01", abatement: "2020-01-20" },
        ],
      }),
    );
    expect(facts["condition/hypertension"]).toBe("active");
    expect(facts["condition/hypertension/since"]).toBe("2011-06-01");
    expect(facts["condition/pneumonia"]).toBe("resolved");
    expect(facts["condition/pneumonia/until"]).toBe("2020-01-20");
  });

  it("nothing of the future is known, and no circumstance is a disease", () => {
    const facts = factsOf(
      person({
        conditions: [
          { code: coded("Gout"), onset: "2024-03-15" },
          { code: coded("Full-time employment (finding)"), onset: "2020-01-01" },
        ],
      }),
    );
    expect(facts.filter(({ kind }) => kind === "condition")).toEqual([]);
  });

  it("a negative needs the assignment's no, and nothing on record, ECG or image that shows it or its kin", () => {
    const denied = {
      "condition/type-2-diabetes": "no",
      "condition/stroke": "no",
      "condition/atrial-fibrillation": "no",
      "condition/pneumonia": "no",
      "condition/asthma": "missing",
      "lab/x": "no",
    };
    expect(values(person({}, denied))["condition/type-2-diabetes"]).toBe("absent");
    expect(values(person({}, denied))["condition/asthma"]).toBeUndefined();
    const kin = person({ conditions: [{ code: coded("Diabetes mellitus") }] }, denied);
    expect(values(kin)["condition/type-2-diabetes"]).toBeUndefined();
    const order = {
      rhythm: "atrial-fibrillation",
      conduction: "normal",
      ectopy: "none",
      ageYears: 60,
      sex: "male",
    };
    const image = { finding: "consolidation", laterality: "left", view: "PA", ageYears: 60, sex: "male" };
    const shown = values(person({}, denied), { measurements: { heartRate: 80 }, order }, image);
    expect(shown["condition/atrial-fibrillation"]).toBeUndefined();
    expect(shown["condition/pneumonia"]).toBeUndefined();
    expect(shown["condition/stroke"]).toBe("absent");
    expect(shown["imaging/effusion"]).toBe(false);
    expect(shown["imaging/consolidation"]).toBeUndefined();
  });

  it.each([
    [
      "lisinopril 10 MG Oral Tablet",
      "Take 1 tablet by mouth once daily",
      "lisinopril",
      10,
      "mg",
      "oral",
      "once-daily",
    ],
    [
      "24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet",
      "Take 1 tablet by mouth twice daily",
      "metformin",
      500,
      "mg",
      "oral",
      "twice-daily",
    ],
    [
      "atorvastatin calcium 20 MG Oral Tablet",
      "Take 1 tablet by mouth once daily at bedtime",
      "atorvastatin",
      20,
      "mg",
      "oral",
      "at-bedtime",
    ],
    [
      "Metoprolol succinate",
      "50 mg orally once daily",
      "metoprolol succinate",
      50,
      "mg",
      "oral",
      "once-daily",
    ],
    ["levothyroxine sodium 0.05 MG Oral Tablet", "daily", "levothyroxine", 50, "mcg", "oral", "once-daily"],
    [
      "insulin glargine 100 UNT/ML Injectable Solution",
      "20 units subcutaneously at bedtime",
      "insulin glargine",
      20,
      "units",
      "subcutaneous",
      "at-bedtime",
    ],
  ])("%s with “%s” is read whole", (display, dosage, drug, dose, unit, route, frequency) => {
    const facts = factsOf(person({ medications: [{ code: coded(display), dosage, status: "active" }] }));
    const slug = drug.replaceAll(" ", "-");
    const of = (suffix: string) => facts.find(({ id }) => id === `medication/${slug}${suffix}`);
    expect(of("")).toMatchObject({ name: drug, value: "active" });
    expect(of("/dose")).toMatchObject({ value: dose, unit });
    expect(of("/route")?.value).toBe(route);
    expect(of("/frequency")?.value).toBe(frequency);
  });

  it("what a dosage does not say is no fact", () => {
    const facts = values(
      person({ medications: [{ code: coded("albuterol 0.09 MG/ACTUAT Metered Dose Inhaler") }] }),
    );
    expect(facts["medication/albuterol"]).toBe("active");
    expect(facts["medication/albuterol/dose"]).toBeUndefined();
    expect(facts["medication/albuterol/frequency"]).toBeUndefined();
  });

  it("values are flagged by the range of the person's sex, and only in the range's unit", () => {
    const hemoglobin = (sex: "female" | "male", unit = "g/dL") =>
      values(person({ sex, observations: [{ code: coded("Hgb", "718-7"), value: 13.04, unit }] }));
    expect(hemoglobin("female")["observation/hemoglobin"]).toBe(13);
    expect(hemoglobin("female")["observation/hemoglobin/flag"]).toBe("normal");
    expect(hemoglobin("male")["observation/hemoglobin/flag"]).toBe("low");
    expect(hemoglobin("male", "mmol/L")["observation/hemoglobin/flag"]).toBeUndefined();
  });

  it("with an ECG, rate and intervals are the ECG's; atrial fibrillation has no PR", () => {
    const order = {
      rhythm: "atrial-fibrillation",
      conduction: "normal",
      ectopy: "none",
      ageYears: 60.7,
      sex: "male",
    };
    const measurements = {
      heartRate: 91.6,
      prMs: 150,
      qrsMs: 95.5,
      qtMs: 360,
      qtcMs: 440.4,
      axisDegrees: -0.2,
    };
    const made = person({ observations: [{ code: coded("Heart rate", "8867-4"), value: 70, unit: "/min" }] });
    const facts = values(made, { measurements, order });
    expect(facts["ecg/rate"]).toBe(92);
    expect(facts["ecg/axis"]).toBe(0);
    expect(facts["ecg/pr"]).toBeUndefined();
    expect(facts["observation/heart-rate"]).toBeUndefined();
    expect(facts["demographic/age"]).toBe(60);
    expect(values(made)["observation/heart-rate"]).toBe(70);
  });

  it("ids are unique and facts of one person the same each time", () => {
    for (let i = 0; i < 200; i++) {
      const { person: made, signals } = subject(i, rng(`facts/${i}`));
      const facts = factsOf(made, signals.ecg, signals.image);
      expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
      expect(factsOf(made, signals.ecg, signals.image)).toEqual(facts);
    }
  });
});
