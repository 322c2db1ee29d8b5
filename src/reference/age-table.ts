import { AGE_BANDS, type Axis, digitsOf, type ReferencePopulation } from "./population.ts";

/**
 * A population written as a table: a line holds one category of each other axis, then the count of every age band.
 * Categories are taken in the order in which they first stand; a combination that is not written has nobody.
 *
 * @param names  of the other axes, in the order of the words of a line; age comes first in the population
 */
export const ageTable = (
  about: Omit<ReferencePopulation, "axes" | "counts">,
  names: readonly string[],
  table: string,
): ReferencePopulation => {
  const lines = table
    .trim()
    .split("\n")
    .map(line => line.split(" "));
  const others: readonly Axis[] = names.map((name, i) => ({
    name,
    categories: [...new Set(lines.map(words => words[i]!))],
  }));
  const rows = new Map(
    lines.map(words => [words.slice(0, names.length).join(" "), words.slice(names.length).map(Number)]),
  );
  const sizes = others.map(({ categories }) => categories.length);
  const combinations = Array.from({ length: sizes.reduce((product, size) => product * size, 1) }, (_, at) =>
    digitsOf(at, sizes)
      .map((digit, i) => others[i]!.categories[digit]!)
      .join(" "),
  );
  return {
    ...about,
    axes: [{ name: "age", categories: AGE_BANDS }, ...others],
    counts: AGE_BANDS.flatMap((_, band) => combinations.map(cell => rows.get(cell)?.[band] ?? 0)),
  };
};
