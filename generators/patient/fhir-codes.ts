import type { Coded, Ethnicity, Race } from "../../schemas/record.ts";
import { children, type FhirNode, text } from "./fhir-fields.ts";

export const SNOMED = "http://snomed.info/sct";
export const LOINC = "http://loinc.org";
export const RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
export const ICD10 = "http://hl7.org/fhir/sid/icd-10";
export const ICD10_CM = "http://hl7.org/fhir/sid/icd-10-cm";
export const UCUM = "http://unitsofmeasure.org";
export const CDC_RACE = "urn:oid:2.16.840.1.113883.6.238";
export const US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition";
const HL7 = "http://terminology.hl7.org/CodeSystem";

export const hl7 = (name: string): string => `${HL7}/${name}`;

/**
 * Race categories of US Core 5 in the CDC Race & Ethnicity code system. "Other Race" is not an OMB 1997 category:
 * US Core carries it as a detailed code.
 *
 * @source  US Core 5.0.1, value sets omb-race-category and detailed-race
 */
export const RACE_CODES: Readonly<Record<Race, { readonly code: string; readonly display: string }>> = {
  white: { code: "2106-3", display: "White" },
  black: { code: "2054-5", display: "Black or African American" },
  asian: { code: "2028-9", display: "Asian" },
  "american-indian": { code: "1002-5", display: "American Indian or Alaska Native" },
  "pacific-islander": { code: "2076-8", display: "Native Hawaiian or Other Pacific Islander" },
  other: { code: "2131-1", display: "Other Race" },
};

/** @source  US Core 5.0.1, value set omb-ethnicity-category */
export const ETHNICITY_CODES: Readonly<
  Record<Ethnicity, { readonly code: string; readonly display: string }>
> = {
  hispanic: { code: "2135-2", display: "Hispanic or Latino" },
  "not-hispanic": { code: "2186-5", display: "Not Hispanic or Latino" },
};

/**
 * The coding of a CodeableConcept in the first preferred system it has, else its first coding, else its text alone
 * (system and code empty). Unknown codes are kept as they are.
 */
export const codedFrom = (
  concept: FhirNode | undefined,
  ...preferred: readonly string[]
): Coded | undefined => {
  if (concept === undefined) return undefined;
  const label = text(concept, "text");
  const codings = children(concept, "coding")
    .map(coding => ({
      system: text(coding, "system") ?? "",
      code: text(coding, "code") ?? "",
      display: text(coding, "display") ?? label ?? "",
    }))
    .filter(coding => coding.code !== "");
  for (const system of preferred) {
    const found = codings.find(coding => coding.system === system);
    if (found !== undefined) return found;
  }
  return codings[0] ?? (label === undefined ? undefined : { system: "", code: "", display: label });
};

export interface Concept {
  coding?: { system?: string; code: string; display?: string }[];
  text?: string;
}

/** The CodeableConcept that `codedFrom` reads back as the same code. */
export const conceptOf = (coded: Coded): Concept => ({
  ...(coded.code === "" ? {} : { coding: [codingOf(coded)] }),
  ...(coded.display === "" ? {} : { text: coded.display }),
});

export const codingOf = (coded: Coded): { system?: string; code: string; display?: string } => ({
  ...(coded.system === "" ? {} : { system: coded.system }),
  code: coded.code,
  ...(coded.display === "" ? {} : { display: coded.display }),
});

/** A CodeableConcept of one code. */
export const coded = (system: string, code: string, display: string): Concept => ({
  coding: [codingOf({ system, code, display })],
});
