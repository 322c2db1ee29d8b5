import { bestRank, type RankNoise } from "../../generators/latent/rank.ts";
import type { LatentSpace } from "../../generators/latent/space.ts";
import type { SealedPlan } from "../../schemas/plan.ts";
import type { Frame, FrameChoices } from "./frame.ts";

/**
 * The rank of each signal that the public size and the planned noise allow; noise does not depend on the rank.
 *
 * @param largest  of a signal whose means are not released
 */
export const ranksOf = (
  { plan, frame: spaces }: { readonly plan: SealedPlan; readonly frame: Frame },
  size: number,
  largest: number,
): FrameChoices["rank"] => {
  const rankOf = (space: LatentSpace | undefined): number => {
    const noise = noiseOn(plan, space, size);
    return space === undefined || noise === undefined ? largest : bestRank(space, noise);
  };
  return { ecg: rankOf(spaces.ecg), image: rankOf(spaces.image) };
};

/** The noise that a plan puts on a space's numbers; undefined where it releases no means of them. */
export const noiseOn = (
  plan: SealedPlan,
  space: LatentSpace | undefined,
  size: number,
): RankNoise | undefined => {
  const noise = new Map(
    plan.releases.flatMap(release =>
      release.kind === undefined
        ? release.blocks.map(({ name, weight }) => [name, Number(release.noiseMultiplier) / weight] as const)
        : [],
    ),
  );
  const means = space && noise.get(`${space.name}/means`);
  if (space === undefined || means === undefined) return undefined;
  const moments = noise.get(`${space.name}/moments`);
  return { size, means, ...(moments === undefined ? {} : { moments }) };
};
