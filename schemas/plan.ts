import type { Domain } from "./domain.ts";
import type { BlockPlan } from "./statistic.ts";

/** The neighbouring relation beside every ε: one patient with all records in all modalities, added or removed. */
export const RELATION = "add or remove one patient";
export const UNIT = "patient (all records, all modalities)";

/** One planned release: a bounded sum of patient vectors (ℓ₂ norm ≤ 1 each) with Gaussian noise. */
export interface PlannedRelease {
  readonly purpose: string;
  /** Share of the budget μ² that this release buys; the shares of a plan sum to at most 1. */
  readonly share: number;
  /** Noise standard deviation over sensitivity, decimal string: exactly what ledger and sampler use. */
  readonly noiseMultiplier: string;
  readonly blocks: readonly BlockPlan[];
}

/** Everything `fit` will do, fixed before any data is read. Its hash is the first line of the ledger. */
export interface Plan {
  readonly format: "semblance-plan/1";
  readonly relation: typeof RELATION;
  readonly unit: typeof UNIT;
  /** Decimal strings, so that the ledger and the sampler read the same number. */
  readonly budget: { readonly epsilon: string; readonly delta: string };
  readonly releases: readonly PlannedRelease[];
  readonly domain: Domain;
  /** Other public choices that the result depends on: prior versions, basis, dimensions, record bounds, reference date. */
  readonly choices: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}
