import * as matchers from "@vitest/expect";
import { restoreAllMocks, spyOn } from "@vitest/spy";
import * as chai from "chai";

/** One test of a file, with what its `describe` blocks do before and after. */
export interface Case {
  /** Titles of its blocks and its own, joined; its number in the file goes before, as titles may come twice. */
  readonly id: string;
  readonly run: () => unknown;
}

/** The tests of one file, and what is to be done when the last has run. */
export interface Suite {
  readonly cases: readonly Case[];
  readonly afterwards: readonly (() => unknown)[];
}

type Body = (...row: never[]) => unknown;

/**
 * The part of Vitest that tests of `privacy/` use, for running them inside one process: what it collects are the tests
 * of one file. Matchers are Vitest's own.
 */
export const collector = () => {
  const cases: Case[] = [];
  const afterwards: (() => unknown)[] = [];
  const titles: string[] = [];
  const block = (title: string, body: () => void): void => {
    titles.push(title);
    body();
    titles.pop();
  };
  const test = (title: string, run: () => unknown): void => {
    cases.push({ id: [`${cases.length + 1}`, ...titles, title].join(" | "), run });
  };
  const skip = (): void => {};
  const describe = Object.assign(block, {
    each: overRows(block as (title: string, body: () => unknown) => void),
    skipIf: (isSkipped: boolean) => (isSkipped ? skip : block),
  });
  const it = Object.assign(test, {
    each: overRows(test),
    skip,
    skipIf: (isSkipped: boolean) => (isSkipped ? skip : test),
  });
  const afterAll = (run: () => unknown): void => {
    afterwards.push(run);
  };
  const suite: Suite = { cases, afterwards };
  return { suite, vitest: { describe, it, test: it, expect, afterAll, vi: { spyOn, restoreAllMocks } } };
};

const overRows =
  (declare: (title: string, body: () => unknown) => void) =>
  (rows: readonly unknown[]) =>
  (title: string, body: Body): void => {
    for (const row of rows) {
      const values = (Array.isArray(row) ? row : [row]) as never[];
      declare(title, () => body(...values));
    }
  };

chai.use(matchers.JestExtend);
chai.use(matchers.JestChaiExpect);
chai.use(matchers.JestAsymmetricMatchers);

const expect = Object.assign((value: unknown, message?: string) => chai.expect(value, message) as unknown, {
  unreachable: (message = "is not to be reached"): never => {
    throw new chai.AssertionError(message);
  },
});
