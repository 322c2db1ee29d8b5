import { CDC_RACE } from "../../../generators/patient/fhir-codes.ts";
import { PROVENANCE } from "../../../generators/patient/fhir-identity.ts";
import type { Definitions } from "../definitions.ts";
import { type Fault, isNode, type Node } from "../resource.ts";
import { type Codes, completeSystem } from "../value-set.ts";
import { CLINICAL, WRITTEN } from "../vocabulary.ts";
import type { Rule } from "./rule.ts";

/** Every Coding has system, code and display. */
export const codingsComplete: Rule = (_, { visits }) => {
  const faults: Fault[] = [];
  for (const { place, value, type } of visits) {
    if (type !== "Coding" || !isNode(value)) continue;
    const missing = ["system", "code", "display"].filter(name => !isText(value[name]));
    if (missing.length > 0) faults.push({ place, what: `has no ${missing.join(", no ")}` });
  }
  return faults;
};

const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";

const written = new Map(WRITTEN.map(({ system, code, display }) => [`${system}|${code}`, display]));

/** SNOMED CT, LOINC and RxNorm codes come out of the product's own vocabulary, with its display. */
export const clinicalCodes: Rule = (_, { visits }) => {
  const faults: Fault[] = [];
  for (const { place, value, type } of visits) {
    if (type !== "Coding" || !isNode(value) || !CLINICAL.has(String(value.system))) continue;
    const display = written.get(keyOf(value));
    if (display === undefined) faults.push({ place, what: "is a code that the vocabulary does not have" });
    else if (display !== value.display)
      faults.push({ place, what: "has another display than the vocabulary" });
  }
  return faults;
};

/** The CDC system of race and ethnicity stands in two parts among the HL7 v3 systems. */
const SYSTEMS: Readonly<Record<string, readonly string[]>> = {
  [CDC_RACE]: ["v3-Race", "v3-Ethnicity"].map(name => `http://terminology.hl7.org/CodeSystem/${name}`),
};
/** Systems that no definitions at hand list: ours, DICOM's. */
const UNLISTED = new Set([
  PROVENANCE,
  "http://dicom.nema.org/resources/ontology/DCM",
  "urn:ietf:rfc:3986",
  "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
]);

/** Codes of all other systems are what HL7 defines, with the display it gives them (in whatever case and spacing). */
export const definedCodes = (definitions: Definitions): Rule => {
  const systems = new Map<string, Codes>();
  const displayOf = (system: string, code: string): string | undefined => {
    for (const url of SYSTEMS[system] ?? [system]) {
      if (!systems.has(url)) systems.set(url, completeSystem(url, definitions) ?? new Map());
      const display = systems.get(url)!.get(`${url}|${code}`);
      if (display !== undefined) return display;
    }
    return undefined;
  };
  return (_, { visits }) => {
    const faults: Fault[] = [];
    for (const { place, value, type } of visits) {
      if (type !== "Coding" || !isNode(value)) continue;
      const system = String(value.system);
      if (CLINICAL.has(system) || UNLISTED.has(system)) continue;
      const display = displayOf(system, String(value.code));
      if (display === undefined) faults.push({ place, what: "is no code of its system" });
      else if (plain(display) !== plain(String(value.display)))
        faults.push({ place, what: "has another display than its system gives" });
    }
    return faults;
  };
};

const plain = (display: string): string => display.toLowerCase().replace(/\s+/g, " ").trim();

const keyOf = ({ system, code }: Node): string => `${system}|${code}`;
