import { type Assignment, type Domain, MISSING } from "../../../schemas/domain.ts";
import type { NoisyBlock } from "../../../schemas/statistic.ts";
import { normalQuantile } from "../../../src/math/special.ts";
import { type MeasuredTable, measuredTables, type NoisyCount } from "../fit/estimates.ts";
import { publicWeight } from "../fit/shrink.ts";
import { type Axis, type Focus, marginalLayout } from "../marginals.ts";
import { drawnRange } from "../prior.ts";
import { AGE, PRESENCE, SEX } from "../tree.ts";
import { namesOf, type Where } from "./where.ts";

/** What the release itself holds of a group. */
export interface GroupSupport {
  /** Patients in the group as released; absent where no released table counts the group by itself. */
  readonly counted?: NoisyCount;
  /** Lower bound of that count, simultaneous over all cells of its table. */
  readonly least: number;
  /** Weight of the released share of the group against the public prior's, 0 to 1. */
  readonly weight: number;
  readonly isSupported: boolean;
  /** Patients that the cohort would need of the group, about, for it to be supported. */
  readonly needed?: number;
}

/** A group is supported where at least so many patients stand behind it for sure … */
export const LEAST_PATIENTS = 50;
/** … and its own numbers weigh at least so much against the prior. */
export const LEAST_WEIGHT = 0.2;
/** Chance that any cell of a table is said to hold more patients than it does. */
const FALSE_SUPPORT = 0.05;

/** The released tables, ready to be asked about groups. Released numbers and public ones only. */
export const groupSupport = (
  domain: Domain,
  block: NoisyBlock,
  focus: Focus,
): ((where: Where, share: number) => GroupSupport) => {
  const tables = measuredTables(marginalLayout(domain, focus), block);
  return (where, share) => {
    const names = namesOf(where, domain);
    const counts = tables.flatMap(
      table => countIn(table, { names, where, domain, noise: block.noise }) ?? [],
    );
    const best = counts.sort((a, b) => a.noise - b.noise)[0];
    if (best === undefined) return { least: 0, weight: 0, isSupported: false };
    const { count, noise, cells } = best;
    const bound = normalQuantile(1 - FALSE_SUPPORT / cells) * noise;
    const least = count - bound;
    const size = share > 0 ? Math.max(0, count) / share : 0;
    const weight = publicWeight(share, noise / Math.max(1, size));
    return {
      counted: { count, noise },
      least,
      weight,
      isSupported: least >= LEAST_PATIENTS && weight >= LEAST_WEIGHT,
      needed: Math.ceil(LEAST_PATIENTS + bound),
    };
  };
};

interface Asked {
  readonly names: readonly string[];
  readonly where: Where;
  readonly domain: Domain;
  readonly noise: number;
}

/** The group's count in one table; undefined if the table does not tell the group apart. */
const countIn = (
  table: MeasuredTable,
  asked: Asked,
): (NoisyCount & { readonly cells: number }) | undefined => {
  const axes = [...(table.rows === undefined ? [] : [table.rows]), table.columns];
  if (!asked.names.every(name => axes.some(axis => axis.name === name))) return undefined;
  if (axes.some(axis => axis.name === PRESENCE)) return undefined;
  const rows = table.rows === undefined ? [true] : insideOf(table.rows, asked);
  const columns = insideOf(table.columns, asked);
  let [count, cells] = [0, 0];
  for (const [r, isRow] of rows.entries())
    for (const [c, isColumn] of columns.entries())
      if (isRow && isColumn) {
        count += table.values[r * columns.length + c]!;
        cells++;
      }
  return {
    count,
    noise: Math.max(Number.MIN_VALUE, asked.noise * Math.sqrt(cells * table.factor)),
    cells: table.values.length,
  };
};

/** Which cells of an axis are in the group; a band that the group cuts is not, nor is what is behind a closed gate. */
const insideOf = (axis: Axis, { where, domain }: Asked): readonly boolean[] => {
  const { categories } = domain.find(each => each.name === axis.name)!;
  const set = where.allowed.get(axis.name);
  const years = axis.name === AGE ? where.years : undefined;
  return Array.from({ length: axis.size }, (_, i) => {
    const category = categories[i];
    if (set === undefined && years === undefined) return true;
    if (category === undefined || i === axis.closed) return false;
    return years === undefined ? set!.has(category) : category !== MISSING && holds(years, category);
  });
};

const holds = (years: ReadonlySet<number>, category: string): boolean => {
  const [from, to] = drawnRange(category);
  for (let year = from; year <= to; year++) if (!years.has(year)) return false;
  return true;
};

/** Whether the groups that a person is counted in by themselves, age × sex and race, are all supported. */
export const isBacked = (
  supportOf: ReturnType<typeof groupSupport>,
  shareOf: (where: Where) => number,
): ((assignment: Assignment) => boolean) => {
  const known = new Map<string, boolean>();
  const backed = (allowed: ReadonlyMap<string, ReadonlySet<string>>): boolean => {
    const key = [...allowed].map(([name, [value]]) => `${name}=${value}`).join(",");
    const before = known.get(key);
    if (before !== undefined) return before;
    const where = { allowed };
    const { isSupported } = supportOf(where, shareOf(where));
    known.set(key, isSupported);
    return isSupported;
  };
  return assignment =>
    backed(new Map([AGE, SEX].map(name => [name, new Set([assignment[name]!])]))) &&
    (assignment.race === undefined ||
      assignment.race === MISSING ||
      backed(new Map([["race", new Set([assignment.race])]])));
};
