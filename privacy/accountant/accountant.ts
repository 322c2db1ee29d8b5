import type { Spend } from "../event.ts";

/**
 * Pure: from what was spent to what it costs, under adding or removing one patient and fixed, pre-declared events.
 * Both answers are upper bounds: rounding goes up.
 */
export interface Accountant {
  readonly name: string;
  /** Smallest certified ε at δ. @param delta in [0, 1] @returns ≥ 0; Infinity where no ε holds */
  epsilon(spends: readonly Spend[], delta: number): number;
  /** Smallest certified δ at ε. @param epsilon ≥ 0 @returns in [0, 1] */
  delta(spends: readonly Spend[], epsilon: number): number;
}
