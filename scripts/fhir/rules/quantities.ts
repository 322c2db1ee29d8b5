import { UCUM } from "../../../generators/patient/fhir-codes.ts";
import { at, type Fault, isNode, stringAt } from "../resource.ts";
import { UNITS } from "../vocabulary.ts";
import type { Rule } from "./rule.ts";

/** A measured quantity is in UCUM, in the unit that the vocabulary has for its code. */
export const vocabularyUnits: Rule = resource => {
  if (resource.resourceType !== "Observation") return undefined;
  const components = Array.isArray(resource.component) ? resource.component : [];
  return [resource, ...components].filter(isNode).flatMap((part, index): readonly Fault[] => {
    const unit = UNITS.get(stringAt(part, "code", "coding", "code") ?? "");
    const place = index === 0 ? "valueQuantity" : `component[${index - 1}].valueQuantity`;
    if (at(part, "valueQuantity") === undefined) return [];
    const isRight =
      stringAt(part, "valueQuantity", "system") === UCUM &&
      stringAt(part, "valueQuantity", "code") === unit &&
      typeof at(part, "valueQuantity", "value") === "number";
    return isRight ? [] : [{ place, what: "is not in the vocabulary's unit" }];
  });
};
