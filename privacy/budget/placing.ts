import { InvalidRequest } from "../../src/errors.ts";
import { type Book, withLines } from "./book.ts";
import type { BudgetBody } from "./lines.ts";

/** Marks of every patient of a cohort folder, one list a patient. Lists that share a mark are one patient's. */
export type Roster = readonly (readonly string[])[];

/** A roster's place in a book. */
export interface Placing {
  /** The book with every patient of the roster in it. */
  readonly book: Book;
  /** The lines that put them there. */
  readonly append: readonly BudgetBody[];
  /** Numbers of the cohorts that they are in, ascending. */
  readonly cohorts: readonly number[];
  /** Patients of the roster whom the book knew. */
  readonly known: number;
}

/**
 * Puts a roster's patients where they belong. A patient stays in the cohort that held them first; one found in two
 * joins these for good; all who are new go to the first cohort that the roster touches, or to one of their own. So what
 * was ever spent on a patient was charged to that patient's cohort.
 *
 * @param keyCheck  of the key that made the marks
 * @throws          InvalidRequest if the book's marks were made with another key
 */
export const placed = (book: Book, keyCheck: string, roster: Roster): Placing => {
  if (book.keyCheck !== undefined && book.keyCheck !== keyCheck)
    throw new InvalidRequest(
      "the lifetime book was started with another key; copy budget-key from the folder of the owner who started it",
    );
  const start: BudgetBody[] =
    book.keyCheck === undefined ? [{ kind: "budget-book", format: "semblance-budget/1", keyCheck }] : [];
  const people = persons(roster);
  const append = [...start, ...merges(book, people)];
  const merged = withLines(book, append);
  const { lines, cohorts } = arrivals(merged, people);
  const known = roster.filter(marks => marks.some(mark => book.owners.has(mark))).length;
  return { book: withLines(merged, lines), append: [...append, ...lines], cohorts, known };
};

/** Lists that share a mark, directly or through others, made one. */
const persons = (roster: Roster): Roster => {
  const person = new Map<string, ReadonlySet<string>>();
  for (const marks of roster) {
    const all = new Set(marks.flatMap(mark => [mark, ...(person.get(mark) ?? [])]));
    for (const mark of all) person.set(mark, all);
  }
  return [...new Set(person.values())].map(marks => [...marks]);
};

/** Cohorts that share a patient become one: the earliest of them. */
const merges = (book: Book, roster: Roster): readonly BudgetBody[] => {
  const joined = new Map<number, number>();
  const root = (cohort: number): number => {
    const next = joined.get(cohort);
    return next === undefined ? cohort : root(next);
  };
  for (const marks of roster) {
    const [first, ...others] = marks.flatMap(mark => book.owners.get(mark) ?? []);
    for (const other of others) {
      const [into, from] = [root(first!), root(other)].sort((a, b) => a - b) as [number, number];
      if (into !== from) joined.set(from, into);
    }
  }
  // As they were found: a cohort is joined to another before that one is joined to a third.
  return [...joined].map(([from, into]) => ({ kind: "merge", into, from }));
};

const arrivals = (book: Book, people: Roster) => {
  const owners = people.map(marks =>
    marks.map(mark => book.owners.get(mark)).find(owner => owner !== undefined),
  );
  const touched = [...new Set(owners.filter(owner => owner !== undefined))].sort((a, b) => a - b);
  const cohorts = touched.length > 0 ? touched : [book.opened + 1];
  const fresh = new Map<number, string[]>(touched.length > 0 ? [] : [[cohorts[0]!, []]]);
  for (const [i, marks] of people.entries()) {
    const cohort = owners[i] ?? cohorts[0]!;
    const unknown = marks.filter(mark => !book.owners.has(mark));
    const list = fresh.get(cohort) ?? [];
    list.push(...unknown);
    if (list.length > 0) fresh.set(cohort, list);
  }
  const lines = [...fresh].map(
    ([cohort, marks]): BudgetBody => ({ kind: "patients", cohort, marks: marks.sort() }),
  );
  return { lines, cohorts };
};
