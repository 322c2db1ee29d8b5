import type * as fhir from "@medplum/fhirtypes";
import type { Person, RecordProvenance, SyntheticPatient } from "../../schemas/person.ts";
import type { Condition, Encounter, Medication, Observation } from "../../schemas/record.ts";
import { backgroundResources } from "./fhir-background.ts";
import { type Concept, coded, conceptOf, hl7, LOINC, UCUM, US_CORE } from "./fhir-codes.ts";
import { demographicExtensions } from "./fhir-demographics.ts";
import { encounterOn, resourceId, SEMBLANCE, subjectOf, syntheticMeta } from "./fhir-identity.ts";

/** The coded history of a person as FHIR R4 resources: Patient first, the rest in the record's order. */
export const recordResources = ({ person, provenance }: SyntheticPatient): readonly fhir.Resource[] => [
  patientResource(person, provenance),
  ...person.record.encounters.map((encounter, i) => encounterResource(person, encounter, i)),
  ...person.record.conditions.map((condition, i) => conditionResource(person, condition, i)),
  ...observationResources(person),
  ...person.record.medications.map((medication, i) => medicationResource(person, medication, i)),
  ...backgroundResources(person),
];

const patientResource = (person: Person, provenance: RecordProvenance): fhir.Patient => {
  const { record, name } = person;
  const extension = demographicExtensions(record);
  return {
    resourceType: "Patient",
    id: person.id,
    meta: { profile: [`${US_CORE}/us-core-patient`], ...syntheticMeta(provenance) },
    ...(extension.length === 0 ? {} : { extension }),
    identifier: [{ system: `${SEMBLANCE}/identifier/person`, value: person.id }],
    active: true,
    name: [{ use: "official", family: name.family, given: [name.given] }],
    // us-core-patient asks for a gender: a missing one is read back as missing.
    gender: record.sex ?? "unknown",
    ...(record.birthDate === undefined ? {} : { birthDate: record.birthDate }),
    ...(record.deceased === undefined ? {} : { deceasedDateTime: record.deceased }),
  };
};

/** @source  HL7 v3 ActCode, value set ActEncounterCode */
const CLASSES: Readonly<Record<string, string>> = {
  AMB: "ambulatory",
  EMER: "emergency",
  FLD: "field",
  HH: "home health",
  IMP: "inpatient encounter",
  ACUTE: "inpatient acute",
  NONAC: "inpatient non-acute",
  OBSENC: "observation encounter",
  PRENC: "pre-admission",
  SS: "short stay",
  VR: "virtual",
};

const encounterResource = (person: Person, encounter: Encounter, index: number): fhir.Encounter => {
  const display = CLASSES[encounter.class];
  return {
    resourceType: "Encounter",
    id: resourceId(person, `Encounter/${index}`),
    meta: syntheticMeta(),
    status: "finished",
    class: {
      system: hl7("v3-ActCode"),
      code: encounter.class,
      ...(display === undefined ? {} : { display }),
    },
    ...(encounter.type === undefined ? {} : { type: [conceptOf(encounter.type)] }),
    ...subjectOf(person),
    period: { start: encounter.start, ...(encounter.end === undefined ? {} : { end: encounter.end }) },
  };
};

const conditionResource = (person: Person, condition: Condition, index: number): fhir.Condition => ({
  resourceType: "Condition",
  id: resourceId(person, `Condition/${index}`),
  meta: syntheticMeta(),
  clinicalStatus:
    condition.abatement === undefined
      ? coded(hl7("condition-clinical"), "active", "Active")
      : coded(hl7("condition-clinical"), "resolved", "Resolved"),
  verificationStatus: coded(hl7("condition-ver-status"), "confirmed", "Confirmed"),
  category: [coded(hl7("condition-category"), "problem-list-item", "Problem List Item")],
  code: conceptOf(condition.code),
  ...subjectOf(person),
  ...encounterOn(person, condition.recorded),
  ...(condition.onset === undefined ? {} : { onsetDateTime: condition.onset }),
  ...(condition.abatement === undefined ? {} : { abatementDateTime: condition.abatement }),
  ...(condition.recorded === undefined ? {} : { recordedDate: condition.recorded }),
});

const MEDICATION_STATUSES = [
  "active",
  "on-hold",
  "cancelled",
  "completed",
  "entered-in-error",
  "stopped",
  "draft",
  "unknown",
] as const;

