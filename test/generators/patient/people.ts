import { LEADS } from "../../../schemas/ecg.ts";
import type { Person, SyntheticPatient } from "../../../schemas/person.ts";

export const AS_OF = "2026-06-01";
const SNOMED = "http://snomed.info/sct";
const LOINC = "http://loinc.org";
const RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";

const uuid = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;

const loinc = (code: string, display: string) => ({ system: LOINC, code, display });

const person = (index: number): Person => ({
  id: uuid(index),
  index,
  assignment: {},
  name: { given: "Ada", family: `Example${index}` },
  record: {
    sex: index % 2 === 0 ? "female" : "male",
    birthDate: `19${40 + (index % 50)}-03-04`,
    ageYears: 2026 - 1940 - (index % 50),
    race: (["white", "black", "asian", "american-indian", "pacific-islander", "other"] as const)[index % 6]!,
    ethnicity: index % 3 === 0 ? "hispanic" : "not-hispanic",
    encounters: [
      { start: "2025-01-02T08:00:00+00:00", end: "2025-01-02T09:00:00+00:00", class: "EMER" },
      {
        start: "2026-05-04",
        class: "AMB",
        type: { system: SNOMED, code: "185349003", display: "Encounter for check up" },
      },
    ],
    conditions: [
      { code: { system: SNOMED, code: "59621000", display: "Essential hypertension" }, onset: "2019-05-06" },
      {
        code: { system: "http://hl7.org/fhir/sid/icd-10-cm", code: "J18.9", display: "Pneumonia" },
        onset: "2021-01-01",
        abatement: "2021-02-01",
      },
      { code: { system: "", code: "", display: "said in words only" } },
    ],
    medications: [
      {
        code: { system: RXNORM, code: "314076", display: "lisinopril 10 MG Oral Tablet" },
        authored: "2019-05-06",
        status: "active",
        dosage: "one tablet a day",
      },
      { code: { system: RXNORM, code: "860975", display: "metformin" } },
    ],
    observations: [
      { code: loinc("8480-6", "Systolic blood pressure"), value: 131, unit: "mm[Hg]", date: "2026-05-04" },
      { code: loinc("8462-4", "Diastolic blood pressure"), value: 82.5, unit: "mm[Hg]", date: "2026-05-04" },
      { code: loinc("4548-4", "Hemoglobin A1c"), value: 6.1, unit: "%", date: "2024-05-04" },
      { code: loinc("4548-4", "Hemoglobin A1c"), value: 6.4, unit: "%", date: "2026-05-04" },
    ],
  },
  visitDate: "2026-05-04",
  ecg: {
    rhythm: "sinus",
    conduction: "first-degree-av-block",
    ectopy: "none",
    morphology: "normal",
    ageYears: 60,
    sex: "female",
  },
  image: { finding: "effusion", laterality: "left", view: "PA", ageYears: 60, sex: "female" },
  hasNote: true,
  labels: {},
});

const NOTE = "Reason for visit\nChest pain – 5 µg.\n\nAssessment\nHypertension.\n";

/** One whole synthetic person with everything a record can hold; deterministic in the index. */
export const wholePatient = (index = 0): SyntheticPatient => ({
  person: person(index),
  provenance: "measured",
  ecg: {
    record: { rateHz: 500, leads: LEADS.map(() => new Float32Array(10)), dx: [] },
    measurements: {
      heartRate: 71.26 + index,
      sdnnMs: 40,
      rmssdMs: 35,
      prMs: 212,
      qrsMs: 96.5,
      qtMs: 402,
      qtcMs: 424.9,
      axisDegrees: -12.3,
      pEnergy: 0.2,
    },
    provenance: "measured",
  },
  image: {
    record: { width: 1, height: 1, bits: 8, pixels: new Uint8Array(1), view: "PA" },
    provenance: "prior-only",
  },
  note: {
    text: NOTE,
    type: { system: LOINC, code: "34117-2", display: "History and physical note" },
    sections: [
      { title: "Reason for visit", text: "Chest pain – 5 µg." },
      { title: "Assessment", text: "Hypertension." },
    ],
    spans: [{ start: 48, end: 61, facts: ["condition/0"] }],
    facts: [
      { id: "condition/0", kind: "condition", name: "hypertension", value: true },
      { id: "ecg/rate", kind: "ecg", name: "heart rate", value: 71, unit: "/min" },
    ],
  },
});

/** A person of whom nothing is known but the name. */
export const barePatient = (index = 0): SyntheticPatient => {
  const { id, name, visitDate } = person(index);
  const record = { encounters: [], conditions: [], medications: [], observations: [] };
  return {
    person: { id, index, assignment: {}, name, record, visitDate, hasNote: false, labels: {} },
    provenance: "unsupported",
  };
};

export const imageUids = ({ index }: Person) => ({
  study: `2.25.1${index}`,
  series: `2.25.2${index}`,
  instance: `2.25.3${index}`,
});
