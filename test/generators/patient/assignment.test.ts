import { describe, expect, it } from "vitest";
import { assign } from "../../../generators/patient/assignment.ts";
import { domain as domainOf } from "../../../generators/patient/domain.ts";
import type { Patient, PatientId } from "../../../schemas/cohort.ts";
import type { AttributeSource, CohortConfig } from "../../../schemas/config.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";
import { EMPTY_RECORD, type PatientRecord } from "../../../schemas/record.ts";

const AS_OF = "2020-06-30";
const config = (attributes: readonly AttributeSource[] = []): CohortConfig => ({
  declared: attributes.length > 0,
  modalities: ["fhir", "ecg", "image", "note"],
  recordsPerPatient: { ecg: 1, image: 1, note: 1 },
  image: { width: 64, height: 64, bits: 8 },
  attributes,
});
const patient = (record: Partial<PatientRecord>, more: Partial<Patient> = {}): Patient => ({
  id: "p" as PatientId,
  record: { ...EMPTY_RECORD, ...record },
  ecgs: [],
  images: [],
  notes: [],
  labels: {},
  ...more,
});
const read = (who: Patient, attributes: readonly AttributeSource[] = [], signals = {}) => {
  const settings = config(attributes);
  return assign(who, settings, domainOf(settings), AS_OF, signals);
};
const snomed = (code: string, display = "") => ({ system: "http://snomed.info/sct", code, display });
const rxnorm = (code: string, display = "") => ({
  system: "http://www.nlm.nih.gov/research/umls/rxnorm",
  code,
  display,
});
const loinc = (code: string) => ({ system: "http://loinc.org", code, display: "" });
const ecg: EcgRecord = { rateHz: 500, leads: [], dx: [], ageYears: 71, sex: "male" };

