import type { Chain } from "../chain.ts";
import type { PrivacyEvent } from "../event.ts";
import type { BudgetBody } from "./lines.ts";

type Line<K extends BudgetBody["kind"]> = Extract<BudgetBody, { kind: K }>;

export interface Limit {
  readonly epsilon: string;
  readonly delta: string;
}

/** Patients who are always spent on together, and what was. */
export interface BookCohort {
  /** More than one where cohorts with a limit each turned out to be one: all of them hold. */
  readonly limits: readonly Limit[];
  /** Run → everything charged for it. */
  readonly runs: ReadonlyMap<string, readonly PrivacyEvent[]>;
}

/** What a lifetime book amounts to. */
export interface Book {
  /** Absent where nothing was ever written. */
  readonly keyCheck?: string | undefined;
  readonly cohorts: ReadonlyMap<number, BookCohort>;
  /** Cohorts ever opened, those that became part of others included. */
  readonly opened: number;
  /** Mark of a patient → the cohort that it belongs to. */
  readonly owners: ReadonlyMap<string, number>;
  /** Run → releases that it was about to make. */
  readonly draws: ReadonlyMap<string, ReadonlySet<number>>;
}

/** A book while it is read. */
interface Draft {
  keyCheck?: string | undefined;
  opened: number;
  readonly cohorts: Map<number, BookCohort>;
  readonly owners: Map<string, number>;
  readonly draws: Map<string, Set<number>>;
}

export const EMPTY: Book = { opened: 0, cohorts: new Map(), owners: new Map(), draws: new Map() };

/**
 * Reads a lifetime book's lines. Rules: the header first and once; cohorts are numbered as they come; a mark belongs to
 * one cohort; a limit is set once; a run's charges follow each other; a release is charged before it is drawn, and drawn
 * once.
 */
export const readBook = ({
  lines,
}: Pick<Chain<BudgetBody>, "lines">): { readonly book: Book; readonly failures: readonly string[] } => {
  const draft = draftOf(EMPTY);
  const failures: string[] = [];
  for (const { line, body } of lines) {
    const fault = body === undefined ? "is not intact" : apply(body, draft);
    if (fault !== undefined) failures.push(`line ${line}: ${fault}`);
  }
  return { book: draft, failures };
};

/** The book as it would be with these lines at its end. */
export const withLines = (book: Book, bodies: readonly BudgetBody[]): Book => {
  const draft = draftOf(book);
  for (const body of bodies) apply(body, draft);
  return draft;
};

const draftOf = ({ keyCheck, opened, cohorts, owners, draws }: Book): Draft => ({
  keyCheck,
  opened,
  cohorts: new Map(cohorts),
  owners: new Map(owners),
  draws: new Map([...draws].map(([run, releases]) => [run, new Set(releases)])),
});

/** @returns what is wrong with the line, if anything */
const apply = (body: BudgetBody, draft: Draft): string | undefined => {
  if ((body.kind === "budget-book") !== (draft.keyCheck === undefined))
    return body.kind === "budget-book" ? "a second header" : "comes before the header";
  switch (body.kind) {
    case "budget-book":
      draft.keyCheck = body.keyCheck;
      return undefined;
    case "patients":
      return addPatients(body, draft);
    case "merge":
      return merge(body, draft);
    case "limit":
      return setLimit(body, draft);
    case "charge":
      return addCharge(body, draft);
    case "draw":
      return addDraw(body, draft);
    case "recovered":
      return undefined;
  }
};

const ABSENT = "is about a cohort that is not there";

const addPatients = ({ cohort, marks }: Line<"patients">, draft: Draft): string | undefined => {
  const { cohorts, owners } = draft;
  if (cohort === draft.opened + 1) {
    draft.opened = cohort;
    cohorts.set(cohort, { limits: [], runs: new Map() });
  }
  if (!cohorts.has(cohort)) return ABSENT;
  const isTaken = marks.some(mark => owners.has(mark));
  for (const mark of marks) owners.set(mark, cohort);
  return isTaken ? "a patient who is in a cohort already" : undefined;
};

/** A run charged to both counts once: with what it was charged more. */
const merge = ({ into, from }: Line<"merge">, { cohorts, owners }: Draft): string | undefined => {
  const [a, b] = [cohorts.get(into), cohorts.get(from)];
  if (a === undefined || b === undefined || into === from) return ABSENT;
  const runs = new Map(a.runs);
  for (const [run, events] of b.runs) if (events.length > (runs.get(run)?.length ?? 0)) runs.set(run, events);
  cohorts.set(into, { limits: [...a.limits, ...b.limits], runs });
  cohorts.delete(from);
  for (const [mark, owner] of owners) if (owner === from) owners.set(mark, into);
  return undefined;
};

const setLimit = ({ cohorts: numbers, epsilon, delta }: Line<"limit">, { cohorts }: Draft) => {
  for (const number of numbers) {
    const cohort = cohorts.get(number);
    if (cohort === undefined) return ABSENT;
    if (cohort.limits.length > 0) return "a second limit";
    cohorts.set(number, { ...cohort, limits: [{ epsilon, delta }] });
  }
  return undefined;
};

const addCharge = ({ run, cohorts: numbers, from, events }: Line<"charge">, { cohorts }: Draft) => {
  for (const number of numbers) {
    const cohort = cohorts.get(number);
    if (cohort === undefined) return ABSENT;
    const earlier = cohort.runs.get(run) ?? [];
    if (from !== earlier.length) return "a charge out of its run's order";
    cohorts.set(number, { ...cohort, runs: new Map([...cohort.runs, [run, [...earlier, ...events]]]) });
  }
  return undefined;
};

const addDraw = ({ run, release }: Line<"draw">, { cohorts, draws }: Draft): string | undefined => {
  const charged = [...cohorts.values()].flatMap(({ runs }) => runs.get(run)?.length ?? []);
  if (charged.length === 0 || charged.some(releases => release >= releases))
    return "a draw without its charge";
  const drawn = draws.get(run) ?? new Set();
  draws.set(run, drawn);
  if (drawn.has(release)) return "a release drawn twice";
  drawn.add(release);
  return undefined;
};
