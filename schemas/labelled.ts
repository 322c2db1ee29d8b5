import type { BlockPlan } from "./statistic.ts";

/**
 * One picture of a patient in the space in which pictures are compared.
 */
export interface LabelledView {
  /** Number of the class, from 0. */
  readonly label: number;
  /** Channels × side × side, each row-major, 0 to 1 of full scale. */
  readonly pixels: Float32Array;
  /** Whitened features in steps of 1/FEATURE_STEPS; any whole numbers, the mechanism bounds them. */
  readonly features: Int16Array;
}

/** All pictures of one patient that has any. */
export interface LabelledPatient {
  readonly views: readonly LabelledView[];
}

/** Steps in one unit of norm of a feature vector. */
export const FEATURE_STEPS = 512;

/**
 * What every record writes into the slot of its stratum: `size` is strata × width. The mechanism zeroes non-finite
 * values, clips a record's values to ℓ₂ norm 1 and multiplies by `weight`; Σ weight² ≤ 1 over the blocks.
 */
export interface StratifiedBlock<R> extends BlockPlan {
  readonly width: number;
  /** Adds the record's values to `out` (length `width`, zeros on entry). Must not throw because of a value. */
  contribute(record: R, out: Float64Array): void;
}

/** A linear classifier: class-major, every class its weights of the features and then its bias. */
export interface LinearHead {
  readonly classes: number;
  readonly features: number;
  /** classes × (features + 1). */
  readonly weights: Float64Array;
}

/** What the bias sees, in feature units and a whole number of steps: a feature that is always there. */
export const BIAS_INPUT = 154 / FEATURE_STEPS;
