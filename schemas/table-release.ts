import type { TableShape } from "./marginal.ts";
import type { Choice, ReleaseHead } from "./release.ts";
import type { BlockPlan } from "./statistic.ts";

/** Noisy tables of one release of a plain table. */
export interface TableSum {
  readonly purpose: string;
  readonly blocks: readonly (BlockPlan &
    TableShape & {
      /** Standard deviation on one cell, people. */
      readonly noise: number;
      /** Counts of people, any sign, row-major. */
      readonly values: readonly number[];
    })[];
}

/**
 * What a plain table let out: the sealed plan, every noisy table and every choice. Sampling needs nothing else. Its
 * plan's choice `model` tells it from the release of a cohort.
 */
export interface TableRelease extends ReleaseHead {
  readonly tables: readonly TableSum[];
  readonly choices: readonly Choice[];
}
