import type { Person } from "../../../src/coverage.ts";
import { rng } from "../../../src/math/rng.ts";
import { bandOf } from "../../../src/reference/category.ts";
import { digitsOf, type ReferencePopulation } from "../../../src/reference/population.ts";

/** A person of one cell of a population, at the lower end of every band. */
export const personAt = (population: ReferencePopulation, at: number): Person => {
  const digits = digitsOf(
    at,
    population.axes.map(({ categories }) => categories.length),
  );
  return Object.fromEntries(
    population.axes.map(({ name, categories }, i) => {
      const category = categories[digits[i]!]!;
      return [name, bandOf(category)?.low ?? category];
    }),
  );
};

/** People drawn at random from a population, optionally changed. */
export const drawn = (
  population: ReferencePopulation,
  count: number,
  seed: string,
  change: (person: Person) => Person = person => person,
): Person[] => {
  const random = rng(seed);
  const total = population.counts.reduce((sum, each) => sum + each, 0);
  const upTo: number[] = [];
  for (const each of population.counts) upTo.push((upTo.at(-1) ?? 0) + each / total);
  return Array.from({ length: count }, () => {
    const u = random.uniform();
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle]! > u) high = middle;
      else low = middle + 1;
    }
    return change(personAt(population, low));
  });
};
