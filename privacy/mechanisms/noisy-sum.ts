import { z } from "zod";
import type { PlannedRelease, PlannedSum } from "../../schemas/plan.ts";
import type { BlockPlan, NoisyBlock, NoisySum } from "../../schemas/statistic.ts";
import { InvalidRequest, VerificationFailed } from "../../src/errors.ts";
import { ceilDivide, parseDecimal } from "../../src/math/rational.ts";
import type { SecretNoise } from "../../src/math/secret-noise.ts";
import { LATTICE } from "../clip.ts";
import type { Mechanism } from "../mechanism.ts";

/** A noisy sum, and how it comes back from a run that stopped. */
export type SumMechanism<In> = Mechanism<In, NoisySum> & { restore(stored: unknown): NoisySum };

/**
 * The mechanism that adds round(sigma·Z) to an integer sum to which one patient adds a vector of ℓ₂ norm at most
 * LATTICE: what is left to every mechanism of this form is that sum.
 *
 * @param planned     the plan's entry; `noiseMultiplier` z > 0, read exactly
 * @param blocks      name, size and weight of the blocks, as in the plan and in its order
 * @param integerSum  Σ over patients, block after block; integers below 2⁵³; must not throw because of a value
 * @returns           sums in block units, and the noise's standard deviation in the same units
 * @throws            InvalidRequest if blocks and plan differ
 */
export const noisySum = <In>(
  planned: PlannedRelease,
  blocks: readonly BlockPlan[],
  integerSum: (data: In) => Float64Array,
): SumMechanism<In> => {
  if (planned.kind !== undefined)
    throw new InvalidRequest(`release "${planned.purpose}": must be planned as a sum`);
  checkBlocks(planned, blocks);
  const sigma = latticeSigma(planned.noiseMultiplier);
  return {
    planned,
    event: { kind: "gaussian", noiseMultiplier: planned.noiseMultiplier },
    run: (data, noise) => ({
      purpose: planned.purpose,
      blocks: addNoise(blocks, integerSum(data), { sigma, noise }),
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

const checkBlocks = (planned: PlannedSum, blocks: readonly BlockPlan[]): void => {
  const describe = (list: PlannedSum["blocks"]) =>
    JSON.stringify(list.map(({ name, size, weight }) => [name, size, weight]));
  if (describe(planned.blocks) !== describe(blocks))
    throw new InvalidRequest(
      `release "${planned.purpose}": its blocks must be those of the plan, in the same order`,
    );
};

const addNoise = (
  blocks: readonly BlockPlan[],
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