describe("one patient's categories", () => {
  it("Synthea's codes of diabetes, obesity, heart failure and atrial fibrillation are recognised, others are not", () => {
    const read_ = read(
      patient({
        sex: "female",
        birthDate: "1950-07-01",
        race: "black",
        conditions: ["44054006", "162864005", "88805009", "49436004", "444814009"].map(code => ({
          code: snomed(code),
          onset: "2001-02-03",
        })),
        medications: [
          { code: rxnorm("860975", "24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet") },
          { code: rxnorm("316672", "Simvistatin 10 MG") },
          { code: rxnorm("999999", "warfarin sodium 2 MG Oral Tablet") },
          { code: rxnorm("313782", "Acetaminophen 325 MG Oral Tablet") },
        ],
      }),
    );
    expect(read_).toMatchObject({
      age: "60-69",
      sex: "female",
      race: "black",
      ethnicity: "missing",
      "has/fhir": "yes",
      "has/ecg": "no",
      "condition/type-2-diabetes": "yes",
      "condition/obesity": "yes",
      "condition/heart-failure": "yes",
      "condition/atrial-fibrillation": "yes",
      "condition/pneumonia": "no",
      "medication/metformin": "yes",
      "medication/statin": "yes",
      "medication/anticoagulant": "yes",
      "medication/thiazide": "no",
      rhythm: "missing",
      finding: "missing",
    });
  });

  it("ICD-10-CM codes count with and without the dot", () => {
    const icd = (code: string) => ({
      code: { system: "http://hl7.org/fhir/sid/icd-10-cm", code, display: "" },
    });
    const found = read(patient({ conditions: [icd("E11.65"), icd("I4891"), icd("I10")] }));
    for (const slug of ["type-2-diabetes", "atrial-fibrillation", "hypertension"])
      expect(found[`condition/${slug}`]).toBe("yes");
    expect(found["condition/stroke"]).toBe("no");
  });

  it("episodes count in the year before the reference date only, or before an earlier death", () => {
    const pregnancy = (onset: string, abatement?: string) => ({
      code: snomed("72892002"),
      onset,
      ...(abatement ? { abatement } : {}),
    });
    const has = (record: Partial<PatientRecord>) => read(patient(record))["condition/pregnancy"];
    expect(has({ conditions: [pregnancy("2019-08-01", "2020-05-01")] })).toBe("yes");
    expect(has({ conditions: [pregnancy("2009-08-01", "2010-05-01")] })).toBe("no");
    expect(has({ conditions: [pregnancy("2009-08-01", "2010-05-01")], deceased: "2010-05-02" })).toBe("yes");
    expect(has({ conditions: [pregnancy("2021-08-01")] })).toBe("no");
  });

  it("a measurement counts in the unit that it states, and not at all in one that is not known for it", () => {
    const ldl = (value: number, unit: string, code = "18262-6") =>
      read(patient({ observations: [{ code: loinc(code), value, unit }] }))["lab/ldl-cholesterol"];
    expect(ldl(145, "mg/dL")).not.toBe("missing");
    expect(ldl(3.75, "mmol/L", "22748-8")).toBe(ldl(145, "mg/dL"));
    expect(ldl(145, "mmol/mol")).toBe("missing");
    expect(ldl(145, "1")).toBe("missing");
  });

  it("the latest plausible value decides a measurement's bin; edges belong to the bin above", () => {
    const value = (values: readonly (readonly [number, string])[]) =>
      read(
        patient({
          observations: values.map(([each, date]) => ({
            code: loinc("8480-6"),
            value: each,
            unit: "mm[Hg]",
            date,
          })),
        }),
      )["lab/systolic-blood-pressure"];
    expect(
      value([
        [118, "2010-01-01"],
        [141.5, "2012-01-01"],
      ]),
    ).toBe("140-160");
    expect(value([[120, "2010-01-01"]])).toBe("120-130");
    expect(
      value([
        [9999, "2012-01-01"],
        [119.9, "2010-01-01"],
      ]),
    ).toBe("<120");
    expect(value([])).toBe("missing");
  });

  it("without any coded history conditions, medications and measurements are missing, not absent", () => {
    const bare = read(patient({ sex: "male", ageYears: 93, race: "asian" }));
    expect(bare).toMatchObject({
      age: "90+",
      race: "asian",
      "has/fhir": "no",
      "condition/hypertension": "missing",
      "medication/statin": "missing",
    });
  });

  it("age and sex fall back on the ECG's header; signals count only where there is a recording", () => {
    const signals = {
      rhythm: "sinus",
      conduction: "normal",
      ectopy: "none",
      finding: "effusion",
      view: "AP",
    };
    expect(read(patient({}, { ecgs: [ecg] }), [], signals)).toMatchObject({
      age: "70-79",
      sex: "male",
      rhythm: "sinus",
      ectopy: "none",
      finding: "missing",
      view: "missing",
      "has/ecg": "yes",
    });
    expect(read(patient({}, { ecgs: [ecg] }), [], { conduction: "normal" })).toMatchObject({
      rhythm: "missing",
      conduction: "missing",
    });
  });

  it("a death sets the age, so nobody grows older than they lived", () => {
    expect(read(patient({ birthDate: "1900-01-01", deceased: "1955-06-01", ageYears: 120 })).age).toBe(
      "50-59",
    );
  });

  it("an owner's columns take the place of what is built in, through a mapping or bins, and add attributes", () => {
    const sources: readonly AttributeSource[] = [
      {
        attribute: { name: "finding", categories: ["none", "covid"] },
        column: "label",
        mapping: { "0": "none", "1": "covid" },
      },
      {
        attribute: { name: "age", categories: ["young", "old", "missing"] },
        column: "years",
        mapping: {},
        edges: [0, 50, 130],
      },
      { attribute: { name: "site", categories: ["north", "south"] }, column: "site", mapping: {} },
    ];
    const who = (labels: Readonly<Record<string, string>>) =>
      read(patient({ ageYears: 20 }, { labels }), sources);
    expect(who({ label: "1", years: "50", site: "south" })).toMatchObject({
      finding: "covid",
      age: "old",
      site: "south",
    });
    expect(who({ label: "2", years: "NaN", site: "East" })).toMatchObject({
      finding: "missing",
      age: "missing",
      site: "missing",
    });
    expect(who({})).toMatchObject({ finding: "missing", age: "missing", site: "missing" });
  });

  it("never throws because of a value, and every answer is a category of its attribute", () => {
    const settings = config();
    const domain = domainOf(settings);
    const odd = [
      patient({ ageYears: Number.NaN, birthDate: "", deceased: "0000" }),
      patient({
        birthDate: "not a date",
        conditions: [{ code: { system: "", code: "", display: "" }, onset: "?", abatement: "!" }],
      }),
      patient({
        sex: "__proto__" as never,
        race: "constructor" as never,
        conditions: [{ code: snomed("233604007"), onset: "garbage" }],
      }),
      patient({
        observations: [
          { code: loinc("8480-6"), value: Number.NaN, unit: "" },
          { code: loinc("4548-4"), value: Number.POSITIVE_INFINITY, unit: "%" },
        ],
      }),
      patient({ ageYears: -3 }),
      patient({ ageYears: 4e9 }, { labels: { __proto__: "x" } as never }),
    ];
    for (const who of odd) {
      const found = assign(who, settings, domain, AS_OF, { rhythm: "toString", finding: "__proto__" });
      for (const { name, categories } of domain) expect(categories).toContain(found[name]);
    }
  });
});
