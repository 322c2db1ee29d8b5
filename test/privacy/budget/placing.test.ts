import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zcdpRho } from "../../../privacy/accountant/zcdp.ts";
import { type Book, EMPTY, readBook, withLines } from "../../../privacy/budget/book.ts";
import { entered } from "../../../privacy/budget/decide.ts";
import type { BudgetBody } from "../../../privacy/budget/lines.ts";
import { placed, type Roster } from "../../../privacy/budget/placing.ts";
import type { PrivacyEvent } from "../../../privacy/event.ts";
import { planHash, runId } from "./contract.ts";

const CHECK = "a".repeat(64);
const rho = (events: readonly PrivacyEvent[]) =>
  zcdpRho(events.map(event => ({ purpose: "x", event, count: 1 })));
const cost = (tenths: number): PrivacyEvent => ({
  kind: "gaussian",
  noiseMultiplier: String(5 / Math.sqrt(tenths)),
});

/** One run after another: who is in it, under which marks, and what it costs. */
const played = (runs: readonly { readonly roster: Roster; readonly events: readonly PrivacyEvent[] }[]) => {
  let book: Book = EMPTY;
  const lines: BudgetBody[] = [];
  for (const [i, { roster, events }] of runs.entries()) {
    const { append } = entered(book, CHECK, { run: runId(i), roster, events, planHash });
    lines.push(...append);
    book = withLines(book, append);
  }
  return { book, lines };
};

const cohortsOf = (book: Book, marks: readonly string[]) =>
  [...new Set(marks.map(mark => book.owners.get(mark)!))].map(owner => book.cohorts.get(owner)!);

