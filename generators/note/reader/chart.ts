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
  const byId = new Map<string, Fact>();
  const [present, absent, drugs, dates]: [Fact[], Fact[], Fact[], Fact[]] = [[], [], [], []];
  for (const fact of facts) {
    byId.set(fact.id, fact);
    if (fact.kind === "date") dates.push(fact);
    if (isWhole("condition/", fact)) (fact.value === "absent" ? absent : present).push(fact);
    if (isWhole("medication/", fact)) drugs.push(fact);
  }
  return { byId, present, absent, drugs, dates };
};

/** Whether a fact is the thing itself, no dose or date of it. */
const isWhole = (kind: string, { id }: Fact): boolean =>
  id.startsWith(kind) && id.indexOf("/", kind.length) < 0;
