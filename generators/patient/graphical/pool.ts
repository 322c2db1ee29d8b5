import type { NoisyMarginal } from "../../../schemas/marginal.ts";

/** Measurements of the same table, as one: their inverse-variance mean, in the order they first came. */
export const pooled = (measured: readonly NoisyMarginal[]): readonly NoisyMarginal[] => {
  const byClique = new Map<string, NoisyMarginal>();
  for (const table of measured) {
    const key = JSON.stringify([table.clique, table.groupings]);
    const known = byClique.get(key);
    byClique.set(key, known === undefined ? table : both(known, table));
  }
  return [...byClique.values()];
};

const both = (a: NoisyMarginal, b: NoisyMarginal): NoisyMarginal => {
  const [p, q] = [1 / a.sigma ** 2, 1 / b.sigma ** 2];
  return {
    ...a,
    counts: a.counts.map((count, cell) => (p * count + q * b.counts[cell]!) / (p + q)),
    sigma: 1 / Math.sqrt(p + q),
  };
};

/** Number of people: the inverse-variance mean of the tables' sums, at least one. */
export const peopleIn = (measured: readonly NoisyMarginal[]): number => {
  let [sum, weight] = [0, 0];
  for (const { counts, sigma } of measured) {
    const precision = 1 / (counts.length * sigma ** 2);
    weight += precision;
    sum += precision * counts.reduce((all, count) => all + count, 0);
  }
  return Math.max(1, sum / weight);
};
