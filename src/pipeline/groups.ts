import { ageRange } from "../../generators/patient/age-range.ts";
import { AGE, SEX } from "../../generators/patient/tree.ts";
import { type Attribute, type Domain, MISSING } from "../../schemas/domain.ts";
import type { Group } from "../../schemas/report.ts";
import { marginal, type ReferencePopulation } from "../reference/population.ts";

/** Where the three age bands are cut, years; a domain's own categories are cut nearest to it. */
const CUTS = [40, 70] as const;
const RACE = "race";

/** Three age bands, each sex and each race of a domain: public, and the same for every cohort. */
export const groupsOf = (domain: Domain): readonly Group[] => [
  ...ageBands(domain),
  ...eachOf(domain, SEX, value => value),
  ...eachOf(domain, RACE, value => `race ${value}`),
];

/** The groups that may be filled: each sex in each age band, and each race. */
export const fillableGroups = (domain: Domain): readonly Group[] => [
  ...eachOf(domain, SEX, value => value).flatMap(sex =>
    ageBands(domain).map(band => ({
      name: `${sex.name}, ${band.name}`,
      allowed: new Map([...sex.allowed, ...band.allowed]),
    })),
  ),
  ...eachOf(domain, RACE, value => `race ${value}`),
];

const valuesOf = ({ categories }: Attribute): readonly string[] =>
  categories.filter(category => category !== MISSING);

/** Everyone of whom all attributes that a group names are known. */
export const knownOf = ({ allowed }: Group, domain: Domain): Group["allowed"] =>
  new Map(
    domain
      .filter(({ name }) => allowed.has(name))
      .map(attribute => [attribute.name, new Set(valuesOf(attribute))]),
  );

const eachOf = (domain: Domain, name: string, title: (value: string) => string): readonly Group[] => {
  const attribute = domain.find(each => each.name === name);
  if (attribute === undefined) return [];
  return valuesOf(attribute).map(value => ({
    name: title(value),
    allowed: new Map([[name, new Set([value])]]),
  }));
};

/** None where the domain's ages are no years. */
const ageBands = (domain: Domain): readonly Group[] => {
  const attribute = domain.find(({ name }) => name === AGE);
  const ranges = (attribute === undefined ? [] : valuesOf(attribute)).map(category => ({
    category,
    range: ageRange(category),
  }));
  if (ranges.some(({ range }) => range === undefined)) return [];
  const starts = [...new Set(ranges.map(({ range }) => range![0]))].sort((a, b) => a - b);
  if (starts.length < CUTS.length + 1) return [];
  const young = nearestTo(CUTS[0], starts.slice(1, -1));
  const old = nearestTo(
    CUTS[1],
    starts.filter(start => start > young),
  );
  return [
    { from: starts[0]!, below: young },
    { from: young, below: old },
    { from: old, below: Number.POSITIVE_INFINITY },
  ].map(({ from, below }) => ({
    name: `age ${from}${below === Number.POSITIVE_INFINITY ? "+" : `–${below - 1}`}`,
    allowed: new Map([
      [
        AGE,
        new Set(
          ranges
            .filter(({ range }) => from <= range![0] && range![0] < below)
            .map(({ category }) => category),
        ),
      ],
    ]),
  }));
};

const nearestTo = (cut: number, starts: readonly number[]): number =>
  starts.reduce((best, start) => (Math.abs(start - cut) < Math.abs(best - cut) ? start : best));

/**
 * Share of a reference population that a group is, 0 to 1.
 *
 * @returns  undefined where the reference does not tell the group: an attribute or a category that it has not, or an age
 *           that cuts one of its bands
 */
export const referenceShare = ({ allowed }: Group, population: ReferencePopulation): number | undefined => {
  const axes = [...allowed.keys()].map(name => population.axes.find(axis => axis.name === name));
  if (axes.some(axis => axis === undefined)) return undefined;
  const sides = axes.map(axis => insideOf(axis!, allowed.get(axis!.name)!));
  if (sides.some(side => side === undefined)) return undefined;
  const counts = marginal(population, [...allowed.keys()]);
  const inside = sides.reduce<readonly boolean[]>(
    (cells, side) => cells.flatMap(isIn => side!.map(own => isIn && own)),
    [true],
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, cell) => sum + (inside[cell] ? count : 0), 0) / total;
};

/** Which categories of an axis are in a set; undefined where the two do not fit each other. */
const insideOf = (
  { name, categories }: ReferencePopulation["axes"][number],
  set: ReadonlySet<string>,
): readonly boolean[] | undefined => {
  if (name !== AGE)
    return [...set].every(each => categories.includes(each))
      ? categories.map(each => set.has(each))
      : undefined;
  const years = new Set([...set].flatMap(each => yearsIn(each)));
  const held = categories.map(category => yearsIn(category).map(year => years.has(year)));
  return held.every(band => band.every(isIn => isIn === band[0])) ? held.map(band => band[0]!) : undefined;
};

const yearsIn = (category: string): readonly number[] => {
  const [from, to] = ageRange(category) ?? [0, -1];
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
};
