import { createHash } from "node:crypto";
import seedrandom from "seedrandom";

/**
 * Replayable randomness for sampling only: everything after the release. Never for privacy noise (see
 * `secret-noise.ts`). Splittable by label: `child("ecg/17")` depends on the seed and the label alone, so the order
 * in which children are made, or how many numbers a sibling drew, changes nothing.
 */
export interface Rng {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard Gaussian. */
  normal(): number;
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** Index drawn with probability proportional to non-negative weights; the sum must be positive. */
  weighted(weights: ArrayLike<number>): number;
  /** One element, uniformly. */
  pick<T>(items: readonly T[]): T;
  child(label: string): Rng;
}

export const rng = (seed: string | number): Rng => {
  const key = String(seed);
  const stream = seedrandom.alea(createHash("sha256").update(key).digest("hex"));
  let spare: number | undefined;
  const uniform = () => stream.double();
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const radius = radiusOf(uniform());
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  const integer = (bound: number) => Math.floor(uniform() * bound);
  const weighted = (weights: ArrayLike<number>): number => {
    let total = 0;
    for (let i = 0; i < weights.length; i++) total += weights[i]!;
    let left = uniform() * total;
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i]!;
      if (left < 0) return i;
    }
    return lastPositive(weights);
  };
  return {
    uniform,
    normal,
    integer,
    chance: probability => uniform() < probability,
    weighted,
    pick: items => items[integer(items.length)]!,
    child: label => rng(`${key}|${label}`),
  };
};

/** Distance of two independent standard Gaussians from 0. @source Box & Muller 1958 */
const radiusOf = (uniform: number): number => Math.sqrt(-2 * Math.log(1 - uniform));

const lastPositive = (weights: ArrayLike<number>): number => {
  for (let i = weights.length - 1; i >= 0; i--) if (weights[i]! > 0) return i;
  return 0;
};

/**
 * A number that belongs to a place, not to the order of reading: whatever else is read or left out, it is the same.
 *
 * @param seed   whole number from 0 to 2³² − 1
 * @param place  whole number from 0 to 2³² − 1
 * @returns      uniform in [0, 1), a multiple of 2⁻³²
 * @source       finaliser of MurmurHash3 (Appleby 2011)
 */
export const scattered = (seed: number, place: number): number => mixed(mixed(seed) ^ place) / 2 ** 32;

/** A standard Gaussian of `place` and the next, which are then taken. */
export const scatteredNormal = (seed: number, place: number): number =>
  radiusOf(scattered(seed, place)) * Math.cos(2 * Math.PI * scattered(seed, place + 1));

const mixed = (value: number): number => {
  let h = value + 0x9e3779b9;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};
