import { ENCOUNTER_TYPES } from "../../../generators/patient/draw/encounter-reason.ts";
import { resourcesOf } from "../../../generators/patient/fhir-write.ts";
import {
  codedMeasurement,
  conditionEntry,
  measurementEntry,
  medicationEntry,
  snomed,
} from "../../../generators/patient/vocabulary.ts";
import type { SyntheticPatient } from "../../../schemas/person.ts";
import { IndexBuilder } from "../../../scripts/fhir/index-of.ts";
import type { Resource } from "../../../scripts/fhir/resource.ts";
import type { Context } from "../../../scripts/fhir/rules/rule.ts";
import { openRulebook } from "../../../scripts/fhir/rules.ts";
import { visitsOf } from "../../../scripts/fhir/walk.ts";
import { AS_OF, imageUids, wholePatient } from "../../generators/patient/people.ts";
import { id } from "./mutants.ts";

export const BOOK = openRulebook();
export const { definitions: DEFINITIONS, rules: RULES } = BOOK;

const condition = (slug: string) => {
  const { snomed: code, display } = conditionEntry(slug)!;
  return snomed(code, display);
};

/** One person with something of everything that is written, in codes of the vocabulary alone. */
export const patient = (index: number): SyntheticPatient => {
  const whole = wholePatient(index);
  const { person } = whole;
  const [product] = medicationEntry("statin")!.products;
  return {
    ...whole,
    person: {
      ...person,
      id: id(index),
      record: {
        ...person.record,
        encounters: person.record.encounters.map(each => ({ ...each, type: ENCOUNTER_TYPES.check })),
        conditions: [
          { code: condition("hypertension"), onset: "2019-05-06" },
          { code: condition("pneumonia"), onset: "2021-01-01", abatement: "2021-02-01" },
        ],
        medications: [
          {
            code: {
              system: "http://www.nlm.nih.gov/research/umls/rxnorm",
              code: product!.rxnorm,
              display: product!.display,
            },
            authored: "2020-01-02",
            status: "active",
            dosage: product!.dosage,
          },
        ],
        observations: [
          ["systolic-blood-pressure", 131],
          ["diastolic-blood-pressure", 82],
          ["heart-rate", 71],
          ["oxygen-saturation", 97],
          ["body-temperature", 36.6],
          ["body-height", 171.5],
          ["body-weight", 70.1],
          ["body-mass-index", 23.8],
          ["egfr", 88],
        ].map(([slug, value]) => {
          const entry = measurementEntry(String(slug))!;
          return {
            code: codedMeasurement(entry),
            value: Number(value),
            unit: entry.unit,
            date: person.visitDate,
          };
        }),
      },
    },
  };
};

/** The resources of two people as they are written: JSON, to be changed at will. */
export const written = (): Resource[] =>
  [patient(0), patient(1)].flatMap(each =>
    JSON.parse(JSON.stringify(resourcesOf(each, { asOf: AS_OF, imageUids }))),
  );

/** Names of the rules that resources break, each once, in the rules' order. */
export const broken = (
  resources: readonly Resource[],
  more: Partial<Pick<Context, "taken" | "isThere">> = {},
): readonly string[] => {
  const builder = new IndexBuilder();
  for (const resource of resources) builder.add(resource);
  const shared = {
    definitions: DEFINITIONS,
    index: builder.index,
    asOf: AS_OF,
    taken: new Set<string>(),
    ...more,
  };
  return Object.entries(RULES)
    .filter(([, rule]) =>
      resources.some(resource => {
        const faults = rule(resource, { ...shared, visits: visitsOf(resource, DEFINITIONS) });
        return faults !== undefined && faults.length > 0;
      }),
    )
    .map(([name]) => name);
};
