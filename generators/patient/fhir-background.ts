import type * as fhir from "@medplum/fhirtypes";
import type { Person } from "../../schemas/person.ts";
import {
  ALLERGY_CATEGORIES,
  type Allergy,
  type Procedure,
  type SocialFinding,
} from "../../schemas/record.ts";
import { coded, codedFrom, conceptOf, hl7, LOINC, RXNORM, SNOMED } from "./fhir-codes.ts";
import { child, children, date, type FhirNode, text } from "./fhir-fields.ts";
import { encounterOn, resourceId, subjectOf, syntheticMeta } from "./fhir-identity.ts";
import { SOCIAL } from "./vocabulary/social.ts";

/** Allergies, procedures and social history of a person, in the record's order. */
export const backgroundResources = (person: Person): readonly fhir.Resource[] => {
  const { allergies = [], procedures = [], social = [] } = person.record;
  return [
    ...allergies.map((allergy, i) => allergyResource(person, allergy, i)),
    ...procedures.map((procedure, i) => procedureResource(person, procedure, i)),
    ...social.map((finding, i) => socialResource(person, finding, i)),
  ];
};

const allergyResource = (person: Person, allergy: Allergy, index: number): fhir.AllergyIntolerance => ({
  resourceType: "AllergyIntolerance",
  id: resourceId(person, `AllergyIntolerance/${index}`),
  meta: syntheticMeta(),
  clinicalStatus: coded(hl7("allergyintolerance-clinical"), "active", "Active"),
  verificationStatus: coded(hl7("allergyintolerance-verification"), "confirmed", "Confirmed"),
  ...(allergy.category === undefined ? {} : { category: [allergy.category] }),
  code: conceptOf(allergy.code),
  patient: subjectOf(person).subject,
  ...encounterOn(person, allergy.recorded),
  ...(allergy.recorded === undefined ? {} : { recordedDate: allergy.recorded }),
  ...(allergy.reaction === undefined ? {} : { reaction: [{ manifestation: [conceptOf(allergy.reaction)] }] }),
});

const procedureResource = (person: Person, procedure: Procedure, index: number): fhir.Procedure => ({
  resourceType: "Procedure",
  id: resourceId(person, `Procedure/${index}`),
  meta: syntheticMeta(),
  status: "completed",
  code: conceptOf(procedure.code),
  ...subjectOf(person),
  ...(isDay(procedure.performed) ? encounterOn(person, procedure.performed) : {}),
  ...(procedure.performed === undefined ? {} : { performedDateTime: procedure.performed }),
});

const isDay = (moment: string | undefined): boolean => (moment?.length ?? 0) >= 10;

const socialResource = (person: Person, finding: SocialFinding, index: number): fhir.Observation => ({
  resourceType: "Observation",
  id: resourceId(person, `Observation/social/${index}`),
  meta: syntheticMeta(),
  status: "final",
  category: [coded(hl7("observation-category"), "social-history", "Social History")],
  code: conceptOf(finding.code),
  ...subjectOf(person),
  ...encounterOn(person, finding.date),
  ...(finding.date === undefined ? {} : { effectiveDateTime: finding.date }),
  valueCodeableConcept: conceptOf(finding.value),
});

/** An allergy that is not refuted, in error or resolved; undefined without a code. */
export const readAllergy = (allergy: FhirNode): Allergy | undefined => {
  const code = codedFrom(child(allergy, "code"), SNOMED, RXNORM);
  const isRefuted = ["refuted", "entered-in-error"].includes(
    codedFrom(child(allergy, "verificationStatus"))?.code ?? "",
  );
  const isOver = ["inactive", "resolved"].includes(codedFrom(child(allergy, "clinicalStatus"))?.code ?? "");
  if (code === undefined || isRefuted || isOver) return undefined;
  const { category: named } = allergy.value;
  const category = ALLERGY_CATEGORIES.find(each => Array.isArray(named) && named[0] === each);
  const recorded = date(allergy, "recordedDate");
  const reaction = children(allergy, "reaction")
    .flatMap(each => children(each, "manifestation"))
    .flatMap(each => codedFrom(each, SNOMED) ?? [])[0];
  return {
    code,
    ...(category === undefined ? {} : { category }),
    ...(recorded === undefined ? {} : { recorded }),
    ...(reaction === undefined ? {} : { reaction }),
  };
};

/** A procedure that was completed, in SNOMED CT, else as coded; undefined without a code. */
export const readProcedure = (procedure: FhirNode): Procedure | undefined => {
  const code = codedFrom(child(procedure, "code"), SNOMED);
  if (code === undefined || text(procedure, "status") !== "completed") return undefined;
  const period = child(procedure, "performedPeriod");
  const performed = date(procedure, "performedDateTime") ?? (period && date(period, "start"));
  return { code, ...(performed === undefined ? {} : { performed }) };
};

const SOCIAL_CODES: ReadonlySet<string> = new Set(Object.values(SOCIAL).map(({ code }) => code));

/** Smoking, alcohol or occupation; undefined for every other observation. */
export const readSocial = (observation: FhirNode): SocialFinding | undefined => {
  const code = codedFrom(child(observation, "code"), LOINC);
  if (code === undefined || !SOCIAL_CODES.has(code.code)) return undefined;
  if (["entered-in-error", "cancelled"].includes(text(observation, "status") ?? "")) return undefined;
  const said = text(observation, "valueString");
  const value =
    codedFrom(child(observation, "valueCodeableConcept"), SNOMED) ??
    (said === undefined ? undefined : { system: "", code: "", display: said });
  if (value === undefined) return undefined;
  const when = date(observation, "effectiveDateTime");
  return { code, value, ...(when === undefined ? {} : { date: when }) };
};