describe("where patients belong in the lifetime book", () => {
  it("whoever was spent on in a run, that patient's cohort was charged for it: renamed, re-exported, merged (400 random histories, seed 31)", () => {
    // Ten people, each with an id and two recordings; an export gives any of the three, or a new id.
    const person = fc.record({
      who: fc.integer({ min: 0, max: 9 }),
      marks: fc.subarray(["id", "ecg", "image", "second id"], { minLength: 1 }),
    });
    const run = fc.record({
      people: fc.uniqueArray(person, { minLength: 1, maxLength: 6, selector: ({ who }) => who }),
      tenths: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 12 }), history => {
        const runs = history.map(({ people, tenths }) => ({
          roster: people.map(({ who, marks }) => marks.map(mark => `${mark} of ${who}`)),
          events: [cost(tenths)],
          people,
        }));
        const { book, lines } = played(runs);
        const read = readBook({ lines: lines.map((body, i) => ({ line: i + 1, body })) });
        expect(read.failures).toEqual([]);
        // Two people whom nothing ever linked, under marks that were never seen together, are strangers to the book:
        // so a person's losses are counted along the marks that some run showed to be one person's.
        for (const { roster } of runs)
          for (const marks of roster) {
            const same = linked(
              marks,
              runs.map(each => each.roster),
            );
            const spent = runs.filter(each => each.roster.some(other => other.some(mark => same.has(mark))));
            const due = rho(spent.flatMap(({ events }) => events));
            for (const cohort of cohortsOf(book, marks))
              expect(rho([...cohort.runs.values()].flat())).toBeGreaterThanOrEqual(due * (1 - 1e-12));
          }
      }),
      { numRuns: 400, seed: 31 },
    );
  });

  it("patients who share nobody are apart, and a run over both is charged to both, whole", () => {
    const { book } = played([
      { roster: [["a"], ["b"]], events: [cost(1)] },
      { roster: [["c"]], events: [cost(2)] },
      { roster: [["b"], ["c"], ["d"]], events: [cost(4)] },
    ]);
    expect(book.cohorts.size).toBe(2);
    const [first, second] = [1, 2].map(number => rho([...book.cohorts.get(number)!.runs.values()].flat()));
    expect(first! / rho([cost(1), cost(4)])).toBeCloseTo(1, 9);
    expect(second! / rho([cost(2), cost(4)])).toBeCloseTo(1, 9);
    expect(book.owners.get("d")).toBe(1);
  });

  it("two cohorts in which one patient is found are one, with the runs and limits of both", () => {
    const limits = ["2", "5"].map(
      (epsilon, i): BudgetBody => ({ kind: "limit", cohorts: [i + 1], epsilon, delta: "1e-6" }),
    );
    const { book } = played([
      { roster: [["id"]], events: [cost(1)] },
      { roster: [["ecg"]], events: [cost(2)] },
    ]);
    const { append } = entered(withLines(book, limits), CHECK, {
      run: runId(9),
      roster: [["id", "ecg"]],
      events: [cost(1)],
      planHash,
    });
    const merged = withLines(withLines(book, limits), append).cohorts;
    expect([...merged.keys()]).toEqual([1]);
    expect(merged.get(1)).toMatchObject({ limits: [{ epsilon: "2" }, { epsilon: "5" }] });
    expect(rho([...merged.get(1)!.runs.values()].flat()) / rho([cost(1), cost(2), cost(1)])).toBeCloseTo(
      1,
      9,
    );
  });

  it("two rows that share a mark are one person: what was spent on either counts for both, at once", () => {
    const apart = played([
      { roster: [["a"]], events: [cost(1)] },
      { roster: [["b"]], events: [cost(2)] },
    ]);
    for (const roster of [
      [
        ["a", "m"],
        ["b", "m"],
      ],
      [
        ["m", "x"],
        ["b", "m"],
        ["x", "a"],
      ],
      [["x"], ["b", "m"], ["m", "x", "a"]],
    ]) {
      const { append } = entered(apart.book, CHECK, { run: runId(9), roster, events: [cost(4)], planHash });
      const book = withLines(apart.book, append);
      expect(faultsOf([...apart.lines, ...append])).toEqual([]);
      for (const mark of roster.flat()) expect(book.owners.get(mark), mark).toBe(1);
      const spent = rho([...book.cohorts.get(1)!.runs.values()].flat());
      expect(spent / rho([cost(1), cost(2), cost(4)])).toBeCloseTo(1, 9);
    }
  });

  it("links through a third cohort join all three, whichever is found first", () => {
    const three = played(["a", "b", "c"].map(mark => ({ roster: [[mark]], events: [cost(1)] })));
    for (const roster of [
      [
        ["a", "c"],
        ["b", "c"],
      ],
      [
        ["b", "c"],
        ["a", "b"],
      ],
      [
        ["a", "b"],
        ["b", "c"],
      ],
      [
        ["c", "b"],
        ["c", "a"],
      ],
      [["c", "b", "a"]],
    ]) {
      const { append } = entered(three.book, CHECK, { run: runId(9), roster, events: [cost(1)], planHash });
      expect(faultsOf([...three.lines, ...append]), JSON.stringify(append)).toEqual([]);
      const { cohorts, owners } = withLines(three.book, append);
      expect([...cohorts.keys()]).toEqual([1]);
      expect([...owners.values()]).toEqual([1, 1, 1]);
    }
  });

  it("a cohort joined to one that is joined to a third by other patients goes the whole way", () => {
    const four = played(["a", "b", "c", "d"].map(mark => ({ roster: [[mark]], events: [cost(1)] })));
    for (const links of permutations([
      ["a", "d"],
      ["d", "x", "c"],
      ["b", "c"],
    ])) {
      const { append } = entered(four.book, CHECK, {
        run: runId(9),
        roster: links,
        events: [cost(1)],
        planHash,
      });
      expect(faultsOf([...four.lines, ...append])).toEqual([]);
      expect([...withLines(four.book, append).cohorts.keys()]).toEqual([1]);
    }
  });

  it("cohorts are told in ascending order, newcomers go to the first, and marks stand sorted", () => {
    const two = played([
      { roster: [["a"]], events: [cost(1)] },
      { roster: [["b"]], events: [cost(2)] },
    ]).book;
    const { cohorts, append, known } = placed(two, CHECK, [["z"], ["b"], ["q"], ["a", "c"]]);
    expect([cohorts, known]).toEqual([[1, 2], 2]);
    expect(append).toEqual([{ kind: "patients", cohort: 1, marks: ["c", "q", "z"] }]);
    expect(placed(two, CHECK, [["b"], ["a"]]).append).toEqual([]);
  });

  it("a folder without patients opens a cohort of nobody", () => {
    expect(placed(EMPTY, CHECK, [])).toMatchObject({ cohorts: [1], known: 0 });
    expect(placed(EMPTY, CHECK, []).append).toEqual([
      { kind: "budget-book", format: "semblance-budget/1", keyCheck: CHECK },
      { kind: "patients", cohort: 1, marks: [] },
    ]);
    const { book } = played([{ roster: [["a"]], events: [cost(1)] }]);
    expect(placed(book, CHECK, [])).toMatchObject({ cohorts: [2], append: [{ cohort: 2, marks: [] }] });
  });

  it("a book whose lines break a rule is told, with the line", () => {
    const { lines } = played([{ roster: [["a"]], events: [cost(1), cost(1)] }]);
    const faults = (...more: BudgetBody[]) =>
      readBook({ lines: [...lines, ...more].map((body, i) => ({ line: i + 1, body })) }).failures;
    const draw = (release: number): BudgetBody => ({ kind: "draw", run: runId(0), release });
    expect(faults(draw(0), draw(1))).toEqual([]);
    expect(faults(draw(0), draw(0))).toEqual(["line 5: a release drawn twice"]);
    expect(faults(draw(2))).toEqual(["line 4: a draw without its charge"]);
    expect(faults(lines[0]!)).toEqual(["line 4: a second header"]);
    expect(faults(lines[2]!)).toEqual(["line 4: a charge out of its run's order"]);
    expect(faults({ kind: "patients", cohort: 2, marks: ["a"] })).toEqual([
      "line 4: a patient who is in a cohort already",
    ]);
    expect(faults({ kind: "patients", cohort: 3, marks: [] })).toEqual([
      "line 4: is about a cohort that is not there",
    ]);
    expect(faults({ kind: "merge", into: 1, from: 2 })).toEqual([
      "line 4: is about a cohort that is not there",
    ]);
    const limit: BudgetBody = { kind: "limit", cohorts: [1], epsilon: "1", delta: "1e-6" };
    expect(faults(limit, limit)).toEqual(["line 5: a second limit"]);
    expect(readBook({ lines: [{ line: 1, body: lines[1]! }] }).failures).toEqual([
      "line 1: comes before the header",
    ]);
  });
});

const faultsOf = (bodies: readonly BudgetBody[]) =>
  readBook({ lines: bodies.map((body, i) => ({ line: i + 1, body })) }).failures;

const permutations = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map(rest => [item, ...rest]));

/** All marks that some run showed to belong to the person with these. */
const linked = (marks: readonly string[], rosters: readonly Roster[]): ReadonlySet<string> => {
  const same = new Set(marks);
  for (let size = 0; size < same.size; ) {
    size = same.size;
    for (const person of rosters.flat())
      if (person.some(mark => same.has(mark))) for (const mark of person) same.add(mark);
  }
  return same;
};
