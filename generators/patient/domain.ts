import { MODALITIES, type ModalityName } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import { type Attribute, type Domain, MISSING } from "../../schemas/domain.ts";
import {
  CONDUCTION_GROUPS,
  ECTOPY_GROUPS,
  MORPHOLOGY_GROUPS,
  RHYTHM_GROUPS,
} from "../../schemas/ecg-groups.ts";
import { FINDINGS, VIEWS } from "../../schemas/image.ts";
import { ETHNICITIES, RACES } from "../../schemas/record.ts";
import { ACUTE_CARE, ENCOUNTER_COUNTS, SPANS } from "./course.ts";
import { binNames, measurementEntry } from "./vocabulary.ts";

/** Ten-year bands, the last open; ages in whole years. */
export const AGE_BANDS = [
  "0-9",
  "10-19",
  "20-29",
  "30-39",
  "40-49",
  "50-59",
  "60-69",
  "70-79",
  "80-89",
  "90+",
] as const;

/** Conditions, medications and measurements that are counted unless an owner declares more: few, since each costs noise. */
export const DEFAULT_CONDITIONS = [
  "hypertension",
  "hyperlipidemia",
  "type-2-diabetes",
  "obesity",
  "coronary-artery-disease",
  "heart-failure",
  "atrial-fibrillation",
  "stroke",
  "copd",
  "asthma",
  "chronic-kidney-disease",
  "anemia",
  "hypothyroidism",
  "osteoarthritis",
  "depression",
  "pneumonia",
  "pleural-effusion",
  "pregnancy",
  "prostate-cancer",
  "breast-cancer",
] as const;

export const DEFAULT_MEDICATIONS = [
  "ace-inhibitor-or-arb",
  "thiazide",
  "calcium-channel-blocker",
  "beta-blocker",
  "statin",
  "metformin",
  "levothyroxine",
  "albuterol",
  "loop-diuretic",
  "anticoagulant",
] as const;

export const DEFAULT_LABS = [
  "systolic-blood-pressure",
  "body-mass-index",
  "hemoglobin-a1c",
  "egfr",
  "ldl-cholesterol",
  "hemoglobin",
] as const;

const YES_NO = ["yes", "no"] as const;

const attribute = (name: string, categories: readonly string[]): Attribute => ({
  name,
  categories: [...categories, MISSING],
});

/**
 * The public attributes of a cohort with these modalities; none depends on data. `has/fhir` says whether a coded
 * history (encounter, condition, medication or observation) is there at all: where it is not, `condition/*`,
 * `medication/*`, `lab/*` and `history/*` are missing; likewise `has/ecg` and `has/image` for what is read off those records.
 */
export const builtInDomain = (modalities: readonly ModalityName[]): Domain => {
  const has = (name: ModalityName) => modalities.includes(name);
  return [
    attribute("age", AGE_BANDS),
    attribute("sex", ["female", "male"]),
    ...MODALITIES.filter(has).map(name => attribute(`has/${name}`, YES_NO)),
    ...(has("fhir") ? [attribute("race", RACES), attribute("ethnicity", ETHNICITIES)] : []),
    ...(has("ecg") ? ecgAttributes : []),
    ...(has("image") ? [attribute("finding", FINDINGS), attribute("view", VIEWS)] : []),
    ...(has("fhir") ? historyAttributes : []),
  ];
};

const ecgAttributes: Domain = [
  attribute("rhythm", RHYTHM_GROUPS),
  attribute("conduction", CONDUCTION_GROUPS),
  attribute("ectopy", ECTOPY_GROUPS),
  attribute("morphology", MORPHOLOGY_GROUPS),
];

const historyAttributes: Domain = [
  attribute("history/acute", ACUTE_CARE),
  attribute("history/encounters", ENCOUNTER_COUNTS),
  attribute("history/span", SPANS),
  ...DEFAULT_CONDITIONS.map(slug => attribute(`condition/${slug}`, YES_NO)),
  ...DEFAULT_MEDICATIONS.map(slug => attribute(`medication/${slug}`, YES_NO)),
  ...DEFAULT_LABS.map(slug => attribute(`lab/${slug}`, binNames(measurementEntry(slug)!.edges))),
];

/**
 * The built-in attributes with the owner's on top: a declared attribute of a built-in name takes its place (its
 * categories and its source), any other is added at the end. `missing` is made the last category of each.
 */
export const domain = (config: CohortConfig): Domain => {
  const declared = new Map(
    config.attributes.map(source => [
      source.attribute.name,
      attribute(
        source.attribute.name,
        source.attribute.categories.filter(category => category !== MISSING),
      ),
    ]),
  );
  const builtIn = builtInDomain(config.modalities);
  const names = new Set(builtIn.map(each => each.name));
  return [
    ...builtIn.map(each => declared.get(each.name) ?? each),
    ...[...declared.values()].filter(each => !names.has(each.name)),
  ];
};

/** The attributes that only their owner knows: declared, and of no built-in name. */
export const ownersAttributes = (all: Domain): readonly string[] => {
  const builtIn = new Set(builtInDomain(["fhir", "ecg", "image", "note"]).map(({ name }) => name));
  return all.map(({ name }) => name).filter(name => !builtIn.has(name));
};
