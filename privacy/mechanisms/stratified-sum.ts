import type { Cohort } from "../../schemas/cohort.ts";
import type { StratifiedBlock } from "../../schemas/labelled.ts";
import type { PlannedRelease } from "../../schemas/plan.ts";
import { quantise } from "../clip.ts";
import { contribute } from "./bounded-sum.ts";
import { noisySum, type SumMechanism } from "./noisy-sum.ts";

/** How a patient falls into records, and a record into a stratum: 0 to strata − 1, anything else counts as nothing. */
export interface Strata<P, R> {
  recordsOf(patient: P): readonly R[];
  stratumOf(record: R): number;
}

/**
 * Noisy sum over patients where every record writes into one stratum only, so that a long sum costs no more than the
 * slot that is written. A record's blocks are each clipped to norm 1, weighted, laid end to end, put on the lattice and
 * clipped together, exactly, to the lattice bound; of m records of a patient each counts one m-th, fractions dropped
 * toward zero.
 *
 * @param planned   the plan's entry
 * @param blocks    the plan's blocks in the plan's order: stratum after stratum, `width` values each
 * @guarantee       adding or removing one patient moves the sum by at most the lattice bound, however many records
 * @guarantee       a record that is not finite, throws or has no stratum counts as zero, silently
 * @throws          InvalidRequest if blocks and plan differ
 */
export const stratifiedSum = <P, R>(
  planned: PlannedRelease,
  blocks: readonly StratifiedBlock<R>[],
  strata: Strata<P, R>,
): SumMechanism<Cohort<P>> => noisySum(planned, blocks, cohort => integerSum(blocks, strata, cohort));

/** A patient's records together have at most the norm of the longest: they are one m-th each. Sums stay below 2⁵³. */
const integerSum = <P, R>(
  blocks: readonly StratifiedBlock<R>[],
  { recordsOf, stratumOf }: Strata<P, R>,
  cohort: Cohort<P>,
): Float64Array => {
  const sum = new Float64Array(blocks.reduce((total, { size }) => total + size, 0));
  const joint = new Float64Array(blocks.reduce((total, { width }) => total + width, 0));
  // What a record writes is a patient's contribution to a sum of one slot.
  const slots = blocks.map(({ width, ...block }) => ({ ...block, size: width }));
  for (const patient of cohort.values()) {
    const records = recordsOf(patient);
    for (const record of records) {
      const stratum = stratumOf(record);
      if (!isSlot(blocks, stratum)) continue;
      contribute(slots, record, joint);
      quantise(joint);
      addPart(sum, joint, { blocks, stratum, records: records.length });
    }
  }
  return sum;
};

const isSlot = (blocks: readonly StratifiedBlock<never>[], stratum: number): boolean =>
  Number.isInteger(stratum) &&
  stratum >= 0 &&
  blocks.every(({ size, width }) => (stratum + 1) * width <= size);

const addPart = (
  sum: Float64Array,
  joint: Float64Array,
  {
    blocks,
    stratum,
    records,
  }: {
    readonly blocks: readonly StratifiedBlock<never>[];
    readonly stratum: number;
    readonly records: number;
  },
): void => {
  let from = 0;
  let block = 0;
  for (const { size, width } of blocks) {
    const at = block + stratum * width;
    for (let i = 0; i < width; i++) sum[at + i] = sum[at + i]! + Math.trunc(joint[from + i]! / records);
    from += width;
    block += size;
  }
};
