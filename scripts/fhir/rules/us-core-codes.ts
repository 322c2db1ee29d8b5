import { CDC_RACE, US_CORE } from "../../../generators/patient/fhir-codes.ts";
import { at, type Fault, isNode, type Node, stringAt } from "../resource.ts";
import { completeSystem } from "../value-set.ts";
import type { Rule } from "./rule.ts";

/**
 * Value sets that US Core 5.0.1 binds as required inside its patient extensions; the definitions at hand have the
 * profiles without them. Null flavours are left out: a synthetic race that is not known is not written.
 *
 * @source  US Core 5.0.1: omb-race-category, omb-ethnicity-category, birthsex
 */
const OMB: Readonly<Record<string, readonly string[]>> = {
  "us-core-race": ["1002-5", "2028-9", "2054-5", "2076-8", "2106-3"],
  "us-core-ethnicity": ["2135-2", "2186-5"],
};
const BIRTH_SEX = ["F", "M", "UNK", "ASKU", "OTH"];
const V3_RACE = "http://terminology.hl7.org/CodeSystem/v3-Race";

/** Race, ethnicity and birth sex extensions carry codes of US Core's value sets. */
export const usCoreCodes: Rule = (resource, { definitions }) => {
  if (resource.resourceType !== "Patient") return undefined;
  const faults: Fault[] = [];
  const races = completeSystem(V3_RACE, definitions);
  for (const [i, extension] of listOf(resource.extension).entries()) {
    const name = String(extension.url).replace(`${US_CORE}/`, "");
    const place = `extension[${i}]`;
    if (name === "us-core-birthsex" && !BIRTH_SEX.includes(String(extension.valueCode)))
      faults.push({ place, what: "is not in the value set birthsex" });
    for (const part of listOf(extension.extension)) {
      const [system, code] = [stringAt(part, "valueCoding", "system"), stringAt(part, "valueCoding", "code")];
      const isIn =
        part.url === "ombCategory"
          ? OMB[name]?.includes(code ?? "") === true
          : races?.has(`${V3_RACE}|${code}`) === true;
      if (at(part, "valueCoding") !== undefined && !(system === CDC_RACE && isIn))
        faults.push({ place: `${place}.${part.url}`, what: "is no code of US Core's value set" });
    }
  }
  return faults;
};

const listOf = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);
