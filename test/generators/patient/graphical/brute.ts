import { indexMap, sumInto } from "../../../../generators/patient/graphical/index-map.ts";
import type { Clique } from "../../../../schemas/marginal.ts";

/** exp Σ potentials over every cell of the whole domain, normalised, and the sum before that: by enumeration. */
export const bruteForce = (
  sizes: readonly number[],
  factors: readonly { readonly clique: Clique; readonly potential: Float64Array }[],
) => {
  const all = sizes.map((_, variable) => variable);
  const cells = sizes.reduce((product, size) => product * size, 1);
  const joint = new Float64Array(cells);
  for (const { clique, potential } of factors) {
    const map = indexMap(all, clique, sizes);
    for (let cell = 0; cell < cells; cell++) joint[cell] = joint[cell]! + potential[map[cell]!]!;
  }
  let total = 0;
  for (let cell = 0; cell < cells; cell++) {
    joint[cell] = Math.exp(joint[cell]!);
    total += joint[cell]!;
  }
  const marginal = (clique: Clique): Float64Array => {
    const map = indexMap(all, clique, sizes);
    const table = new Float64Array(clique.reduce((product, variable) => product * sizes[variable]!, 1));
    sumInto(joint, map, table);
    return table.map(value => value / total);
  };
  return { total, marginal };
};

/** The largest difference between two tables. */
export const gap = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let largest = Math.abs(a.length - b.length);
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
};
