/**
 * One block of one patient's contribution to a bounded sum. The mechanism zeroes non-finite values, clips the block
 * to ℓ₂ norm 1, multiplies by `weight`, and clips the concatenation of all blocks to 1 again; Σ weight² ≤ 1.
 */
export interface Block<R> {
  readonly name: string;
  readonly size: number;
  readonly weight: number;
  /** Adds the patient's values to `out` (length `size`, zeros on entry). Must not throw because of a value. */
  contribute(patient: R, out: Float64Array): void;
}

/** The public face of a block: what a sealed plan says of it. */
export interface BlockPlan {
  readonly name: string;
  readonly size: number;
  readonly weight: number;
}

/** One block of a noisy sum: values in block units (the sum over patients of clipped values), each with Gaussian noise. */
export interface NoisyBlock extends BlockPlan {
  readonly values: Float64Array;
  /** Standard deviation of the noise on every value, block units. */
  readonly noise: number;
}

/** What one release of the bounded sum gives back. */
export interface NoisySum {
  readonly purpose: string;
  readonly blocks: readonly NoisyBlock[];
}
