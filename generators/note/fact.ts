import type { Fact } from "../../schemas/person.ts";

/** A fact; `unit` where a bare number could be two things. */
export const fact = (
  id: string,
  kind: Fact["kind"],
  name: string,
  value: Fact["value"],
  unit?: string,
): Fact => (unit === undefined ? { id, kind, name, value } : { id, kind, name, value, unit });

/** The slug of a fact that stands for the thing itself (`condition/asthma`); undefined for its parts and other kinds. */
export const slugIn = (kind: string, id: string): string | undefined =>
  id.startsWith(kind) && id[kind.length] === "/" && id.indexOf("/", kind.length + 1) < 0
    ? id.slice(kind.length + 1)
    : undefined;

/** Lower-case ASCII words joined by hyphens: the stable part of a fact id. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");

/** Facts by id, for look-up. */
export type FactIndex = ReadonlyMap<string, Fact>;

export const indexOf = (facts: readonly Fact[]): FactIndex => new Map(facts.map(found => [found.id, found]));
