import {
  type Clique,
  cellsOf,
  type Grouping,
  type TableShape,
  tableCells,
} from "../../../schemas/marginal.ts";
import { groupMap, sumInto } from "./index-map.ts";

/** One attribute as groups are made of it. */
export interface Divisible {
  /** Of the categories, from releases; may be below 0 by their noise. */
  readonly shares: ArrayLike<number>;
  /** The first so many categories are in order, 0 for none. */
  readonly ordered: number;
  /** A category or run of fewer than this share is not told from nobody. */
  readonly least: number;
}

/**
 * An attribute's categories in at most `limit` groups, two or more. A category that may be nobody's is counted with others:
 * what a table says of it is noise. Bins are joined with their neighbours, and where there are too many cut into runs of
 * about equal share; of categories in no order the largest stand alone and the rest together; what is left, the missing
 * among bins, joins the largest group. What a table loses in detail it gains in people a cell.
 *
 * @param limit  ≥ 2
 */
export const groupingOf = (attribute: Divisible, limit: number): Grouping => {
  const { shares, ordered } = attribute;
  const inOrder = ordered < 2 ? [] : cut(atomsOf(attribute), limit);
  const groups = inOrder.length > 1 ? inOrder : largestOf(attribute, limit);
  const size = shares.length;
  if (inOrder.length > 1 && groups.length < limit)
    for (let code = ordered; code < size; code++)
      if (shares[code]! >= attribute.least && groups.length < limit) groups.push([code]);
  const mass = groups.map(codes => codes.reduce((sum, code) => sum + shares[code]!, 0));
  const largest = mass.indexOf(Math.max(...mass));
  return Array.from({ length: size }, (_, code) => {
    const group = groups.findIndex(codes => codes.includes(code));
    return group < 0 ? largest : group;
  });
};

/** A run of categories in order, and its share. */
interface Run {
  readonly codes: readonly number[];
  readonly share: number;
}

/** The shortest runs, from the first bin, that are each told from nobody; what is left joins the last. */
const atomsOf = ({ shares, ordered, least }: Divisible): readonly Run[] => {
  const runs: Run[] = [];
  let [codes, share]: [number[], number] = [[], 0];
  for (let code = 0; code < ordered; code++) {
    codes.push(code);
    share += shares[code]!;
    if (share < least) continue;
    runs.push({ codes, share });
    [codes, share] = [[], 0];
  }
  const last = runs.pop();
  return last === undefined
    ? [{ codes, share }]
    : [...runs, { codes: [...last.codes, ...codes], share: last.share + share }];
};

/** Runs joined to at most `limit`: the first cut at 1/limit of the mass, and so on. */
const cut = (runs: readonly Run[], limit: number): number[][] => {
  const total = runs.reduce((sum, { share }) => sum + share, 0);
  const count = Math.min(limit, runs.length);
  const groups: number[][] = [[]];
  let mass = 0;
  for (const [i, { codes, share }] of runs.entries()) {
    const isFull = mass + share / 2 > (groups.length * total) / count;
    const mustMove = runs.length - i <= count - groups.length;
    if (groups.length < count && groups.at(-1)!.length > 0 && (isFull || mustMove)) groups.push([]);
    groups.at(-1)!.push(...codes);
    mass += share;
  }
  return groups;
};

/** The largest categories alone and, where there are more than the limit, the rest together; at least two groups. */
const largestOf = ({ shares, least }: Divisible, limit: number): number[][] => {
  const ranked = Array.from(shares, (_, code) => code).sort((a, b) => shares[b]! - shares[a]! || a - b);
  const found = ranked.filter((code, rank) => rank < 2 || shares[code]! >= least);
  const alone = found.slice(0, found.length > limit ? limit - 1 : limit);
  const rest = found.slice(alone.length);
  return [...alone.map(code => [code]).sort(([a], [b]) => a! - b!), ...(rest.length > 0 ? [rest] : [])];
};

/** The finest table over a pair with at most `cells` cells, and no fewer than two groups along an axis. */
export const finestShape = (
  { sizes, divisible }: { readonly sizes: readonly number[]; readonly divisible: readonly Divisible[] },
  pair: Clique,
  cells: number,
): TableShape => {
  const shapeAt = (limit: number): TableShape => ({
    clique: pair,
    groupings: pair.map(variable => groupingOf(divisible[variable]!, limit)),
  });
  const widest = Math.max(...pair.map(variable => sizes[variable]!));
  let shape = shapeAt(2);
  for (let limit = 3; limit <= widest; limit++) {
    const finer = shapeAt(limit);
    if (tableCells(finer, sizes) > cells) break;
    shape = finer;
  }
  return tableCells(shape, sizes) === cellsOf(pair, sizes) ? { clique: pair } : shape;
};

/** A table over a pair of attributes, added up over the groups of a shape. */
export const grouped = (shape: TableShape, table: Float64Array, sizes: readonly number[]): Float64Array => {
  const map = groupMap(shape, sizes);
  if (map === undefined) return table;
  const sums = new Float64Array(tableCells(shape, sizes));
  sumInto(table, map, sums);
  return sums;
};
