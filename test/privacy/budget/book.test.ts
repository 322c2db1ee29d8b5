import { describe, expect, it } from "vitest";
import { type Book, EMPTY, readBook, withLines } from "../../../privacy/budget/book.ts";
import { drawn, entered, epsilonAt, limited, look } from "../../../privacy/budget/decide.ts";
import type { BudgetBody } from "../../../privacy/budget/lines.ts";
import { BudgetExceeded, InvalidRequest } from "../../../src/errors.ts";
import { planHash, runId, TENTH } from "./contract.ts";

const CHECK = "a".repeat(64);
const HEADER: BudgetBody = { kind: "budget-book", format: "semblance-budget/1", keyCheck: CHECK };
const patients = (cohort: number, ...marks: string[]): BudgetBody => ({ kind: "patients", cohort, marks });
const charge = (cohorts: number[], { run = 1, from = 0, times = 1 } = {}): BudgetBody => ({
  kind: "charge",
  run: runId(run),
  cohorts,
  from,
  events: new Array(times).fill(TENTH),
});
const draw = (release: number, run = 1): BudgetBody => ({ kind: "draw", run: runId(run), release });
const merge = (into: number, from: number): BudgetBody => ({ kind: "merge", into, from });
const limit = (cohorts: number[]): BudgetBody => ({ kind: "limit", cohorts, epsilon: "1", delta: "1e-6" });

const read = (...bodies: readonly (BudgetBody | undefined)[]) =>
  readBook({ lines: bodies.map((body, i) => ({ line: i + 1, ...(body && { body }) })) });
const faults = (...bodies: readonly (BudgetBody | undefined)[]) => read(...bodies).failures;
const bookOf = (...bodies: readonly BudgetBody[]): Book => {
  const { book, failures } = read(...bodies);
  expect(failures).toEqual([]);
  return book;
};

/** Two cohorts with one patient each. */
const TWO = [HEADER, patients(1, "a"), patients(2, "b")] as const;

describe("the rules of a lifetime book", () => {
  it("a line that says nothing is a fault, wherever it stands", () => {
    expect(faults(undefined)).toEqual(["line 1: is not intact"]);
    expect(faults(HEADER, undefined, patients(1, "a"))).toEqual(["line 2: is not intact"]);
  });

  it("a patient in a cohort already is told, also among newcomers", () => {
    expect(faults(HEADER, patients(1, "a"), patients(2, "b", "a", "c"))).toEqual([
      "line 3: a patient who is in a cohort already",
    ]);
  });

  it("limits, charges and merges name cohorts that are there, and two different ones", () => {
    const absent = "line 4: is about a cohort that is not there";
    for (const line of [merge(3, 1), merge(1, 3), merge(1, 1), limit([1, 3]), charge([3])])
      expect(faults(...TWO, line)).toEqual([absent]);
    expect(faults(...TWO, merge(1, 2), charge([2]))).toEqual(["line 5: is about a cohort that is not there"]);
  });

  it("a draw needs its charge in every cohort of its run, and in no other", () => {
    expect(faults(...TWO, charge([2]), draw(0))).toEqual([]);
    expect(faults(...TWO, charge([2]), draw(1))).toEqual(["line 5: a draw without its charge"]);
    expect(faults(...TWO, charge([2]), draw(0, 7))).toEqual(["line 5: a draw without its charge"]);
    expect(faults(...TWO, charge([1, 2]), charge([1], { from: 1 }), draw(1))).toEqual([
      "line 6: a draw without its charge",
    ]);
  });

  it("a merge moves the patients of the one cohort, and nobody else's", () => {
    const { owners, cohorts, opened } = bookOf(...TWO, patients(3, "c"), merge(1, 2));
    expect(Object.fromEntries(owners)).toEqual({ a: 1, b: 1, c: 3 });
    expect([[...cohorts.keys()], opened]).toEqual([[1, 3], 3]);
  });

  it("a run charged to both of two merged cohorts counts once, with what it was charged more", () => {
    for (const more of [1, 2]) {
      const { cohorts } = bookOf(
        ...TWO,
        charge([1, 2]),
        charge([more], { from: 1, times: 2 }),
        charge([2], { run: 2 }),
        merge(1, 2),
      );
      const runs = [...cohorts.get(1)!.runs].map(([run, events]) => [run, events.length]);
      expect(runs).toEqual([
        [runId(1), 3],
        [runId(2), 1],
      ]);
    }
  });

  it("more lines leave the book before them as it was, and keep what it held", () => {
    const before = bookOf(...TWO, charge([1, 2], { times: 2 }), draw(0));
    const after = withLines(before, [draw(1)]);
    expect([...before.draws.get(runId(1))!]).toEqual([0]);
    expect([...after.draws.get(runId(1))!]).toEqual([0, 1]);
    expect(withLines(before, [])).toEqual(before);
    withLines(before, [patients(3, "c"), merge(1, 2), limit([1]), charge([1], { run: 3 })]);
    expect(before).toEqual(bookOf(...TWO, charge([1, 2], { times: 2 }), draw(0)));
    expect(withLines(EMPTY, TWO)).toEqual(bookOf(...TWO));
  });
});

describe("decisions on a lifetime book", () => {
  const entry = { run: runId(1), events: [TENTH], planHash };

  it("a total of exactly the limit is within it, and a hair more is not", () => {
    const delta = "1e-6";
    const { cohorts } = look(bookOf(HEADER, patients(1, "a"), charge([1])), CHECK, [["a"]]).answer;
    const spent = epsilonAt(cohorts[0]!, delta);
    expect(spent).toBeGreaterThan(0.5);
    const under = (epsilon: number) =>
      withLines(bookOf(HEADER, patients(1, "a")), [
        { kind: "limit", cohorts: [1], epsilon: epsilon.toFixed(58), delta },
      ]);
    expect(() => entered(under(spent), CHECK, { ...entry, roster: [["a"]] })).not.toThrow();
    expect(() => entered(under(spent * (1 - 2 ** -52)), CHECK, { ...entry, roster: [["a"]] })).toThrow(
      BudgetExceeded,
    );
  });

  it("a limit's δ is below 1e-3", () => {
    const set = (delta: string) => limited(EMPTY, CHECK, [["a"]], { epsilon: "1", delta });
    expect(() => set("1e-3")).toThrow(InvalidRequest);
    expect(set("9.99e-4").append.map(({ kind }) => kind)).toEqual(["budget-book", "patients", "limit"]);
  });

  it("a draw is about the cohorts of its run alone, whatever else the book holds", () => {
    const book = bookOf(...TWO, charge([2]));
    expect(drawn(book, runId(1), 0)).toEqual({ append: [draw(0)], answer: false });
    expect(drawn(withLines(book, [draw(0)]), runId(1), 0)).toEqual({
      append: [charge([2], { from: 1 }), draw(1)],
      answer: true,
    });
    expect(() => drawn(book, runId(1), 1)).toThrow(
      "release 2 of this run must be charged to the lifetime book first",
    );
  });
});
