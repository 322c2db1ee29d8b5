import type { Coverage, CoverageCell, CoverageMass, CoverageTable } from "../schemas/report.ts";
import { judged, measuredCells } from "./coverage/cells.ts";
import { MISSING, OUTSIDE, type Person, type Place, tableOf, tallied } from "./coverage/tally.ts";
import { InvalidRequest } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { type Axis, marginal, type ReferencePopulation } from "./reference/population.ts";

export type { Person } from "./coverage/tally.ts";

export interface CoverageOptions {
  /** Axes to compare, in the order in which they are crossed; by default all that the people have. */
  readonly by?: readonly string[];
  /** People that a cell needs for its reference mass to count as present. */
  readonly minimum?: number;
  readonly level?: number;
  /** What the people's provenance speaks of. */
  readonly backing?: "records" | "signals";
}

/** Cells of more than three axes hold too few people to say anything of. */
const WAYS = 3;

/**
 * Compares synthetic people with a reference population: all tables of one, two and three axes. The one of the first
 * three axes stands for the whole. Reads synthetic output only, so it costs no privacy.
 *
 * @throws  InvalidRequest  an axis asked for that the reference or the people do not have
 */
export const coverage = (
  people: Iterable<Person>,
  population: ReferencePopulation,
  options: CoverageOptions = {},
): Coverage => {
  const { by, minimum = 5, level = 0.95 } = options;
  const all = Array.from(people);
  const wanted = by === undefined ? population.axes : by.map(name => axisNamed(population, name));
  const places = tallied(all, wanted);
  const recorded = wanted.filter(({ name }) => places.some(({ at }) => at[name] !== MISSING));
  const axes = recorded.filter(({ name }) => places.some(({ at }) => typeof at[name] === "string"));
  if (by !== undefined && all.length > 0) refuseUnrecorded(wanted, recorded);

  const tables = tablesOf(axes, population, places, level);
  const crossed = axes.slice(0, WAYS).map(({ name }) => name);
  const main = tables.find(table => table.axes.join() === crossed.join());
  const cells = main?.cells ?? [];
  const worst = worstOf(cells);
  const { name, year, source, licence, note } = population;
  const left = (why: symbol) => places.filter(({ at }) => crossed.some(axis => at[axis] === why));
  return {
    reference: { name, ...(year === undefined ? {} : { year }), source, licence, note },
    people: all.length,
    axes: axes.map(axis => axis.name),
    unrecorded: wanted.filter(axis => !recorded.includes(axis)).map(axis => axis.name),
    unmatched: recorded
      .filter(axis => !axes.includes(axis))
      .map(axis => ({ axis: axis.name, found: found(all, axis.name) })),
    tables,
    crossed,
    mass: massWhere(cells, ({ count }) => count >= minimum),
    ...(places.some(({ provenance }) => provenance.size > 0)
      ? {
          massInEvidence: massWhere(
            cells,
            ({ count, inEvidence }) => count >= minimum && inEvidence === true,
          ),
        }
      : {}),
    ...(options.backing === undefined ? {} : { backing: options.backing }),
    minimum,
    ...(worst === undefined ? {} : { worst }),
    unknown: peopleIn(left(MISSING)),
    outside: peopleIn(left(OUTSIDE).filter(({ at }) => crossed.every(axis => at[axis] !== MISSING))),
  };
};

const axisNamed = (population: ReferencePopulation, name: string): Axis => {
  const axis = population.axes.find(each => each.name === name);
  if (axis !== undefined) return axis;
  const names = population.axes.map(each => each.name);
  const near = nearest(name, names);
  throw new InvalidRequest(
    `by must name axes of the reference: ${names.join(", ")}; got ${name}${near === undefined ? "" : `; did you mean ${near}?`}`,
  );
};

const refuseUnrecorded = (wanted: readonly Axis[], recorded: readonly Axis[]): void => {
  const lacking = wanted.find(axis => !recorded.includes(axis));
  if (lacking === undefined) return;
  throw new InvalidRequest(
    `by must name axes that the synthetic people have; none of them has ${lacking.name}${recorded.length === 0 ? "" : `, but ${recorded.map(axis => axis.name).join(", ")}`}`,
  );
};

const tablesOf = (
  axes: readonly Axis[],
  population: ReferencePopulation,
  places: readonly Place[],
  level: number,
): readonly CoverageTable[] => {
  const crossings = Array.from({ length: WAYS }, (_, i) => chosen(axes, i + 1)).flat();
  const groups = crossings.map(crossing => tableOf(places, crossing));
  const measured = crossings.map((crossing, i) =>
    measuredCells(
      crossing,
      marginal(
        population,
        crossing.map(({ name }) => name),
      ),
      groups[i]!,
      level,
    ),
  );
  return judged(measured).map((cells, i) => ({
    axes: crossings[i]!.map(({ name }) => name),
    people: peopleIn(groups[i]!),
    cells,
    mass: massOf(cells),
  }));
};

/** All choices of `count` axes, order kept. */
const chosen = (axes: readonly Axis[], count: number): readonly (readonly Axis[])[] =>
  count === 0
    ? [[]]
    : axes.flatMap((axis, i) => chosen(axes.slice(i + 1), count - 1).map(rest => [axis, ...rest]));

const peopleIn = (places: readonly { readonly count: number }[]): number =>
  places.reduce((sum, { count }) => sum + count, 0);

const massWhere = (cells: readonly CoverageCell[], counts: (cell: CoverageCell) => boolean): number =>
  cells.filter(counts).reduce((sum, cell) => sum + cell.reference, 0);

const massOf = (cells: readonly CoverageCell[]): CoverageMass => {
  const of = (verdict: CoverageCell["verdict"]) =>
    massWhere(cells, cell => cell.count > 0 && cell.verdict === verdict);
  return {
    covered: of("covered"),
    over: of("over"),
    under: of("under"),
    unclear: of("unclear"),
    "not in evidence": of("not in evidence"),
    "too small": of("too small"),
    empty: massWhere(cells, ({ count }) => count === 0),
  };
};

/** The judged cell with the lowest ratio; of equals, the one that stands for more people. */
const worstOf = (cells: readonly CoverageCell[]): CoverageCell | undefined =>
  cells
    .filter(({ verdict }) => verdict !== "too small" && verdict !== "unclear")
    .sort((a, b) => a.ratio!.value - b.ratio!.value || b.reference - a.reference)[0];

/** Values that people have on an axis, the first few. */
const found = (people: readonly Person[], axis: string): readonly string[] =>
  [...new Set(people.map(person => String(person[axis])).filter(value => value !== "undefined"))].slice(0, 6);
