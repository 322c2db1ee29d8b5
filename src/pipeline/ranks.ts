import { bestMeansRank, bestRank, type RankNoise, type RankProfile } from "../../generators/latent/rank.ts";
import type { LatentSpace } from "../../generators/latent/space.ts";
import type { SealedPlan } from "../../schemas/plan.ts";
import type { Frame, FrameChoices } from "./frame.ts";

/** Of how many coordinates of each signal means and second moments are released. */
export interface Ranks {
  readonly means: FrameChoices["rank"];
  readonly moments: FrameChoices["rank"];
}

/**
 * The ranks of each signal that the public size and the planned noise allow; noise does not depend on the rank. Where
 * people are told apart by traits, means are worth more coordinates than moments.
 *
 * @param largest  of a signal whose means are not released
 */
export const ranksOf = (
  { plan, frame: spaces }: { readonly plan: SealedPlan; readonly frame: Frame },
  size: number,
  largest: Ranks,
): Ranks => {
  const ranks = (name: "ecg" | "image") => {
    const space = spaces[name];
    const noise = noiseOn(plan, space, size);
    const most = { means: largest.means[name], moments: largest.moments[name] };
    if (space === undefined || noise === undefined) return most;
    const moments = bestRank(firstOf(space, most.moments), noise);
    return { moments, means: Math.max(moments, bestMeansRank(space, noise)) };
  };
  const [ecg, image] = [ranks("ecg"), ranks("image")];
  return {
    means: { ecg: ecg.means, image: image.means },
    moments: { ecg: ecg.moments, image: image.moments },
  };
};

/** A space's first coordinates, as ranks are chosen by them. */
const firstOf = ({ name, spread, emphasis, radii }: LatentSpace, count: number): RankProfile => ({
  name,
  spread: spread.subarray(0, count),
  emphasis: emphasis.subarray(0, count),
  radii: radii.subarray(0, count),
});

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
  const traits = noise.get(`${space.name}/traits`);
  return {
    size,
    means,
    ...(moments === undefined ? {} : { moments }),
    ...(traits === undefined ? {} : { traits }),
  };
};
