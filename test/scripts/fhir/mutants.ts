import type { Resource } from "../../../scripts/fhir/resource.ts";

/** One thing wrong in otherwise right resources, and the rule that must say so. */
export interface Mutant {
  readonly fault: string;
  readonly rule: string;
  /** Whose first resource is changed. */
  readonly type: string;
  /** Where: `component.0.code`; and what is put there, undefined = taken away. */
  readonly at: string;
  readonly put: unknown;
  /** Whether the second library covers such faults. */
  readonly second: boolean;
}

/** Puts the fault into a resource. */
export const spoil = (resource: Resource, { at, put }: Pick<Mutant, "at" | "put">): void => {
  const names = at.split(".");
  const last = names.pop()!;
  // biome-ignore lint/suspicious/noExplicitAny: a mutant puts anything anywhere
  const parent = names.reduce((inside: any, name) => inside[name], resource);
  if (put !== undefined) parent[last] = put;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
};

type Row = readonly [type: string, fault: string, at: string, put?: unknown, second?: "both"];

const FAULTS: Readonly<Record<string, readonly Row[]>> = {
  "structure and invariants": [
    ["Observation", "no status", "status", undefined, "both"],
    ["Encounter", "a property that FHIR does not have", "mood", "good", "both"],
    ["Patient", "a birth date that is a number", "birthDate", 1940],
    ["Patient", "one name, not a list", "name", { family: "One" }, "both"],
    ["Observation", "a reference that is a number", "subject.reference", 5, "both"],
    ["Condition", "a date like 61-3", "onsetDateTime", "61-3", "both"],
    ["Condition", "abated and active (con-4)", "abatementDateTime", "2020-01-01"],
    ["DocumentReference", "no content", "content", undefined, "both"],
    ["ImagingStudy", "a series without modality", "series.0.modality", undefined, "both"],
  ],
  "one form of each choice": [
    ["Observation", "two values, deep inside", "component.0.valueString", "131"],
    ["Condition", "an onset as a day and in words", "onsetString", "long ago"],
  ],
  "US Core Patient profile": [
    ["Patient", "no name (us-core-6)", "name"],
    ["Patient", "no gender", "gender"],
    ["Patient", "does not claim it", "meta.profile"],
    ["Patient", "an identifier without a system", "identifier.0.system"],
  ],
  "US Core value sets": [
    ["Patient", "a race of no list", "extension.0.extension.0.valueCoding.code", "9999-9"],
    ["Patient", "a birth sex of no list", "extension.2.valueCode", "X"],
  ],
  "vital signs profiles": [["Observation", "a blood pressure without its diastolic", "component.1"]],
  "units of the vocabulary": [
    ["Observation", "a pressure in kPa", "component.0.valueQuantity.code", "kPa"],
    ["Observation", "a unit of no system", "component.0.valueQuantity.system"],
  ],
  "required bindings": [
    ["Patient", "gender femal", "gender", "femal", "both"],
    ["Observation", "status finall", "status", "finall", "both"],
    ["MedicationRequest", "an intent of no list", "intent", "wish", "both"],
    ["Condition", "a clinical status of no list", "clinicalStatus.coding.0.code", "cured"],
    ["Patient", "a use of a name, deep inside", "name.0.use", "stage", "both"],
    ["DocumentReference", "a media type that is none", "content.0.attachment.contentType", "wfdb"],
  ],
  "codings complete": [
    ["Condition", "no display", "code.coding.0.display"],
    ["Condition", "no system", "code.coding.0.system"],
    ["DiagnosticReport", "no code", "code.coding.0.code"],
  ],
  "clinical codes from the vocabulary": [
    ["Condition", "a SNOMED CT code from elsewhere", "code.coding.0.code", "22298006"],
    [
      "MedicationRequest",
      "another product's display",
      "medicationCodeableConcept.coding.0.display",
      "aspirin",
    ],
    ["Observation", "a LOINC code from elsewhere", "code.coding.0.code", "2951-2"],
  ],
  "HL7 codes and displays": [
    ["Encounter", "a class with another display", "class.display", "inpatient"],
    ["Condition", "a category that is no code", "category.0.coding.0.code", "problem"],
  ],
  "references resolve": [
    ["Condition", "a subject that is not there", "subject.reference", "Patient/none"],
    ["Observation", "an encounter that is a patient", "encounter.reference", `Patient/${id(0)}`],
    ["Observation", "the encounter of somebody else", "subject.reference", `Patient/${id(1)}`],
    ["Composition", "an author that is not there", "author.0.reference", "Practitioner/none"],
  ],
  "dates agree": [
    ["Condition", "an onset before birth", "onsetDateTime", "1939-12-31"],
    ["Patient", "a death before the visit", "deceasedDateTime", "2026-05-03"],
    ["Patient", "a death before birth", "deceasedDateTime", "1939-12-31"],
    ["MedicationRequest", "an order after the reference date", "authoredOn", "2026-06-02"],
    ["Encounter", "an end before its start, on one day", "period.end", "2025-01-02T07:59:59+00:00"],
    ["Observation", "a day outside its encounter", "effectiveDateTime", "2026-05-03"],
    ["Condition", "30 February", "onsetDateTime", "2020-02-30"],
  ],
  "ids are new": [["Observation", "an id that is no UUID", "id", "observation-1"]],
  "marked synthetic": [["Observation", "no mark that it is synthetic", "meta.tag.0"]],
};

/** Ids of the two people of `written`. */
export function id(index: number): string {
  return `00000000-0000-8000-8000-${String(index).padStart(12, "0")}`;
}

export const MUTANTS: readonly Mutant[] = Object.entries(FAULTS).flatMap(([rule, rows]) =>
  rows.map(([type, fault, at, put, second]) => ({ rule, type, fault, at, put, second: second === "both" })),
);
