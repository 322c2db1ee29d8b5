import type { Provenance } from "../../schemas/person.ts";
import type { Support } from "../../schemas/report.ts";
import type { NoisyBlock } from "../../schemas/statistic.ts";
import { type Eigen, eigenSymmetric } from "../../src/math/eigen.ts";
import { unpackSymmetric } from "../../src/math/svec.ts";
import { COUNT_SHARE, MEAN_CLIP, MOMENT_CLIP, OWN, POOLED } from "./blocks.ts";
import { type Shrunk, wiener } from "./shrink.ts";
import type { LatentSpace } from "./space.ts";

/** What the release says of one stratum, in whitened units, after shrinking to the prior. */
export interface StratumModel {
  readonly name: string;
  readonly noisyCount: number;
  readonly countNoise: number;
  /** Shift of the whitened residual's mean against the prior. */
  readonly offset: Float64Array;
  /** Weight of the stratum's own statistics and of the pooled ones, 0 to 1. */
  readonly ownWeight: number;
  readonly pooledWeight: number;
  readonly provenance: Provenance;
}

/** The law of the whitened residual under the release: N(offset of the stratum, covariance). */
export interface SignalModel {
  readonly strata: Readonly<Record<string, StratumModel>>;
  readonly covariance: Eigen;
  readonly covarianceWeight: number;
}

/** A weight below this says little more than the prior: the prior gate closes and nothing is moved. */
const GATE = 0.2;

/**
 * How far the prior's means and covariances may be wrong, in prior standard deviations: public constants. Public
 * recordings lie about 0.65 (ECG) and 0.85 (chest X-ray) of one a coordinate away from the simulators; a stratum is
 * expected half as far from its cohort, a variance to be off by its own size, a correlation by a half.
 */
export const EXPECTED = { pooled: 0.7, stratum: 0.35, variance: 1, covariance: 0.5 };

/** Strata of a means release: first all together are shrunk toward the prior, then each toward the pooled offset. */
export const strataOf = (space: LatentSpace, block: NoisyBlock): Readonly<Record<string, StratumModel>> => {
  const { k } = space;
  const slots = space.strata.map((name, s) => slotOf(name, block, s, k));
  const total = slots.reduce((sum, slot) => sum + Math.max(0, slot.count), 0);
  // Whitened units: one prior standard deviation of coordinate i is unit[i] of the released u.
  const unit = space.emphasis.map(value => value / (MEAN_CLIP * space.radius));
  const gated = (
    sums: Float64Array,
    count: number,
    known: boolean,
    size: { readonly noise: number; readonly expected: number },
  ) => {
    if (!known) return NOTHING(k);
    const shrunk = wiener(
      sums.map((value, i) => value / count / unit[i]!),
      new Float64Array(k).fill(size.expected),
      unit.map(each => size.noise / count / each),
    );
    return shrunk.weight >= GATE ? shrunk : NOTHING(k, shrunk.weight);
  };
  const together = block.values.slice(slots.length * (1 + k)).map(value => value / POOLED);
  const noiseOfTotal = slots[0]!.countNoise * Math.sqrt(slots.length);
  const pooled = gated(together, total, supported(total, noiseOfTotal), {
    noise: block.noise / POOLED,
    expected: EXPECTED.pooled,
  });
  return Object.fromEntries(
    slots.map(({ name, count, countNoise, sums }) => {
      const deviation = sums.map((value, i) => value - count * pooled.estimate[i]! * unit[i]!);
      const own = gated(deviation, count, supported(count, countNoise), {
        noise: block.noise / OWN,
        expected: EXPECTED.stratum,
      });
      const offset = own.estimate.map((value, i) => value + pooled.estimate[i]!);
      const provenance = own.weight >= GATE ? "measured" : pooled.weight >= GATE ? "pooled" : "prior-only";
      return [
        name,
        {
          name,
          noisyCount: count,
          countNoise,
          offset,
          ownWeight: own.weight,
          pooledWeight: pooled.weight,
          provenance,
        } as const,
      ];
    }),
  );
};

const NOTHING = (k: number, weight = 0): Shrunk => ({ estimate: new Float64Array(k), weight });

/** Three standard deviations above zero: the stratum holds patients, not noise (one-sided 1e-3). */
const supported = (count: number, noise: number): boolean => count > 3.09 * noise && count > 1;

const slotOf = (name: string, block: NoisyBlock, s: number, k: number) => {
  const at = s * (1 + k);
  return {
    name,
    count: block.values[at]! / Math.sqrt(COUNT_SHARE),
    countNoise: block.noise / Math.sqrt(COUNT_SHARE),
    sums: block.values.slice(at + 1, at + 1 + k).map(value => value / OWN),
  };
};

/** The model of both releases; without a moments release the prior's covariance (identity, whitened) stays. */
export const signalModel = (
  space: LatentSpace,
  strata: Readonly<Record<string, StratumModel>>,
  moments: NoisyBlock | undefined,
): SignalModel => {
  const { k } = space;
  const total = Object.values(strata).reduce((sum, stratum) => sum + Math.max(0, stratum.noisyCount), 0);
  const noiseOfTotal = Math.hypot(...Object.values(strata).map(stratum => stratum.countNoise));
  if (moments === undefined || !supported(total, noiseOfTotal))
    return { strata, covariance: unit(k), covarianceWeight: 0 };
  const bound = (MOMENT_CLIP * space.radius) ** 2;
  const measured = unpackSymmetric(moments.values, k);
  const pair = (at: number) => ({ i: Math.floor(at / k), j: at % k });
  const unitOf = (at: number) => (space.emphasis[pair(at).i]! * space.emphasis[pair(at).j]!) / bound;
  const isVariance = (at: number) => pair(at).i === pair(at).j;
  const { estimate, weight } = wiener(
    measured.map((value, at) => value / total / unitOf(at) - (isVariance(at) ? 1 : 0)),
    measured.map((_, at) => (isVariance(at) ? EXPECTED.variance : EXPECTED.covariance)),
    measured.map((_, at) => (moments.noise * (isVariance(at) ? 1 : Math.SQRT1_2)) / total / unitOf(at)),
  );
  const whitened = estimate.map((value, at) => value + (isVariance(at) ? 1 : 0));
  const { values, vectors } = eigenSymmetric(whitened, k);
  return {
    strata,
    covariance: {
      values: values.map(value => Math.min(MAX_VARIANCE, Math.max(MIN_VARIANCE, value))),
      vectors,
    },
    covarianceWeight: weight,
  };
};

/** Public bounds on a variance relative to the prior's: noise may leave an eigenvalue negative or absurd. */
const MIN_VARIANCE = 0.05;
const MAX_VARIANCE = 25;

const unit = (k: number): Eigen => {
  const vectors = new Float64Array(k * k);
  for (let i = 0; i < k; i++) vectors[i * k + i] = 1;
  return { values: new Float64Array(k).fill(1), vectors };
};

/** The rows of the report's support table: released numbers only. */
export const supportOf = (name: string, model: SignalModel): readonly Support[] =>
  Object.values(model.strata).map(stratum => ({
    modality: name,
    stratum: stratum.name,
    noisyCount: stratum.noisyCount,
    noise: stratum.countNoise,
    weight: Math.max(stratum.ownWeight, stratum.provenance === "pooled" ? stratum.pooledWeight : 0),
    provenance: stratum.provenance,
  }));