const medicationResource = (
  person: Person,
  medication: Medication,
  index: number,
): fhir.MedicationRequest => ({
  resourceType: "MedicationRequest",
  id: resourceId(person, `MedicationRequest/${index}`),
  meta: syntheticMeta(),
  status: MEDICATION_STATUSES.find(status => status === medication.status) ?? "unknown",
  intent: "order",
  medicationCodeableConcept: conceptOf(medication.code),
  ...subjectOf(person),
  ...encounterOn(person, medication.authored),
  ...(medication.authored === undefined ? {} : { authoredOn: medication.authored }),
  ...(medication.dosage === undefined ? {} : { dosageInstruction: [{ text: medication.dosage }] }),
  // R4 has no other place for the day on which an order ended.
  ...(medication.ended === undefined ? {} : { dispenseRequest: { validityPeriod: validity(medication) } }),
});

const validity = ({ authored, ended }: Medication): fhir.Period => ({
  ...(authored === undefined ? {} : { start: authored }),
  ...(ended === undefined ? {} : { end: ended }),
});

const SYSTOLIC = "8480-6";
const DIASTOLIC = "8462-4";
export const BLOOD_PRESSURE = {
  system: LOINC,
  code: "85354-9",
  display: "Blood pressure panel with all children optional",
};
/** @source  FHIR R4 vital signs profile, value set observation-vitalsignresult; 2708-6 and 59408-5: oxygen saturation */
const VITALS = new Set([
  "8867-4",
  "9279-1",
  "8310-5",
  "8302-2",
  "29463-7",
  "39156-5",
  "2708-6",
  "59408-5",
  SYSTOLIC,
  DIASTOLIC,
]);

/** R4's oxygen saturation profile asks for this code beside that of pulse oximetry, 59408-5. */
export const OXYGEN_SATURATION = {
  system: LOINC,
  code: "2708-6",
  display: "Oxygen saturation in Arterial blood",
};
const PULSE_OXIMETRY = "59408-5";

/**
 * A systolic pressure directly followed by the diastolic of the same time is one blood-pressure panel; so is either
 * alone, with the other absent: R4 knows no other form of a blood pressure.
 */
const observationResources = (person: Person): readonly fhir.Observation[] => {
  const { observations } = person.record;
  const out: fhir.Observation[] = [];
  for (let i = 0; i < observations.length; i++) {
    const [first, second] = [observations[i]!, observations[i + 1]];
    const shell = observationShell(person, resourceId(person, `Observation/${i}`), first);
    if (!isPressure(first)) out.push({ ...shell, ...measured(first) });
    else if (second !== undefined && isPressurePair(first, second)) {
      out.push({ ...shell, code: conceptOf(BLOOD_PRESSURE), component: [first, second].map(measured) });
      i++;
    } else
      out.push({ ...shell, code: conceptOf(BLOOD_PRESSURE), component: [measured(first), absent(first)] });
  }
  return out;
};

const PRESSURES = {
  systolic: { system: LOINC, code: SYSTOLIC, display: "Systolic blood pressure" },
  diastolic: { system: LOINC, code: DIASTOLIC, display: "Diastolic blood pressure" },
};

/** The pressure that was not taken beside a lone one. */
const absent = (alone: Observation) => ({
  code: conceptOf(isLoinc(alone, SYSTOLIC) ? PRESSURES.diastolic : PRESSURES.systolic),
  dataAbsentReason: coded(hl7("data-absent-reason"), "unknown", "Unknown"),
});

const isPressure = (observation: Observation): boolean =>
  isLoinc(observation, SYSTOLIC) || isLoinc(observation, DIASTOLIC);

const isPressurePair = (first: Observation, second: Observation): boolean =>
  isLoinc(first, SYSTOLIC) && isLoinc(second, DIASTOLIC) && first.date === second.date;

const isLoinc = (observation: Observation, code: string): boolean =>
  observation.code.system === LOINC && observation.code.code === code;

const observationShell = (person: Person, id: string, observation: Observation) => {
  const isVital = observation.code.system === LOINC && VITALS.has(observation.code.code);
  const [category, display] = isVital ? ["vital-signs", "Vital Signs"] : ["laboratory", "Laboratory"];
  return {
    resourceType: "Observation",
    id,
    meta: syntheticMeta(),
    status: "final",
    category: [coded(hl7("observation-category"), category!, display!)],
    ...subjectOf(person),
    ...encounterOn(person, observation.date),
    ...(observation.date === undefined ? {} : { effectiveDateTime: observation.date }),
  } satisfies Partial<fhir.Observation>;
};

/** Code and UCUM quantity of one number. */
export const measured = (observation: Observation) => ({
  code: measurementConcept(observation),
  valueQuantity: { value: observation.value, unit: observation.unit, system: UCUM, code: observation.unit },
});

const measurementConcept = (observation: Observation): Concept => {
  const concept = conceptOf(observation.code);
  return isLoinc(observation, PULSE_OXIMETRY)
    ? { ...concept, coding: [...(concept.coding ?? []), OXYGEN_SATURATION] }
    : concept;
};
