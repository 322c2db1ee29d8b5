import {
  type Clique,
  cellsOf,
  type Grouping,
  type TableShape,
  tableCells,
} from "../../../schemas/marginal.ts";
import { groupMap, sumInto } from "./index-map.ts";

/**
 * An attribute's categories in at most `limit` groups of about equal share, two or more. Categories in order are cut where
 * they are; of the others the largest stand alone and the rest together. What a table loses in detail it gains in
 * people a cell.
 *
 * @param shares   of the categories, from releases
 * @param ordered  the first so many categories are in order, 0 for none; the others (missing) join the largest group
 * @param limit    ≥ 2
 * @returns        every category alone where there are no more than the limit
 */
export const groupingOf = (shares: ArrayLike<number>, ordered: number, limit: number): Grouping => {
  const size = shares.length;
  const all = Array.from({ length: size }, (_, code) => code);
  if (size <= limit) return all;
  if (ordered < 2) {
    const ranked = [...all].sort((a, b) => shares[b]! - shares[a]! || a - b);
    return all.map(code => Math.min(ranked.indexOf(code), limit - 1));
  }
  const groups = cut(
    all.slice(0, ordered).map(code => shares[code]!),
    limit,
  );
  const mass = new Float64Array(limit);
  for (const [code, group] of groups.entries()) mass[group] = mass[group]! + shares[code]!;
  const largest = mass.indexOf(Math.max(...mass));
  return all.map(code => groups[code] ?? largest);
};

/** Cuts a row of shares into `limit` runs, or as many as it has members: the first cut at 1/limit of the mass, and so on. */
const cut = (shares: readonly number[], limit: number): readonly number[] => {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const runs = Math.min(limit, shares.length);
  const groups: number[] = [];
  let [group, mass] = [0, 0];
  for (const [code, share] of shares.entries()) {
    const isFull = code > 0 && mass + share / 2 > ((group + 1) * total) / runs;
    const mustMove = shares.length - code <= runs - 1 - group;
    const mayMove = group < runs - 1 && groups.at(-1) === group;
    if (mayMove && (isFull || mustMove)) group++;
    groups.push(group);
    mass += share;
  }
  return groups;
};

/** What is known of the attributes before any pair is measured. */
export interface Attributes {
  readonly sizes: readonly number[];
  /** Shares of every attribute's categories, from releases. */
  readonly shares: readonly ArrayLike<number>[];
  /** For every attribute how many of its first categories are in order, 0 for none. */
  readonly ordered: readonly number[];
}

/** The finest table over a pair with at most `cells` cells, and no fewer than two groups along an axis. */
export const finestShape = (
  { sizes, shares, ordered }: Attributes,
  pair: Clique,
  cells: number,
): TableShape => {
  if (cellsOf(pair, sizes) <= cells) return { clique: pair };
  const axesAt = (limit: number) =>
    pair.reduce((product, variable) => product * Math.min(limit, sizes[variable]!), 1);
  let limit = 2;
  while (axesAt(limit + 1) <= cells) limit++;
  if (pair.every(variable => sizes[variable]! <= limit)) return { clique: pair };
  return {
    clique: pair,
    groupings: pair.map(variable => groupingOf(shares[variable]!, ordered[variable]!, limit)),
  };
};

/** A table over a pair of attributes, added up over the groups of a shape. */
export const grouped = (shape: TableShape, table: Float64Array, sizes: readonly number[]): Float64Array => {
  const map = groupMap(shape, sizes);
  if (map === undefined) return table;
  const sums = new Float64Array(tableCells(shape, sizes));
  sumInto(table, map, sums);
  return sums;
};
