/**
 * Counts of a reference population over public axes: a cell's place in `counts` is that of its categories, the last
 * axis running fastest.
 */
export interface ReferencePopulation {
  readonly name: string;
  /** Absent where the owner of a CSV did not say. */
  readonly year?: number;
  readonly source: string;
  readonly licence: string;
  /** What a reader must know of the categories. */
  readonly note: string;
  readonly axes: readonly Axis[];
  /** People, ≥ 0; not all 0. A CSV may give shares instead: only ratios are used. */
  readonly counts: readonly number[];
}

/** One line that people are told apart along: an attribute and all categories that it may have. */
export interface Axis {
  readonly name: string;
  readonly categories: readonly string[];
}

/** Ages are compared in ten-year bands up to 80+: census tables end at 80 or 85, and nothing beyond is invented. */
export const AGE_BANDS = [
  "0-9",
  "10-19",
  "20-29",
  "30-39",
  "40-49",
  "50-59",
  "60-69",
  "70-79",
  "80+",
] as const;

/**
 * Counts over some of the axes, the others summed away; same layout, axes in the order asked.
 *
 * @param names  of axes that the population has
 */
export const marginal = (
  population: Pick<ReferencePopulation, "axes" | "counts">,
  names: readonly string[],
): readonly number[] => {
  const { axes, counts } = population;
  const sizes = axes.map(axis => axis.categories.length);
  const kept = names.map(name => axes.findIndex(axis => axis.name === name));
  const out: number[] = Array(kept.reduce((size, i) => size * sizes[i]!, 1)).fill(0);
  counts.forEach((count, at) => {
    const digits = digitsOf(at, sizes);
    const to = kept.reduce((index, i) => index * sizes[i]! + digits[i]!, 0);
    out[to] = out[to]! + count;
  });
  return out;
};

/** Place of a cell along every axis, from its place in a table whose last axis runs fastest. */
export const digitsOf = (at: number, sizes: readonly number[]): readonly number[] => {
  const digits: number[] = Array(sizes.length).fill(0);
  let rest = at;
  for (let i = sizes.length - 1; i >= 0; i--) {
    digits[i] = rest % sizes[i]!;
    rest = Math.floor(rest / sizes[i]!);
  }
  return digits;
};
