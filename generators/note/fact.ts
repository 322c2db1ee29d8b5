import type { Fact } from "../../schemas/person.ts";

/** A fact; `unit` where a bare number could be two things. */
export const fact = (
  id: string,
  kind: Fact["kind"],
  name: string,
  value: Fact["value"],
  unit?: string,
): Fact => ({ id, kind, name, value, ...(unit === undefined ? {} : { unit }) });

/** Lower-case ASCII words joined by hyphens: the stable part of a fact id. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");

/** Facts by id, for look-up. */
export type FactIndex = ReadonlyMap<string, Fact>;

export const indexOf = (facts: readonly Fact[]): FactIndex => new Map(facts.map(found => [found.id, found]));
