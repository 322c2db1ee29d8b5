import { InvalidRequest } from "../src/errors.ts";
import type { Rng } from "../src/math/rng.ts";
import type { Sampler } from "./sampler.ts";
import { ancestral } from "./solver.ts";

/** Log of how welcome a denoised estimate at noise level σ is; no gradient is asked for. At σ = 0 it is of a draw. */
export type Reward = (x0: Float64Array, sigma: number) => number;

/** Weighted draws of p(x) exp(reward(x, 0)), and the log of an unbiased estimate of its integral. */
export interface Steered {
  readonly draws: readonly Float64Array[];
  /** Sum to 1. */
  readonly weights: Float64Array;
  readonly logEvidence: number;
}

/**
 * Particle steering: `count` draws descend the noise together by ancestral steps; each step multiplies a draw's weight
 * by exp(reward now − reward before), and where the weights have become uneven the draws are resampled. The rewards on
 * the way cancel, so they decide how well it works, not what it draws.
 *
 * @param count  particles, ≥ 2; 4 to 8 are usual
 * @guarantee    weighted sums over the draws, times the evidence, are unbiased for the sampler's law times exp(reward)
 * @source       Singhal et al. 2025, Feynman–Kac steering (difference potential), arXiv:2501.06848; systematic
 *               resampling: Douc, Cappé & Moulines 2005, arXiv:cs/0507025
 */
export const particles = (
  { schedule, denoise }: Pick<Sampler, "schedule" | "denoise">,
  {
    count,
    dimension,
    reward,
  }: { readonly count: number; readonly dimension: number; readonly reward: Reward },
  rng: Rng,
): Steered => {
  if (!Number.isInteger(count) || count < 2)
    throw new InvalidRequest(`particles must be a whole number ≥ 2; got ${count}`);
  let swarm: Swarm = {
    points: Array.from({ length: count }, () =>
      Float64Array.from({ length: dimension }, () => schedule[0]! * rng.normal()),
    ),
    rewards: new Float64Array(count),
    logWeights: new Float64Array(count),
  };
  let logEvidence = 0;
  for (let i = 0; i + 1 < schedule.length; i++) {
    const [from, to] = [schedule[i]!, schedule[i + 1]!];
    const means = swarm.points.map(x => denoise(x, from));
    const judged = weighed({ ...swarm, points: means }, reward, to === 0 ? 0 : from);
    const chosen =
      to > 0 && effective(judged.logWeights) < count / 2 ? systematic(judged.logWeights, rng) : [];
    if (chosen.length > 0) logEvidence += logMean(judged.logWeights);
    const kept = chosen.length > 0 ? chosen : Array.from(swarm.points.keys());
    const origins = swarm.points;
    swarm = {
      points: kept.map(j => ancestral(origins[j]!, from, to, () => means[j]!, rng)),
      rewards: Float64Array.from(kept, j => judged.rewards[j]!),
      logWeights: chosen.length > 0 ? new Float64Array(count) : judged.logWeights,
    };
  }
  return {
    draws: swarm.points,
    weights: normalised(swarm.logWeights),
    logEvidence: logEvidence + logMean(swarm.logWeights),
  };
};

interface Swarm {
  readonly points: readonly Float64Array[];
  readonly rewards: Float64Array;
  readonly logWeights: Float64Array;
}

const weighed = ({ points, rewards, logWeights }: Swarm, reward: Reward, sigma: number) => {
  const now = Float64Array.from(points, x0 => reward(x0, sigma));
  return { rewards: now, logWeights: logWeights.map((value, j) => value + now[j]! - rewards[j]!) };
};

/** Shares of the total, by the log-sum-exp of the log weights. */
const normalised = (logWeights: Float64Array): Float64Array => {
  const top = Math.max(...logWeights);
  const weights = logWeights.map(value => Math.exp(value - top));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map(value => value / total);
};

const logMean = (logWeights: Float64Array): number => {
  const top = Math.max(...logWeights);
  return (
    top + Math.log(logWeights.reduce((sum, value) => sum + Math.exp(value - top), 0) / logWeights.length)
  );
};

/** Effective sample size, 1 to the number of particles. */
const effective = (logWeights: Float64Array): number =>
  1 / normalised(logWeights).reduce((sum, weight) => sum + weight * weight, 0);

/** One uniform number places `count` equally spaced pointers on the weights: each is taken ⌊nw⌋ or ⌈nw⌉ times. */
const systematic = (logWeights: Float64Array, rng: Rng): readonly number[] => {
  const weights = normalised(logWeights);
  const count = weights.length;
  const offset = rng.uniform();
  const chosen: number[] = [];
  let upTo = 0;
  for (let j = 0; j < count; j++) {
    upTo += weights[j]! * count;
    while (chosen.length < count && chosen.length + offset < upTo) chosen.push(j);
  }
  while (chosen.length < count) chosen.push(count - 1);
  return chosen;
};
