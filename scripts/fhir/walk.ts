import type { Definitions, Element } from "./definitions.ts";
import { isNode, type Node, type Resource } from "./resource.ts";

/** One value inside a resource, with what the definitions say of it. */
export interface Visit {
  /** Where it stands: `code.coding[0]`. */
  readonly place: string;
  readonly value: unknown;
  /** Its FHIR type: `Coding`, `dateTime`. */
  readonly type: string;
  readonly element: Element;
}

/** Every value of a resource, outside in. Properties that no definition knows are passed over. */
export const visitsOf = (resource: Resource, definitions: Definitions): readonly Visit[] => [
  ...inside(resource, { type: resource.resourceType, path: resource.resourceType, place: "" }, definitions),
];

/** Where a walk stands: in type `type` at its element `path`. */
interface Position {
  readonly type: string;
  readonly path: string;
  readonly place: string;
}

function* inside(node: Node, position: Position, definitions: Definitions): Generator<Visit> {
  for (const [name, given] of Object.entries(node)) {
    const found = find(name, position, definitions);
    if (found === undefined) continue;
    const many = Array.isArray(given);
    for (const [index, value] of (many ? given : [given]).entries()) {
      const place = `${position.place}${position.place === "" ? "" : "."}${name}${many ? `[${index}]` : ""}`;
      yield { place, value, type: found.type, element: found.element };
      if (!isNode(value)) continue;
      const next = positionIn(found, value, position.type);
      yield* inside(value, { ...next, place }, definitions);
    }
  }
}

interface Found {
  readonly element: Element;
  readonly type: string;
}

/** The element of a property; `valueQuantity` is the choice `value[x]` of type Quantity. */
const find = (name: string, { type, path }: Position, { types }: Definitions): Found | undefined => {
  const elements = types.get(type);
  const plain = elements?.get(`${path}.${name}`);
  if (plain !== undefined) return { element: plain, type: plain.types[0] ?? "BackboneElement" };
  for (let length = 1; length < name.length; length++) {
    const choice = elements?.get(`${path}.${name.slice(0, length)}[x]`);
    const chosen = choice?.types.find(code => code.toLowerCase() === name.slice(length).toLowerCase());
    if (choice !== undefined && chosen !== undefined) return { element: choice, type: chosen };
  }
  return undefined;
};

const positionIn = ({ element, type }: Found, value: Node, parent: string): Omit<Position, "place"> => {
  if (element.content !== undefined) return { type: parent, path: element.content };
  if (type === "BackboneElement" || type === "Element") return { type: parent, path: element.path };
  const named = type === "Resource" ? String(value.resourceType) : type;
  return { type: named, path: named };
};
