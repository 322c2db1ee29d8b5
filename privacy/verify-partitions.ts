import type { PlannedPartitions, SealedPlan } from "../schemas/plan.ts";
import { big } from "./verify-arithmetic.ts";
import { LATTICE, tail } from "./verify-epsilon.ts";

/**
 * Thresholds of a plan that let through more than the δ they are charged with, recomputed in 100 digits:
 * k · Φ(−(⌈t·u⌉ − u − ½)/σ) ≤ δ with u = ⌊2²⁰/√k⌋ and σ = ⌈z·2²⁰⌉.
 */
export const thresholdFailures = ({ releases }: SealedPlan): readonly string[] =>
  releases.flatMap(release =>
    release.kind === "partitions" && !isBought(release)
      ? [`its threshold of "${release.purpose}" lets through more than the δ it states`]
      : [],
  );

const isBought = ({ noiseMultiplier, perPatient, threshold, delta }: PlannedPartitions): boolean => {
  const count = big(perPatient);
  if (!count.isInteger() || count.lt(1)) return false;
  const unit = big(LATTICE).div(count.sqrt()).floor();
  const sigma = big(noiseMultiplier).times(LATTICE).ceil();
  if (!sigma.gt(0) || !unit.gt(0)) return false;
  const gap = big(threshold).times(unit).ceil().minus(unit).minus("0.5");
  return count.times(tail(gap.div(sigma))).lte(delta);
};
