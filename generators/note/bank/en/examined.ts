import type { FactIndex } from "../../fact.ts";
import { type System, systemOf } from "../../knowledge/systems.ts";
import type { Visit } from "../../presentation.ts";
import type { Scope } from "../../realise.ts";

interface Part {
  /** Conditions with which it is not called normal. */
  readonly conditions: readonly string[];
  /** The system whose complaints speak against a normal finding. */
  readonly system?: System;
}

const PARTS: Readonly<Record<string, Part>> = {
  abdomen: {
    conditions: [
      "cirrhosis",
      "irritable-bowel-syndrome",
      "peptic-ulcer-disease",
      "kidney-stones",
      "urinary-tract-infection",
      "colon-cancer",
      "pregnancy",
      "hepatitis-c",
    ],
    system: "gut",
  },
  neck: {
    conditions: [
      "hyperthyroidism",
      "hypothyroidism",
      "pharyngitis",
      "upper-respiratory-infection",
      "lupus",
      "rheumatoid-arthritis",
      "heart-failure",
    ],
  },
  throat: {
    conditions: [
      "pharyngitis",
      "upper-respiratory-infection",
      "sinusitis",
      "otitis-media",
      "influenza",
      "covid-19",
      "allergic-rhinitis",
    ],
    system: "head",
  },
  skin: { conditions: ["cellulitis", "psoriasis", "lupus", "cirrhosis"], system: "skin" },
  nerves: {
    conditions: [
      "stroke",
      "transient-ischemic-attack",
      "parkinson-disease",
      "dementia",
      "epilepsy",
      "diabetic-neuropathy",
    ],
    system: "nerves",
  },
};

/** Tags `quiet=<part>` for parts of the body that nothing on record and no complaint makes abnormal. */
export const examinedScope = (facts: FactIndex, { symptoms }: Visit): Scope => {
  const quiet = Object.entries(PARTS).filter(
    ([, { conditions, system }]) =>
      conditions.every(slug => facts.get(`condition/${slug}`)?.value !== "active") &&
      !symptoms.some(symptom => systemOf(symptom) === system),
  );
  return { slots: {}, tags: Object.fromEntries(quiet.map(([part]) => [`quiet=${part}`, []])) };
};
