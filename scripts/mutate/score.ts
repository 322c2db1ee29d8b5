import { readFileSync } from "node:fs";

/** One break of one file, and what the tests made of it. */
export interface Mutant {
  readonly line: number;
  /** The source line that it begins in. */
  readonly code: string;
  readonly replacement: string;
  readonly mutator: string;
  readonly status: string;
}

/** A mutant that no test can kill, because the program means the same with it. */
export interface Equivalent {
  readonly file: string;
  readonly code: string;
  readonly replacement: string;
  readonly reason: string;
}

export interface Score {
  readonly path: string;
  /** All that compiled. */
  readonly mutants: number;
  /** Noticed by a test, an endless loop included. */
  readonly killed: number;
  /** Of those that survived, explained in the list of equivalents. */
  readonly equivalent: number;
  readonly survivors: readonly Mutant[];
}

const LIST = "test/privacy/mutation/equivalent.json";

export const equivalents = (): readonly Equivalent[] =>
  JSON.parse(readFileSync(LIST, "utf8")) as Equivalent[];

export const score = (path: string, mutants: readonly Mutant[]): Score => {
  const known = equivalents().filter(({ file }) => file === path);
  const counted = mutants.filter(
    ({ status }) => !["CompileError", "RuntimeError", "Ignored"].includes(status),
  );
  const alive = counted.filter(({ status }) => status !== "Killed" && status !== "Timeout");
  const isKnown = (mutant: Mutant) =>
    known.some(({ code, replacement }) => code === mutant.code && replacement === mutant.replacement);
  const survivors = alive.filter(mutant => !isKnown(mutant));
  return {
    path,
    mutants: counted.length,
    killed: counted.length - alive.length,
    equivalent: alive.length - survivors.length,
    survivors,
  };
};

/** Killed among all, and among those that are not equivalent, in per cent. */
export const rates = (rows: readonly Score[]) => {
  const sum = (count: (row: Score) => number) => rows.reduce((total, row) => total + count(row), 0);
  const [mutants, killed, equivalent] = [sum(r => r.mutants), sum(r => r.killed), sum(r => r.equivalent)];
  const percent = (part: number, all: number) => (all === 0 ? 100 : Math.floor((1000 * part) / all) / 10);
  return {
    mutants,
    killed,
    equivalent,
    raw: percent(killed, mutants),
    score: percent(killed, mutants - equivalent),
  };
};
