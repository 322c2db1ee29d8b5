import type { Digest } from "../../../schemas/digest.ts";
import type { Block } from "../../../schemas/statistic.ts";
import { clipped } from "../../latent/blocks.ts";
import { RESIDUAL_SIZE } from "./levels.ts";

/** What the prior's own recordings have: level and its spread over recordings, decibels, and how far they go together. */
export interface ResidualNorms {
  readonly mean: Float64Array;
  readonly spread: Float64Array;
  /** 99th percentile of the norm of a recording's levels less the mean, over the spread. */
  readonly radius: number;
}

/** Multiple of the prior's radius that a recording is clipped to. */
export const RESIDUAL_CLIP = 1.5;
export const RESIDUAL_BLOCK = "ecg/residual";

/**
 * Sums of residual levels: a patient writes how far its levels lie from the prior's, in the prior's standard deviations,
 * over the clip bound, clipped to norm 1. Only people of RESIDUAL_STRATA have levels; one of them whose recordings are too
 * short writes nothing, which counts as the prior.
 */
export const residualBlock = (norms: ResidualNorms, weight: number): Block<Digest> => ({
  name: RESIDUAL_BLOCK,
  size: RESIDUAL_SIZE,
  weight,
  contribute: ({ residual }, out) => {
    if (residual === undefined) return;
    const bound = RESIDUAL_CLIP * norms.radius;
    out.set(clipped(residual.map((level, i) => (level - norms.mean[i]!) / norms.spread[i]! / bound)));
  },
});
