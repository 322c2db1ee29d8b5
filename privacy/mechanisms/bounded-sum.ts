import type { Cohort } from "../../schemas/cohort.ts";
import type { PlannedRelease } from "../../schemas/plan.ts";
import type { Block } from "../../schemas/statistic.ts";
import { clip, quantise } from "../clip.ts";
import { noisySum, type SumMechanism } from "./noisy-sum.ts";

/**
 * Noisy sum over patients of clipped vectors: the blocks of one patient are each clipped to norm 1, weighted, laid
 * end to end, put on the lattice and clipped together, exactly, to one lattice bound. Integer sums are exact and
 * order-free; the noise is round(sigma·Z) on the same lattice.
 *
 * @param planned   the plan's entry; `noiseMultiplier` z > 0, read exactly
 * @param blocks    the plan's blocks in the plan's order, with what each patient contributes
 * @returns         sums over patients in block units, and the noise's standard deviation in the same units
 * @guarantee       adding or removing one patient moves the sum by at most the lattice bound
 * @guarantee       the sum does not depend on the order of patients
 * @guarantee       a contribution that is not finite or throws counts as zero, silently
 * @throws          InvalidRequest if blocks and plan differ; never because of a value in the cohort
 * @source          Balle & Wang 2018, Theorem 8, arXiv:1805.06530, after rounding as post-processing
 */
export const boundedSum = <R>(
  planned: PlannedRelease,
  blocks: readonly Block<R>[],
): SumMechanism<Cohort<R>> => noisySum(planned, blocks, cohort => integerSum(blocks, cohort));

/**
 * Σ over patients of quantised, clipped contributions: integers below 2²⁰ times the number of patients. A Map holds
 * at most 2²⁴ patients, so every partial sum is below 2⁵³ and the doubles are exact.
 */
const integerSum = <R>(blocks: readonly Block<R>[], cohort: Cohort<R>): Float64Array => {
  const length = blocks.reduce((total, block) => total + block.size, 0);
  const sum = new Float64Array(length);
  const joint = new Float64Array(length);
  for (const patient of cohort.values()) {
    contribute(blocks, patient, joint);
    quantise(joint);
    for (let i = 0; i < length; i++) sum[i] = sum[i]! + joint[i]!;
  }
  return sum;
};

/** One patient's blocks, each clipped to norm 1 and weighted, written over `joint`. */
export const contribute = <R>(blocks: readonly Block<R>[], patient: R, joint: Float64Array): void => {
  let start = 0;
  for (const block of blocks) {
    // A fresh array a patient and block: whatever a block does with it, no other patient's values are in it.
    const values = new Float64Array(block.size);
    try {
      block.contribute(patient, values);
    } catch {
      values.fill(0);
    }
    clip(values);
    for (let i = 0; i < values.length; i++) joint[start + i] = values[i]! * block.weight;
    start += block.size;
  }
};
