import { type Definitions, readDefinitions } from "./definitions.ts";
import { requiredBindings } from "./rules/bindings.ts";
import { oneOfEachChoice } from "./rules/choices.ts";
import { clinicalCodes, codingsComplete, definedCodes } from "./rules/codings.ts";
import { datesAgree } from "./rules/dates.ts";
import { vocabularyUnits } from "./rules/quantities.ts";
import { filesAreThere, idsAreNew, referencesResolve } from "./rules/references.ts";
import type { Rule } from "./rules/rule.ts";
import { structureRule, usCoreRule, vitalSignsRule } from "./rules/structure.ts";
import { markedSynthetic } from "./rules/synthetic.ts";
import { usCoreCodes } from "./rules/us-core-codes.ts";

/** The definitions and all rules by name, ready to run. */
export interface Rulebook {
  readonly definitions: Definitions;
  readonly rules: Readonly<Record<string, Rule>>;
}

/** Made once: reading all of R4 takes some seconds. */
export const openRulebook = (): Rulebook => {
  const definitions = readDefinitions();
  return { definitions, rules: rulesOf(definitions) };
};

const rulesOf = (definitions: Definitions): Readonly<Record<string, Rule>> => ({
  "structure and invariants": structureRule(),
  "one form of each choice": oneOfEachChoice,
  "US Core Patient profile": usCoreRule(),
  "vital signs profiles": vitalSignsRule(),
  "units of the vocabulary": vocabularyUnits,
  "required bindings": requiredBindings(definitions),
  "US Core value sets": usCoreCodes,
  "codings complete": codingsComplete,
  "clinical codes from the vocabulary": clinicalCodes,
  "HL7 codes and displays": definedCodes(definitions),
  "references resolve": referencesResolve,
  "files are there": filesAreThere,
  "ids are new": idsAreNew,
  "dates agree": datesAgree,
  "marked synthetic": markedSynthetic,
});
