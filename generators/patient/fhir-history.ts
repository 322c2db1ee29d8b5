import type { Coded, Condition, Encounter, Medication, Observation } from "../../schemas/record.ts";
import { InvalidInput } from "../../src/errors.ts";
import { codedFrom, ICD10, ICD10_CM, LOINC, RXNORM, SNOMED, UCUM } from "./fhir-codes.ts";
import { child, children, date, type FhirNode, number, text, within } from "./fhir-fields.ts";
import type { FhirEntry } from "./fhir-files.ts";

/** An Encounter that took place; undefined where it did not (planned, cancelled, entered in error) or has no start. */
export const readEncounter = (encounter: FhirNode): Encounter | undefined => {
  if (isOneOf(text(encounter, "status"), "planned", "cancelled", "entered-in-error")) return undefined;
  const period = child(encounter, "period");
  const start = period && date(period, "start");
  if (period === undefined || start === undefined) return undefined;
  const end = date(period, "end");
  const kind = child(encounter, "class");
  const code = kind && text(kind, "code");
  if (code === undefined) throw new InvalidInput("must have a code", within(encounter.place, "class"));
  const type = codedFrom(children(encounter, "type")[0], SNOMED);
  return {
    start,
    ...(end === undefined ? {} : { end }),
    class: code,
    ...(type === undefined ? {} : { type }),
  };
};

/** A Condition in SNOMED CT, else ICD-10, else as coded; undefined where it is refuted, in error or has no code. */
export const readCondition = (condition: FhirNode): Condition | undefined => {
  const status = codedFrom(child(condition, "verificationStatus"))?.code;
  const code = codedFrom(child(condition, "code"), SNOMED, ICD10_CM, ICD10);
  if (code === undefined || isOneOf(status, "refuted", "entered-in-error")) return undefined;
  const onset = date(condition, "onsetDateTime") ?? periodPart(condition, "onsetPeriod", "start");
  const recorded = date(condition, "recordedDate");
  const abatement = date(condition, "abatementDateTime") ?? periodPart(condition, "abatementPeriod", "end");
  return {
    code,
    ...(onset === undefined ? {} : { onset }),
    ...(abatement === undefined ? {} : { abatement }),
    ...(recorded === undefined ? {} : { recorded }),
  };
};

const periodPart = (resource: FhirNode, name: string, part: "start" | "end"): string | undefined => {
  const period = child(resource, name);
  return period && date(period, part);
};

/** The numbers of an Observation: its own and those of its components (blood pressure); empty where it has none. */
export const readObservation = (observation: FhirNode): readonly Observation[] => {
  if (isOneOf(text(observation, "status"), "entered-in-error", "cancelled")) return [];
  const when =
    date(observation, "effectiveDateTime") ??
    date(observation, "effectiveInstant") ??
    periodPart(observation, "effectivePeriod", "start");
  return [observation, ...children(observation, "component")].flatMap(part => {
    const measured = readQuantity(part);
    const code = measured && codedFrom(child(part, "code"), LOINC);
    return code === undefined ? [] : [{ code, ...measured!, ...(when === undefined ? {} : { date: when }) }];
  });
};

const readQuantity = (part: FhirNode): { readonly value: number; readonly unit: string } | undefined => {
  const integer = number(part, "valueInteger");
  if (integer !== undefined) return { value: integer, unit: "1" };
  const quantity = child(part, "valueQuantity");
  const value = quantity && number(quantity, "value");
  if (quantity === undefined || value === undefined) return undefined;
  const code = text(quantity, "code");
  const unit = text(quantity, "system") === UCUM ? code : (text(quantity, "unit") ?? code);
  return { value, unit: unit ?? text(quantity, "unit") ?? "1" };
};

/** A MedicationRequest whose code may stand in a Medication resource: `code` is then that resource's key. */
export type MedicationRequest = Omit<Medication, "code"> & { readonly code: Coded | string };

/**
 * An order of a medication; undefined where it is in error or says not to take it.
 *
 * @throws  InvalidInput if the medication is neither coded, nor contained, nor a literal reference, nor named
 */
export const readMedication = (entry: FhirEntry): MedicationRequest | undefined => {
  const request = entry.resource;
  const status = text(request, "status");
  if (status === "entered-in-error" || request.value.doNotPerform === true) return undefined;
  const authored = date(request, "authoredOn");
  const dispense = child(request, "dispenseRequest");
  const ended = dispense && periodPart(dispense, "validityPeriod", "end");
  const dosage = children(request, "dosageInstruction")
    .map(instruction => text(instruction, "text"))
    .filter(instruction => instruction !== undefined)
    .join("; ");
  return {
    code: medicationCode(entry),
    ...(authored === undefined ? {} : { authored }),
    ...(ended === undefined ? {} : { ended }),
    ...(status === undefined || status === "unknown" ? {} : { status }),
    ...(dosage === "" ? {} : { dosage }),
  };
};

const medicationCode = (entry: FhirEntry): Coded | string => {
  const request = entry.resource;
  const own = codedFrom(child(request, "medicationCodeableConcept"), RXNORM);
  if (own !== undefined) return own;
  const link = child(request, "medicationReference");
  const reference = link && text(link, "reference");
  const contained = reference?.startsWith("#")
    ? children(request, "contained").find(resource => text(resource, "id") === reference.slice(1))
    : undefined;
  const display = link && text(link, "display");
  const code =
    codedFrom(contained && child(contained, "code"), RXNORM) ??
    (reference === undefined ? undefined : entry.resolve(reference)) ??
    (display === undefined ? undefined : { system: "", code: "", display });
  if (code !== undefined) return code;
  throw new InvalidInput(
    "must have a code, or refer to a Medication of the cohort",
    within(request.place, "medication[x]"),
  );
};

const isOneOf = (value: string | undefined, ...values: readonly string[]): boolean =>
  value !== undefined && values.includes(value);
