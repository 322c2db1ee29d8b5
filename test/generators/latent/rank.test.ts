import { describe, expect, it } from "vitest";
import { COUNT_SHARE, MEAN_CLIP, MOMENT_CLIP, OWN, POOLED } from "../../../generators/latent/blocks.ts";
import { EXPECTED, expectedFall } from "../../../generators/latent/expected.ts";
import { strataOf } from "../../../generators/latent/model.ts";
import {
  bestMeansRank,
  bestRank,
  CANDIDATES,
  expectedError,
  type RankProfile,
} from "../../../generators/latent/rank.ts";
import { wiener } from "../../../generators/latent/shrink.ts";
import type { LatentSpace } from "../../../generators/latent/space.ts";
import { rng } from "../../../src/math/rng.ts";
import { toySpace } from "./toy.ts";

/** A prior whose spread falls as 1/√i, in 96 coordinates; radii as of a Gaussian's norm. */
const spread = Float64Array.from({ length: 96 }, (_, i) => 3 / Math.sqrt(i + 1));
const emphasis = spread.map(value => Math.sqrt(value / spread[0]!));
const radii = emphasis.map((_, k) => 1.5 * Math.hypot(...emphasis.slice(0, k + 1)));
const profile: RankProfile = { name: "ecg", spread, emphasis, radii };

describe("the choice of k from public numbers", () => {
  it("is the candidate with the least expected error", () => {
    for (const size of [100, 3000, 50_000]) {
      const noise = { size, means: 9, moments: 7 };
      const chosen = bestRank(profile, noise);
      for (const k of CANDIDATES.filter(each => each <= spread.length))
        expect(expectedError(profile, noise, chosen)).toBeLessThanOrEqual(expectedError(profile, noise, k));
    }
  });
  it("never falls as a cohort grows or its noise falls, from few to all", () => {
    const ks = [30, 100, 300, 1000, 3000, 10_000, 100_000, 1e7].map(size =>
      bestRank(profile, { size, means: 9, moments: 7 }),
    );
    expect(ks).toEqual([...ks].sort((a, b) => a - b));
    expect(ks[0]).toBeLessThan(24);
    expect(ks.at(-1)).toBe(96);
    const byNoise = [100, 30, 9, 3, 1].map(means => bestRank(profile, { size: 2000, means, moments: means }));
    expect(byNoise).toEqual([...byNoise].sort((a, b) => a - b));
  });
  it("is no larger than the space, and the space itself where it is smaller than every candidate", () => {
    const noise = { size: 1e7, means: 1, moments: 1 };
    expect(bestRank(toySpace({ rank: 9 }), noise)).toBe(8);
    expect(bestRank(toySpace({ rank: 4 }), noise)).toBe(4);
  });
});

describe("the choice of how many trait means", () => {
  const chosen = (size: number, traits: number) => bestMeansRank(profile, { size, means: 9, traits });
  it("never falls as a cohort grows or its noise falls, from few to all", () => {
    const sizes = [100, 1000, 3000, 10_000, 100_000, 1e7].map(size => chosen(size, 7));
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes[0]).toBeLessThan(24);
    expect(sizes.at(-1)).toBe(96);
    const noises = [300, 30, 9, 3, 1].map(traits => chosen(3000, traits));
    expect(noises).toEqual([...noises].sort((a, b) => a - b));
  });
  it("asks for none beyond the smallest where no traits are measured", () => {
    expect(bestMeansRank(profile, { size: 1e7, means: 1e-6 })).toBe(CANDIDATES[0]);
  });
  it("counts small coordinates for more than the choice by variance does", () => {
    const noise = { size: 3000, means: 9, moments: 7, traits: 5 };
    expect(bestMeansRank(profile, noise)).toBeGreaterThan(bestRank(profile, noise));
  });
});

describe("the expected error", () => {
  it("is what releases of laws as expected come to: within a quarter below, 60 cohorts each of k = 8, 24 and 64", () => {
    const noise = { size: 4000, means: 9, moments: 7 };
    for (const k of [8, 24, 64]) {
      const random = rng(`expected ${k}`);
      const errors = Array.from({ length: 60 }, () => realised(k, noise, random));
      const ratio = errors.reduce((a, b) => a + b) / errors.length / expectedError(profile, noise, k);
      // Below 1, as a cohort of one stratum is measured twice: by the sums of the stratum and by those of all together.
      expect(ratio).toBeGreaterThan(0.75);
      expect(ratio).toBeLessThan(1.05);
    }
  });
});

/**
 * Draws a law that deviates from the prior as the model expects, releases its first k coordinates, shrinks them as the
 * model does, and measures what is left, to second order.
 */
const realised = (
  k: number,
  noise: { readonly size: number; readonly means: number; readonly moments: number },
  random: ReturnType<typeof rng>,
): number => {
  const radius = radii[k - 1]!;
  const unit = (i: number) => (emphasis[i]! / (MEAN_CLIP * radius)) * noise.size;
  const fall = expectedFall(profile);
  const delta = fall.map(value => EXPECTED.pooled * value * random.normal());
  const values = new Float64Array(1 + 2 * k);
  values[0] = Math.sqrt(COUNT_SHARE) * noise.size;
  for (let i = 0; i < k; i++) {
    values[1 + i] = OWN * unit(i) * delta[i]! + noise.means * random.normal();
    values[1 + k + i] = POOLED * unit(i) * delta[i]! + noise.means * random.normal();
  }
  const space = {
    name: "ecg",
    k,
    strata: ["a"],
    emphasis: emphasis.slice(0, k),
    radius,
  } as unknown as LatentSpace;
  const block = { name: "ecg/means", size: values.length, weight: 1, values, noise: noise.means };
  const { offset } = strataOf(space, block).a!;
  const covarianceError = (i: number, j: number): number => {
    const expected = i === j ? EXPECTED.variance : EXPECTED.covariance;
    const truth = expected * random.normal();
    if (i >= k || j >= k) return truth;
    const moment = ((emphasis[i]! * emphasis[j]!) / (MOMENT_CLIP * radius) ** 2) * noise.size;
    const s = (noise.moments * (i === j ? 1 : Math.SQRT1_2)) / moment;
    const measured = Float64Array.of(truth + s * random.normal());
    return truth - wiener(measured, Float64Array.of(expected), Float64Array.of(s)).estimate[0]!;
  };
  let sum = 0;
  for (let i = 0; i < spread.length; i++) {
    const own = spread[i]! ** 2;
    sum += own * ((delta[i]! - (offset[i] ?? 0)) ** 2 + covarianceError(i, i) ** 2 / 4);
    for (let j = 0; j < i; j++) {
      const other = spread[j]! ** 2;
      sum += ((own * other) / (own + other)) * covarianceError(i, j) ** 2;
    }
  }
  return sum;
};
