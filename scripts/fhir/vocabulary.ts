import { DOCUMENTS } from "../../generators/note/section.ts";
import { ENCOUNTER_TYPES } from "../../generators/patient/draw/encounter-reason.ts";
import { LOINC, RXNORM, SNOMED } from "../../generators/patient/fhir-codes.ts";
import { NOTE_SECTIONS } from "../../generators/patient/fhir-composition.ts";
import { BLOOD_PRESSURE, OXYGEN_SATURATION } from "../../generators/patient/fhir-resources.ts";
import {
  CHEST_XRAY,
  ECG_MEASUREMENTS,
  EKG_STUDY,
  FINDING_CODES,
  STATEMENTS,
} from "../../generators/patient/fhir-studies.ts";
import { ALLERGIES, NO_KNOWN_ALLERGY } from "../../generators/patient/vocabulary/allergies.ts";
import { ANTIBIOTICS } from "../../generators/patient/vocabulary/antibiotics.ts";
import { ATRIAL_FORMS, CONDITIONS } from "../../generators/patient/vocabulary/conditions.ts";
import { MEASUREMENTS } from "../../generators/patient/vocabulary/measurements.ts";
import { MEDICATIONS } from "../../generators/patient/vocabulary/medications.ts";
import { PACEMAKER, PROCEDURES } from "../../generators/patient/vocabulary/procedures.ts";
import { ALCOHOL, SMOKING, SOCIAL } from "../../generators/patient/vocabulary/social.ts";
import type { Coded } from "../../schemas/record.ts";

/** The clinical systems in which a synthetic record may use the product's own codes alone. */
export const CLINICAL: ReadonlySet<string> = new Set([SNOMED, LOINC, RXNORM]);

const named = (system: string, code: string, display: string): Coded => ({ system, code, display });

/** Every SNOMED CT, LOINC and RxNorm code that the product can write, with its display. */
export const WRITTEN: readonly Coded[] = [
  ...CONDITIONS.map(({ snomed, display }) => named(SNOMED, snomed, display)),
  ...Object.values(ATRIAL_FORMS).map(({ code, display }) => named(SNOMED, code, display)),
  ...Object.values(ENCOUNTER_TYPES),
  ...Object.values(STATEMENTS).map(([code, display]) => named(SNOMED, code, display)),
  ...Object.values(FINDING_CODES).filter(code => code !== undefined),
  ...MEASUREMENTS.map(({ loinc, display }) => named(LOINC, loinc, display)),
  ...ECG_MEASUREMENTS.map(([code, display]) => named(LOINC, code, display)),
  BLOOD_PRESSURE,
  OXYGEN_SATURATION,
  EKG_STUDY,
  ...Object.values(CHEST_XRAY),
  ...Object.values(DOCUMENTS),
  ...NOTE_SECTIONS.map(([code, display]) => named(LOINC, code, display)),
  ...[...MEDICATIONS.flatMap(({ products }) => products), ...ANTIBIOTICS].map(({ rxnorm, display }) =>
    named(RXNORM, rxnorm, display),
  ),
  ...ALLERGIES.map(({ code }) => code),
  NO_KNOWN_ALLERGY,
  ...new Set(ALLERGIES.flatMap(({ reactions }) => reactions)),
  ...[...PROCEDURES, PACEMAKER].map(({ code }) => code),
  ...[SOCIAL, SMOKING, ALCOHOL].flatMap(codes => Object.values(codes)),
];

/** UCUM units by LOINC code. */
export const UNITS: ReadonlyMap<string, string> = new Map([
  ...MEASUREMENTS.map(({ loinc, unit }) => [loinc, unit] as const),
  ...ECG_MEASUREMENTS.map(([code, , , unit]) => [code, unit] as const),
]);
