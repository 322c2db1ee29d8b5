import { type Definitions, withoutVersion } from "./definitions.ts";
import { isNode, type Node } from "./resource.ts";

/** Codes as `system|code` with the display their system gives them. */
export type Codes = ReadonlyMap<string, string>;

/**
 * All codes of a value set.
 *
 * @returns undefined where the definitions at hand do not list them all: a code system that is not complete here, a
 *          filter other than is-a and descendent-of
 */
export const expand = (url: string, definitions: Definitions): Codes | undefined => {
  const set = definitions.valueSets.get(withoutVersion(url));
  const compose = set?.compose;
  if (!isNode(compose)) return undefined;
  const included = parts(compose.include).map(part => partCodes(part, definitions));
  const excluded = parts(compose.exclude).map(part => partCodes(part, definitions));
  if ([...included, ...excluded].includes(undefined)) return undefined;
  const out = new Map(included.flatMap(codes => [...codes!]));
  for (const codes of excluded) for (const key of codes!.keys()) out.delete(key);
  return out;
};

const parts = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

/** One include or exclude: of a system, of other value sets, or what both hold. */
const partCodes = (part: Node, definitions: Definitions): Codes | undefined => {
  const sets = Array.isArray(part.valueSet) ? part.valueSet.map(url => expand(String(url), definitions)) : [];
  const system = part.system === undefined ? [] : [systemCodes(part, definitions)];
  const [first, ...rest] = [...system, ...sets];
  if (first === undefined || rest.includes(undefined)) return undefined;
  return new Map([...first].filter(([key]) => rest.every(codes => codes!.has(key))));
};

const systemCodes = (part: Node, definitions: Definitions): Codes | undefined => {
  const url = String(part.system);
  const all = completeSystem(url, definitions);
  if (Array.isArray(part.concept))
    return new Map(
      parts(part.concept).map(({ code, display }) => {
        const key = `${url}|${code}`;
        return [key, typeof display === "string" ? display : (all?.get(key) ?? "")];
      }),
    );
  if (part.filter === undefined) return all;
  return filtered(url, parts(part.filter), definitions);
};

/** Every code of a code system that is complete in the definitions, at any depth. */
export const completeSystem = (url: string, definitions: Definitions): Codes | undefined => {
  const system = definitions.codeSystems.get(url);
  if (system?.content !== "complete") return undefined;
  return new Map(
    flat(system).map(({ concept }) => [`${url}|${concept.code}`, String(concept.display ?? "")]),
  );
};

/** Concepts below others, nested or by a `subsumedBy` property as in the v3 systems. */
const filtered = (url: string, filters: readonly Node[], definitions: Definitions): Codes | undefined => {
  const system = definitions.codeSystems.get(url);
  if (system?.content !== "complete" || filters.length !== 1) return undefined;
  const [{ op, value, property }] = filters as readonly [Node];
  if (property !== "concept" || (op !== "is-a" && op !== "descendent-of")) return undefined;
  const under = flat(system).filter(
    ({ concept, above }) => above.includes(String(value)) || (op === "is-a" && concept.code === value),
  );
  return new Map(under.map(({ concept }) => [`${url}|${concept.code}`, String(concept.display ?? "")]));
};

interface Placed {
  readonly concept: Node;
  /** Codes of all ancestors. */
  readonly above: readonly string[];
}

const flat = (parent: Node, above: readonly string[] = []): readonly Placed[] =>
  parts(parent.concept).flatMap(concept => {
    const parents = parts(concept.property)
      .filter(({ code }) => code === "subsumedBy")
      .map(({ valueCode }) => String(valueCode));
    const own = [...above, ...parents];
    return [{ concept, above: own }, ...flat(concept, [...own, String(concept.code)])];
  });
