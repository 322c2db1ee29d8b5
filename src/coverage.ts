import type { Coverage, CoverageCell } from "../schemas/report.ts";
import { judgeCells } from "./coverage-cells.ts";
import { REFERENCES, type ReferenceName } from "./reference/index.ts";
import { AGE_BANDS, marginal, type ReferencePopulation } from "./reference/population.ts";

/** What is compared of a synthetic person; what is absent or outside the reference's categories is unknown. */
export interface Person {
  /** Years. */
  readonly age?: number | undefined;
  readonly sex?: string | undefined;
  readonly race?: string | undefined;
  readonly ethnicity?: string | undefined;
  readonly residence?: string | undefined;
  /** How the person's signals are backed: "measured", "pooled" or "prior-only". */
  readonly provenance?: string | undefined;
}

export interface CoverageOptions {
  /** People that a cell needs for its reference mass to count as present. */
  readonly minimum?: number;
  readonly level?: number;
}

/** The axes that are crossed, as far as the reference and the people have them. */
const CROSSED = ["age", "sex", "race", "residence"];

/**
 * Compares synthetic people with a reference population: one-way tables of every axis, and the cells of
 * age × sex × race (India: age × sex × residence). Reads synthetic output only, so it costs no privacy.
 *
 * @source ratio and log disparity: Bhanot et al. 2021, Entropy 23(9):1165
 */
export const coverage = (
  people: Iterable<Person>,
  reference: ReferenceName,
  options: CoverageOptions = {},
): Coverage => {
  const population: ReferencePopulation = REFERENCES[reference];
  const { minimum = 5, level = 0.95 } = options;
  const counted = Array.from(people, person => ({ ...person, place: placeOf(person, population) }));
  const recorded = population.axes.filter(axis =>
    counted.some(({ place }) => place[axis.name] !== undefined),
  );
  const crossed = recorded.map(axis => axis.name).filter(name => CROSSED.includes(name));
  const table = (names: readonly string[]) => {
    const axes = names.map(name => population.axes.find(axis => axis.name === name)!);
    return judgeCells(axes, marginal(population, names), counted, level);
  };
  const oneWay = recorded.flatMap(axis => table([axis.name]));
  const cells = crossed.length > 1 ? table(crossed) : oneWay.filter(({ cell }) => crossed[0]! in cell);
  const worst = worstOf(cells);
  const judged = counted.some(({ provenance }) => provenance !== undefined);
  return {
    reference: {
      name: population.name,
      ...(population.year === undefined ? {} : { year: population.year }),
      source: population.source,
      licence: population.licence,
      note: population.note,
    },
    people: counted.length,
    unrecorded: population.axes.filter(axis => !recorded.includes(axis)).map(axis => axis.name),
    cells: crossed.length > 1 ? [...oneWay, ...cells] : oneWay,
    mass: massOf(cells, ({ count }) => count >= minimum),
    ...(judged
      ? { massInEvidence: massOf(cells, ({ count, inEvidence }) => count >= minimum && inEvidence === true) }
      : {}),
    minimum,
    ...(worst === undefined ? {} : { worst }),
    unknown: counted.filter(({ place }) => crossed.some(name => place[name] === undefined)).length,
  };
};

/** A person's category on every axis. */
const placeOf = (
  person: Person,
  population: ReferencePopulation,
): Readonly<Record<string, string | undefined>> => {
  const given: Readonly<Record<string, string | undefined>> = {
    age: ageBand(person.age),
    sex: person.sex,
    race: person.race,
    ethnicity: person.ethnicity,
    residence: person.residence,
  };
  return Object.fromEntries(
    population.axes.map(({ name, categories }) => [
      name,
      categories.includes(given[name] ?? "") ? given[name] : undefined,
    ]),
  );
};

const ageBand = (years: number | undefined): string | undefined =>
  years !== undefined && years >= 0 && years <= 130
    ? AGE_BANDS[Math.min(AGE_BANDS.length - 1, Math.floor(years / 10))]
    : undefined;

const massOf = (cells: readonly CoverageCell[], counts: (cell: CoverageCell) => boolean): number =>
  cells.filter(counts).reduce((sum, cell) => sum + cell.reference, 0);

/** The judged cell with the lowest ratio; of equals, the one that stands for more people. */
const worstOf = (cells: readonly CoverageCell[]): CoverageCell | undefined =>
  cells
    .filter(({ verdict }) => verdict !== "cannot judge")
    .sort((a, b) => a.ratio - b.ratio || b.reference - a.reference)[0];
