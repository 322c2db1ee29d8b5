import type { Provenance } from "../../schemas/person.ts";
import type { Support } from "../../schemas/report.ts";
import type { NoisyBlock } from "../../schemas/statistic.ts";
import type { Eigen } from "../../src/math/eigen.ts";
import { COUNT_SHARE, MEAN_CLIP, OWN, POOLED, TRAIT_CLIP, TRAIT_COUNT_SHARE } from "./blocks.ts";
import { priorCovariance, releasedCovariance } from "./covariance.ts";
import { EXPECTED, expectedFall } from "./expected.ts";
import { asFarAsSeen, type Shrunk, wiener } from "./shrink.ts";
import type { LatentSpace } from "./space.ts";

/** What the release says of one group of people, in whitened units, after shrinking to the prior. */
export interface GroupModel {
  readonly name: string;
  readonly noisyCount: number;
  readonly countNoise: number;
  /** Shift of the whitened residual's mean: of a stratum against the prior, of a trait against what its stratum has. */
  readonly offset: Float64Array;
  /** Weight of the group's own statistics and of the pooled ones, 0 to 1. */
  readonly ownWeight: number;
  readonly pooledWeight: number;
  readonly provenance: Provenance;
}

/** Groups of a release: a person's offset is its stratum's and its trait's together. No traits where none are measured. */
export interface Groups {
  readonly strata: Readonly<Record<string, GroupModel>>;
  readonly traits: Readonly<Record<string, GroupModel>>;
}

/** The law of the whitened residual under the release: N(offset of stratum and trait, covariance). */
export interface SignalModel extends Groups {
  readonly covariance: Eigen;
  readonly covarianceWeight: number;
}

/** Whitened offset of a stratum and a trait; undefined for a stratum that the space does not have. */
export const offsetOf = (
  { strata, traits }: Groups,
  stratum: string,
  trait: string | undefined,
): Float64Array | undefined => {
  const base = strata[stratum]?.offset;
  const more = trait === undefined ? undefined : traits[trait]?.offset;
  return more === undefined ? base : base?.map((value, i) => value + more[i]!);
};

/** A weight below this says little more than the prior: the prior gate closes and nothing is moved. */
const GATE = 0.2;

/** Strata of a means release: first all together are shrunk toward the prior, then each toward the pooled offset. */
export const strataOf = (space: LatentSpace, block: NoisyBlock): Groups["strata"] => {
  const { k } = space;
  const share = { count: Math.sqrt(COUNT_SHARE), sum: OWN };
  const slots = space.strata.map((name, s) => slotOf(name, block, s, { k, share }));
  const total = slots.reduce((sum, slot) => sum + Math.max(0, slot.count), 0);
  const unit = unitsOf(space, MEAN_CLIP);
  const together = block.values.slice(slots.length * (1 + k)).map(value => value / POOLED);
  const noiseOfTotal = slots[0]!.countNoise * Math.sqrt(slots.length);
  const fall = expectedFall(space);
  const pooled = gated({ sums: together, count: total, isKnown: supported(total, noiseOfTotal) }, unit, {
    noise: block.noise / POOLED,
    expected: fall.map(value => EXPECTED.pooled * value),
  });
  return groupsOf(
    slots.map(slot => ({
      slot,
      own: gated(
        {
          sums: slot.sums.map((value, i) => value - slot.count * pooled.estimate[i]! * unit[i]!),
          count: slot.count,
          isKnown: supported(slot.count, slot.countNoise),
        },
        unit,
        { noise: block.noise / OWN, expected: fall.map(value => EXPECTED.stratum * value) },
      ),
    })),
    pooled,
  );
};

/** Traits of a release around the strata's offsets, each shrunk toward none. */
export const traitsOf = (
  space: LatentSpace,
  names: readonly string[],
  block: NoisyBlock,
): Groups["traits"] => {
  const { k } = space;
  const share = { count: Math.sqrt(TRAIT_COUNT_SHARE), sum: Math.sqrt(1 - TRAIT_COUNT_SHARE) };
  const unit = unitsOf(space, TRAIT_CLIP);
  const expected = expectedFall(space).map(value => EXPECTED.trait * value);
  return groupsOf(
    names.map((name, s) => {
      const slot = slotOf(name, block, s, { k, share });
      const { sums, count, countNoise } = slot;
      const own = gated({ sums, count, isKnown: supported(count, countNoise) }, unit, {
        noise: block.noise / share.sum,
        expected,
      });
      return { slot, own };
    }),
    NOTHING(k),
  );
};

