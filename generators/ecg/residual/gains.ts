import type { NoisyBlock } from "../../../schemas/statistic.ts";
import { wiener } from "../../latent/shrink.ts";
import { type LeadGains, PRIOR_DISTURBANCE } from "../disturbance.ts";
import { electrodePower } from "../electrode-noise.ts";
import { INDEPENDENT } from "../leads.ts";
import { RESIDUAL_CLIP, type ResidualNorms } from "./block.ts";
import { RESIDUAL_BANDS } from "./levels.ts";

/**
 * How far the prior's mean levels may be wrong in each band, in its standard deviations over recordings: public constants.
 * Public recordings lie 0.2 off in wander, 1.2 from 1 to 3 Hz, 0.6 to 0.5 up to 45 Hz, and 0.3 in muscle.
 */
const EXPECTED = [0.4, 1, 0.8, 0.7, 0.6, 0.35] as const;
/** Nothing gets louder or quieter by more than this factor: noise may ask for what no recording has. */
const MOST = 8;

/**
 * By how much each lead's wander, electrode noise and muscle must be louder for recordings to have the released levels,
 * shrunk to the prior's with the known noise. Muscle in the pattern over leads alone: how loud it is in all of them is a
 * feature of the canonical vector.
 *
 * @param total  people of RESIDUAL_STRATA, noisy; too few to tell: give 0, and nothing changes
 */
export const residualGains = (
  norms: ResidualNorms,
  block: NoisyBlock,
  total: number,
): readonly LeadGains[] => {
  const bands = RESIDUAL_BANDS.length;
  const unit = total / (RESIDUAL_CLIP * norms.radius);
  const { estimate } =
    total > 0
      ? wiener(
          block.values.map(value => value / unit),
          block.values.map((_, i) => EXPECTED[i % bands]!),
          new Float64Array(block.size).fill(block.noise / unit),
        )
      : { estimate: new Float64Array(block.size) };
  const powers = Array.from({ length: INDEPENDENT }, (_, l) => {
    const at = l * bands;
    const usual = norms.mean.subarray(at, at + bands).map(decibels);
    const factors = usual.map((_, b) => decibels(estimate[at + b]! * norms.spread[at + b]!));
    return fittedPowers(componentsOf(usual), usual, factors);
  });
  const muscle = Math.exp(powers.reduce((sum, power) => sum + Math.log(power[3]!), 0) / INDEPENDENT);
  return powers.map(power => {
    const [wander, slow, fast, own] = power.map(Math.sqrt) as [number, number, number, number];
    return { wander, slow, fast, muscle: own / Math.sqrt(muscle) };
  });
};

const decibels = (level: number): number => 10 ** (level / 10);

/** Power of each component of a typical disturbance in each band, mV²: wander is what the slowest band holds besides. */
const componentsOf = (usual: Float64Array): readonly (readonly number[])[] => {
  const { muscleMv, electrodeMv } = PRIOR_DISTURBANCE;
  const electrode = (kind: "slow" | "fast") =>
    RESIDUAL_BANDS.map(({ from, to }) => electrodeMv ** 2 * electrodePower(kind, from, to));
  const slow = electrode("slow");
  const muscle = RESIDUAL_BANDS.map(({ from, to }) => muscleMv ** 2 * meanOfTwo(from, to));
  const wander = usual.map((power, b) => (b === 0 ? Math.max(0.2 * power, power - slow[0]!) : 0));
  return [Array.from(wander), slow, electrode("fast"), muscle];
};

/** Share of the variance of a mean of two neighbours in white noise at 500 Hz that lies between two frequencies. */
const meanOfTwo = (from: number, to: number): number => {
  const upTo = (hz: number) => hz / 250 + Math.sin((2 * Math.PI * hz) / 500) / Math.PI;
  return upTo(to) - upTo(from);
};

const ROUNDS = 100;

/**
 * Factors of the components' power with which the bands come nearest to `factors` times what they are: multiplicative
 * steps down the Itakura–Saito divergence, which weighs bands by ratio. What no component explains stays as it is.
 *
 * @source  Févotte, Bertin & Durrieu 2009, Neural Comput 21:793
 */
const fittedPowers = (
  components: readonly (readonly number[])[],
  usual: Float64Array,
  factors: Float64Array,
): readonly number[] => {
  const bands = usual.length;
  const sumAt = (x: readonly number[], b: number) =>
    components.reduce((sum, component, c) => sum + x[c]! * component[b]!, 0);
  const ones = components.map(() => 1);
  const rest = usual.map((power, b) => Math.max(0, power - sumAt(ones, b)));
  const wanted = factors.map((factor, b) => factor * (sumAt(ones, b) + rest[b]!));
  let x = ones;
  for (let round = 0; round < ROUNDS; round++) {
    const now = Float64Array.from({ length: bands }, (_, b) => sumAt(x, b) + rest[b]!);
    x = components.map((component, c) => {
      let [up, down] = [0, 0];
      for (let b = 0; b < bands; b++) {
        up += (component[b]! * wanted[b]!) / now[b]! ** 2;
        down += component[b]! / now[b]!;
      }
      return Math.min(MOST ** 2, Math.max(MOST ** -2, x[c]! * Math.sqrt(up / down)));
    });
  }
  return x;
};
