import type { Release } from "../../schemas/release.ts";
import type { NoisySum } from "../../schemas/statistic.ts";

/** Noisy sums as a release file holds them. */
export const writtenSums = (sums: readonly NoisySum[]): Release["sums"] =>
  sums.map(({ purpose, blocks }) => ({
    purpose,
    blocks: blocks.map(({ name, size, weight, noise, values }) => ({
      name,
      size,
      weight,
      noise,
      values: Array.from(values),
    })),
  }));

/** The sums of a release file as models read them. */
export const readSums = ({ sums }: Release): readonly NoisySum[] =>
  sums.map(({ purpose, blocks }) => ({
    purpose,
    blocks: blocks.map(block => ({ ...block, values: Float64Array.from(block.values) })),
  }));
