import type { Rng } from "../../../src/math/rng.ts";

/** Trait values of recordings: one row a recording, NaN where it has no such thing. */
export type Rows = readonly Float64Array[];

/** What two sets of recordings differ by in one trait. */
export interface Distance {
  /** Wasserstein-1, in the trait's unit; NaN where one set has no value. */
  readonly moved: number;
  /** Kolmogorov and Smirnov's, 0 to 1. */
  readonly gap: number;
}

/** Distances of the distributions of every trait between two sets. */
export const distances = (a: Rows, b: Rows): readonly Distance[] => {
  const isFirst = [...a.map(() => true), ...b.map(() => false)];
  return columns([...a, ...b]).map(column => distanceOf(column, isFirst));
};

/**
 * The same distances where the two sets are one at random: rows dealt anew, all traits together.
 *
 * @returns  rounds × traits
 */
export const chanceDistances = (
  a: Rows,
  b: Rows,
  rounds: number,
  random: Rng,
): readonly (readonly Distance[])[] => {
  const all = columns([...a, ...b]);
  const isFirst = [...a.map(() => true), ...b.map(() => false)];
  return Array.from({ length: rounds }, () => {
    for (let i = isFirst.length - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [isFirst[i], isFirst[j]] = [isFirst[j]!, isFirst[i]!];
    }
    return all.map(column => distanceOf(column, isFirst));
  });
};

/** Values of one trait in ascending order, and whose they are. */
type Column = readonly { readonly value: number; readonly row: number }[];

const columns = (rows: Rows): readonly Column[] =>
  Array.from({ length: rows[0]?.length ?? 0 }, (_, t) =>
    rows
      .map((values, row) => ({ value: values[t]!, row }))
      .filter(({ value }) => !Number.isNaN(value))
      .sort((x, y) => x.value - y.value),
  );

/** Area and height between two empirical distribution functions. */
const distanceOf = (column: Column, isFirst: readonly boolean[]): Distance => {
  const first = column.filter(({ row }) => isFirst[row]).length;
  const second = column.length - first;
  if (first === 0 || second === 0) return { moved: Number.NaN, gap: Number.NaN };
  let [lead, moved, gap] = [0, 0, 0];
  for (let i = 0; i < column.length; i++) {
    const { value, row } = column[i]!;
    lead += isFirst[row] ? 1 / first : -1 / second;
    const next = column[i + 1]?.value ?? value;
    if (next === value && i + 1 < column.length) continue;
    moved += Math.abs(lead) * (next - value);
    gap = Math.max(gap, Math.abs(lead));
  }
  return { moved, gap };
};
