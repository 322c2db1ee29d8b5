import { Fhir } from "fhir";
import type { Fault } from "./resource.ts";
import type { Rule } from "./rules/rule.ts";

/**
 * What another library says: Lantana's FHIR.js 4.12. It covers cardinalities, types, unknown properties and codes of
 * bound value sets for R4 as it packs the definitions itself; no invariants, no profiles, no references. Warnings
 * (extensible bindings) do not count. It throws on some values of a wrong type: that is a fault too.
 */
export const secondOpinion = (): Rule => {
  const library = new Fhir();
  return resource => {
    try {
      const { messages } = library.validate(resource, { errorOnUnexpected: true });
      return messages
        .filter(({ severity }) => severity === "error" || severity === "fatal")
        .map(({ location, message }): Fault => ({ place: location ?? "", what: message ?? "is not valid" }));
    } catch {
      return [{ place: "", what: "cannot be read" }];
    }
  };
};
