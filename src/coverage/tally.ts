import { categoryOf } from "../reference/category.ts";
import type { Axis } from "../reference/population.ts";

/**
 * What is compared of a synthetic person, by axis: `age` in years, everything else as category. `provenance` says how the
 * person is backed. What is absent is unknown.
 */
export type Person = Readonly<Record<string, string | number | boolean | undefined>>;

/** People of one place: their category on every axis. */
export interface Place {
  /** By axis: a category, or MISSING, or OUTSIDE. */
  readonly at: Readonly<Record<string, string | symbol>>;
  readonly count: number;
  readonly provenance: ReadonlyMap<string, number>;
}

export const MISSING = Symbol("missing");
export const OUTSIDE = Symbol("outside the reference");

/** People counted by place. @param axes of the reference */
export const tallied = (people: Iterable<Person>, axes: readonly Axis[]): readonly Place[] => {
  const places = new Map<string, { at: Place["at"]; count: number; provenance: Map<string, number> }>();
  for (const person of people) {
    const marks = axes.map(axis => markOf(axis, person[axis.name]));
    const key = marks.map(String).join("\u0000");
    const place = places.get(key) ?? {
      at: Object.fromEntries(axes.map(({ name }, i) => [name, marks[i]!])),
      count: 0,
      provenance: new Map<string, number>(),
    };
    place.count++;
    if (typeof person.provenance === "string")
      place.provenance.set(person.provenance, (place.provenance.get(person.provenance) ?? 0) + 1);
    places.set(key, place);
  }
  return [...places.values()];
};

const markOf = (axis: Axis, value: Person[string]): string | symbol =>
  value === undefined || value === "" || Number.isNaN(value) ? MISSING : (categoryOf(axis, value) ?? OUTSIDE);

/** Places of one table: those of equal categories on its axes taken together, cells in order, the last axis fastest. */
export const tableOf = (
  places: readonly Place[],
  axes: readonly Axis[],
): readonly Pick<Place, "count" | "provenance">[] => {
  const size = axes.reduce((product, { categories }) => product * categories.length, 1);
  const cells = Array.from({ length: size }, () => ({ count: 0, provenance: NOTHING }));
  const digits = axes.map(({ categories }) => new Map(categories.map((category, i) => [category, i])));
  for (const { at, count, provenance } of places) {
    const where = axes.map(({ name }, i) => digits[i]!.get(at[name] as string) ?? -1);
    if (where.includes(-1)) continue;
    const cell = cells[where.reduce((index, digit, i) => index * axes[i]!.categories.length + digit, 0)]!;
    cell.count += count;
    cell.provenance = sum(cell.provenance, provenance);
  }
  return cells;
};

const NOTHING: ReadonlyMap<string, number> = new Map();

const sum = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  b.size === 0
    ? a
    : new Map([...a, ...[...b].map(([name, count]) => [name, count + (a.get(name) ?? 0)] as const)]);
