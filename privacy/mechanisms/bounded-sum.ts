import { z } from "zod";
import type { Cohort } from "../../schemas/cohort.ts";
import type { PlannedRelease, PlannedSum } from "../../schemas/plan.ts";
import type { Block, NoisyBlock, NoisySum } from "../../schemas/statistic.ts";
import { InvalidRequest, VerificationFailed } from "../../src/errors.ts";
import { ceilDivide, parseDecimal } from "../../src/math/rational.ts";
import type { SecretNoise } from "../../src/math/secret-noise.ts";
import { clip, LATTICE, quantise } from "../clip.ts";
import type { Mechanism } from "../mechanism.ts";

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
): Mechanism<Cohort<R>, NoisySum> & { restore(stored: unknown): NoisySum } => {
  if (planned.kind !== undefined)
    throw new InvalidRequest(`release "${planned.purpose}": must be planned as a sum`);
  checkBlocks(planned, blocks);
  const sigma = latticeSigma(planned.noiseMultiplier);
  return {
    planned,
    event: { kind: "gaussian", noiseMultiplier: planned.noiseMultiplier },
    run: (cohort, noise) => ({
      purpose: planned.purpose,
      blocks: addNoise(blocks, integerSum(blocks, cohort), { sigma, noise }),
    }),
    restore: stored => restored(planned, stored),
  };
};

const storedSum = z.strictObject({
  purpose: z.string(),
  blocks: z.array(
    z.strictObject({
      name: z.string(),
      size: z.number(),
      weight: z.number(),
      noise: z.number(),
      values: z.array(z.number()),
    }),
  ),
});

/** A sum from its canonical JSON; it must be of the planned release. */
const restored = (planned: PlannedSum, stored: unknown): NoisySum => {
  const { data } = storedSum.safeParse(stored);
  const isPlanned =
    data?.purpose === planned.purpose &&
    data.blocks.length === planned.blocks.length &&
    data.blocks.every(({ name, values }, i) => {
      const block = planned.blocks[i]!;
      return block.name === name && block.size === values.length;
    });
  if (!isPlanned)
    throw new VerificationFailed(`release "${planned.purpose}": its stored value is no sum of this plan`);
  const { purpose, blocks } = data;
  return {
    purpose,
    blocks: blocks.map(block => ({ ...block, values: Float64Array.from(block.values) })),
  };
};

/** ⌈z·LATTICE⌉: never less noise than the plan says. */
const latticeSigma = (noiseMultiplier: string): bigint => {
  const { num, den } = parseDecimal(noiseMultiplier, "noise multiplier");
  if (num <= 0n) throw new InvalidRequest(`noise multiplier must be above 0; got ${noiseMultiplier}`);
  return ceilDivide(num * BigInt(LATTICE), den);
};

const checkBlocks = <R>(planned: PlannedSum, blocks: readonly Block<R>[]): void => {
  const describe = (list: PlannedSum["blocks"]) =>
    JSON.stringify(list.map(({ name, size, weight }) => [name, size, weight]));
  if (describe(planned.blocks) !== describe(blocks))
    throw new InvalidRequest(
      `release "${planned.purpose}": its blocks must be those of the plan, in the same order`,
    );
};

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
const contribute = <R>(blocks: readonly Block<R>[], patient: R, joint: Float64Array): void => {
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

const addNoise = (
  blocks: readonly Block<never>[],
  sum: Float64Array,
  { sigma, noise }: { readonly sigma: bigint; readonly noise: SecretNoise },
): NoisyBlock[] => {
  let start = 0;
  return blocks.map(({ name, size, weight }) => {
    const unit = weight * LATTICE;
    // Integer plus integer noise first; the division comes after, so it is post-processing.
    const values = Float64Array.from(
      { length: size },
      (_, i) => Number(BigInt(sum[start + i]!) + noise.gaussian(sigma)) / unit,
    );
    start += size;
    return { name, size, weight, values, noise: Number(sigma) / unit };
  });
};
