import type { Digest } from "../../../schemas/digest.ts";
import type { Block, NoisyBlock } from "../../../schemas/statistic.ts";
import type { Family, FrameClusters } from "./clusters.ts";

export const FRAMES_BLOCK = "note/frames";

/**
 * A patient's shares of sentences by frame cluster, those near none last, scaled to norm 1.
 *
 * @param clusters  number of clusters; the block has one value more
 * @guarantee       a patient's frame histogram has ℓ₂ norm at most 1, however many notes it is of
 */
export const framesBlock = (clusters: number, weight: number): Block<Digest> => ({
  name: FRAMES_BLOCK,
  size: clusters + 1,
  weight,
  contribute: ({ wording }, out) => {
    if (wording?.frames.length === clusters + 1) out.set(unitShares(wording.frames));
  },
});

/** Non-negative, to norm 1; zeros where nothing is positive. */
export const unitShares = (shares: Float64Array): Float64Array => {
  const positive = shares.map(share => (share > 0 && Number.isFinite(share) ? Math.min(share, 1) : 0));
  const norm = Math.sqrt(positive.reduce((sum, share) => sum + share * share, 0));
  return norm > 0 ? positive.map(share => share / norm) : positive;
};

/** A frame is drawn at most this much more, or less, often than the bank would. */
const MOST = 8;
/** Prior standard deviation of a cluster's share of its family between houses, relative to the share: a public choice. */
const SPREAD = 1;
/** Below this weight of the released share noise drowns it, and the bank's own stands. */
const GATE = 0.5;

/** Whether the release says anything of how a family is worded: its total stands three deviations out of its noise. */
export const isHeard = (block: NoisyBlock, family: Family): boolean => cautiousTotal(block, family) > 0;

const cautiousTotal = (block: NoisyBlock, { start, size }: Family): number =>
  total(block.values, { start, size }) - 3 * block.noise * Math.sqrt(size);

/** Part of the values that is not of sentences near no frame. */
const coverage = (values: Float64Array): number => {
  const all = total(values, { start: 0, size: values.length });
  return all > 0 ? 1 - values.at(-1)! / all : 0;
};

const total = (values: ArrayLike<number>, { start, size }: Pick<Family, "start" | "size">): number => {
  let sum = 0;
  for (let i = start; i < start + size; i++) sum += values[i]!;
  return sum;
};

/**
 * How much more often a house draws the frames of each cluster than the bank does.
 *
 * Within a family of n clusters with released values S and total T = ΣS, the share q̂ = S/T is shrunk to the bank's own
 * share q₀: q = q₀ + w (q̂ − q₀), w = (q₀)² / ((q₀)² + s²), s² = (σ/T₋)² (1 + n q₀²), the noise of a ratio at a cautious
 * total T₋ three deviations below T. Where w < ½ the cluster keeps q₀.
 *
 * A house whose sentences are near the bank's less often than the bank's own tells less of how it would choose among
 * frames: the ratio is raised to the power of its coverage over the bank's, at most 1.
 *
 * @param block  `note/frames` as the ledger released it, block units
 * @param bank   the mean of the same values over patients as the bank alone writes of them
 * @returns      (q/q₀)^γ by cluster, in [1/8, 8]; 1 where nothing is known, all 1 at infinite noise
 */
export const frameRatios = (
  block: NoisyBlock,
  bank: Float64Array,
  { families, count }: Pick<FrameClusters, "families" | "count">,
): readonly number[] => {
  const ratios = new Array<number>(count).fill(1);
  if (block.values.length !== count + 1) return ratios;
  const trust = Math.min(1, Math.max(0, coverage(block.values) / coverage(bank)));
  for (const family of families.filter(family => isHeard(block, family))) {
    const [heard, own] = [total(block.values, family), total(bank, family)];
    if (!(own > 0)) continue;
    const unit = block.noise / cautiousTotal(block, family);
    for (let i = family.start; i < family.start + family.size; i++) {
      const prior = bank[i]! / own;
      const deviation = SPREAD * prior;
      const noise = unit * Math.sqrt(1 + family.size * prior * prior);
      const weight = prior > 0 ? deviation ** 2 / (deviation ** 2 + noise ** 2) : 0;
      if (weight < GATE) continue;
      const share = prior + weight * (block.values[i]! / heard - prior);
      ratios[i] = Math.min(MOST, Math.max(1 / MOST, share / prior)) ** trust;
    }
  }
  return ratios;
};