/** One prior standard deviation of coordinate i in units of the released u. */
const unitsOf = (space: LatentSpace, clip: number): Float64Array =>
  space.emphasis.map(value => value / (clip * space.radius));

/** The mean of a group, shrunk; nothing where it is not known or tells little more than the prior. */
const gated = (
  {
    sums,
    count,
    isKnown,
  }: { readonly sums: Float64Array; readonly count: number; readonly isKnown: boolean },
  unit: Float64Array,
  { noise, expected }: Size,
): Shrunk => {
  const k = unit.length;
  if (!isKnown) return NOTHING(k);
  const measured = sums.map((value, i) => value / count / unit[i]!);
  const spread = unit.map(each => noise / count / each);
  const shrunk = wiener(measured, asFarAsSeen(measured, expected, spread), spread);
  return shrunk.weight >= GATE ? shrunk : NOTHING(k, shrunk.weight);
};

interface Size {
  readonly noise: number;
  readonly expected: Float64Array;
}

const groupsOf = (
  found: readonly { readonly slot: ReleasedSlot; readonly own: Shrunk }[],
  pooled: Shrunk,
): Readonly<Record<string, GroupModel>> =>
  Object.fromEntries(
    found.map(({ slot, own: { estimate, weight } }) => [
      slot.name,
      {
        name: slot.name,
        noisyCount: slot.count,
        countNoise: slot.countNoise,
        offset: estimate.map((value, i) => value + pooled.estimate[i]!),
        ownWeight: weight,
        pooledWeight: pooled.weight,
        provenance: weight >= GATE ? "measured" : pooled.weight >= GATE ? "pooled" : "prior-only",
      },
    ]),
  );

const NOTHING = (k: number, weight = 0): Shrunk => ({ estimate: new Float64Array(k), weight });

/** Three standard deviations above zero: the stratum holds patients, not noise (one-sided 1e-3). */
const supported = (count: number, noise: number): boolean => count > 3.09 * noise && count > 1;

/** Count and sums of a slot in units of people, and the noise of the count. */
interface ReleasedSlot {
  readonly name: string;
  readonly count: number;
  readonly countNoise: number;
  readonly sums: Float64Array;
}

const slotOf = (
  name: string,
  block: NoisyBlock,
  index: number,
  { k, share }: { readonly k: number; readonly share: { readonly count: number; readonly sum: number } },
): ReleasedSlot => {
  const at = index * (1 + k);
  return {
    name,
    count: block.values[at]! / share.count,
    countNoise: block.noise / share.count,
    sums: block.values.slice(at + 1, at + 1 + k).map(value => value / share.sum),
  };
};

/** Noisy count of the people of strata, of all unless told; 0 where they do not stand out of the noise. */
export const peopleOf = (
  { strata }: Pick<Groups, "strata">,
  names: readonly string[] = Object.keys(strata),
): number => {
  const all = Object.values(strata).filter(({ name }) => names.includes(name));
  const total = all.reduce((sum, stratum) => sum + Math.max(0, stratum.noisyCount), 0);
  return supported(total, Math.hypot(...all.map(stratum => stratum.countNoise))) ? total : 0;
};

/**
 * The model of all releases; without a moments release the prior's covariance (identity, whitened) stays. Moments are
 * taken around the strata's offsets, so what the traits account for is no spread.
 */
export const signalModel = (
  space: LatentSpace,
  groups: Groups,
  moments: NoisyBlock | undefined,
): SignalModel => {
  const total = peopleOf(groups);
  if (moments === undefined || total === 0)
    return { ...groups, covariance: priorCovariance(space.k), covarianceWeight: 0 };
  const { covariance, weight } = releasedCovariance(space, moments, {
    total,
    traits: Object.values(groups.traits),
  });
  return { ...groups, covariance, covarianceWeight: weight };
};

/** The rows of the report's support table: released numbers only. */
export const supportOf = (name: string, model: SignalModel): readonly Support[] =>
  [...Object.values(model.strata), ...Object.values(model.traits)].map(stratum => ({
    modality: name,
    stratum: stratum.name,
    noisyCount: stratum.noisyCount,
    noise: stratum.countNoise,
    weight: Math.max(stratum.ownWeight, stratum.provenance === "pooled" ? stratum.pooledWeight : 0),
    provenance: stratum.provenance,
  }));
