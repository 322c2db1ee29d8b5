import type { Fact } from "../../../schemas/person.ts";

/** A place in the text that cannot be true of the person. */
export interface Contradiction {
  readonly span: readonly [number, number];
  readonly fact: string;
  readonly rule: string;
}

/** Facts as the reader looks them up: by id, and by group. */
export interface Chart {
  readonly byId: ReadonlyMap<string, Fact>;
  readonly present: readonly Fact[];
  readonly absent: readonly Fact[];
  readonly drugs: readonly Fact[];
  readonly dates: readonly Fact[];
}

export const chartOf = (facts: readonly Fact[]): Chart => {
  const conditions = facts.filter(({ id }) => /^condition\/[^/]+$/.test(id));
  return {
    byId: new Map(facts.map(fact => [fact.id, fact])),
    present: conditions.filter(({ value }) => value !== "absent"),
    absent: conditions.filter(({ value }) => value === "absent"),
    drugs: facts.filter(({ id }) => /^medication\/[^/]+$/.test(id)),
    dates: facts.filter(({ kind }) => kind === "date"),
  };
};
