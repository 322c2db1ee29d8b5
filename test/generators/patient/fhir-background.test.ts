import { describe, expect, it } from "vitest";
import { readFhir } from "../../../generators/patient/fhir-read.ts";
import { filesOf } from "./folder.ts";
import { AS_OF } from "./people.ts";

const reference = "Patient/a";
const concept = (system: string, code: string, display: string) => ({ coding: [{ system, code, display }] });
const SNOMED = "http://snomed.info/sct";
const LOINC = "http://loinc.org";
const read = async (...resources: readonly unknown[]) => {
  const all = [{ resourceType: "Patient", id: "a", gender: "female" }, ...resources];
  const text = all.map(one => `${JSON.stringify(one)}\n`).join("");
  const { patients, ignored } = await readFhir(filesOf({ "x.ndjson": text }), { asOf: AS_OF });
  return { record: patients.get("a")!.record, ignored };
};

const allergy = (more: object = {}) => ({
  resourceType: "AllergyIntolerance",
  patient: { reference },
  category: ["medication"],
  code: concept("http://www.nlm.nih.gov/research/umls/rxnorm", "1191", "Aspirin"),
  reaction: [{ manifestation: [concept(SNOMED, "247472004", "Wheal (finding)")] }],
  recordedDate: "1996-12-27T04:21:52-05:00",
  ...more,
});

describe("allergies, procedures and social history in FHIR", () => {
  it("are read as Synthea writes them: the allergy's patient, its category and first reaction; a period's start", async () => {
    const { record } = await read(
      allergy(),
      {
        resourceType: "Procedure",
        subject: { reference },
        status: "completed",
        code: concept(SNOMED, "73761001", "Colonoscopy"),
        performedPeriod: { start: "2022-06-22T12:31:08-04:00" },
      },
      {
        resourceType: "Observation",
        subject: { reference },
        status: "final",
        code: concept(LOINC, "72166-2", "Tobacco smoking status NHIS"),
        valueCodeableConcept: concept(SNOMED, "8517006", "Former smoker"),
        effectiveDateTime: "2022-06-22",
      },
      {
        resourceType: "Observation",
        subject: { reference },
        status: "final",
        code: concept(LOINC, "11341-5", "History of Occupation"),
        valueString: "baker",
      },
    );
    expect(record.allergies).toEqual([
      {
        code: { system: "http://www.nlm.nih.gov/research/umls/rxnorm", code: "1191", display: "Aspirin" },
        category: "medication",
        recorded: "1996-12-27T04:21:52-05:00",
        reaction: { system: SNOMED, code: "247472004", display: "Wheal (finding)" },
      },
    ]);
    expect(record.procedures).toEqual([
      {
        code: { system: SNOMED, code: "73761001", display: "Colonoscopy" },
        performed: "2022-06-22T12:31:08-04:00",
      },
    ]);
    expect(record.social?.map(({ value }) => value.display)).toEqual(["Former smoker", "baker"]);
    expect(record.observations).toEqual([]);
  });

  it("are left out where they are refuted, over, not done or without a value", async () => {
    const status = (code: string) => ({ coding: [{ code }] });
    const { record, ignored } = await read(
      allergy({ verificationStatus: status("refuted") }),
      allergy({ clinicalStatus: status("resolved") }),
      {
        resourceType: "Procedure",
        subject: { reference },
        status: "not-done",
        code: concept(SNOMED, "1", "x"),
      },
      {
        resourceType: "Observation",
        subject: { reference },
        status: "final",
        code: concept(LOINC, "72166-2", "Tobacco smoking status NHIS"),
      },
    );
    expect([record.allergies, record.procedures, record.social]).toEqual([undefined, undefined, undefined]);
    expect(ignored).toEqual({ AllergyIntolerance: 2, Procedure: 1, Observation: 1 });
  });
});
