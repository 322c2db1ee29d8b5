import { ecgPrior } from "../../generators/ecg/prior.ts";
import { imagePriorAt } from "../../generators/image/prior.ts";
import { type LatentSpace, spacesOf } from "../../generators/latent/space.ts";
import type { ModalityName } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import type { SealedPlan } from "../../schemas/plan.ts";
import { InvalidRequest, VerificationFailed } from "../errors.ts";
import { PROJECTIONS, type ProjectionName } from "../math/projection.ts";
import { ecgConditioning, imageConditioning } from "./signals.ts";

/** The public choices of a run that fix where signals are projected. They stand in the sealed plan. */
export interface FrameChoices {
  readonly modalities: readonly ModalityName[];
  readonly image: CohortConfig["image"];
  readonly projection: ProjectionName;
  readonly rank: { readonly ecg: number; readonly image: number };
  readonly publicSeed: string;
}

/** The signals of a run: each prior with the space it is steered in. Absent where the modality is not declared. */
export interface Frame {
  readonly ecg?: LatentSpace;
  readonly image?: LatentSpace;
}

const PHANTOMS = { ecg: 240, image: 80 };

/** Learns the projected spaces from the public priors; the same for every machine that has the same choices. */
export const frame = (choices: FrameChoices): Frame => framesOf(choices)(choices.rank);

/** The frames of a run by rank, all from the same phantoms. */
export const framesOf = (choices: Omit<FrameChoices, "rank">): ((rank: FrameChoices["rank"]) => Frame) => {
  const options = (signal: "ecg" | "image") => ({
    projection: choices.projection,
    phantoms: PHANTOMS[signal],
    publicSeed: choices.publicSeed,
  });
  const has = (name: ModalityName) => choices.modalities.includes(name);
  const ecg = has("ecg") ? spacesOf(ecgPrior, ecgConditioning, options("ecg")) : undefined;
  const image = has("image")
    ? spacesOf(imagePriorAt(choices.image), imageConditioning, options("image"))
    : undefined;
  return rank => ({
    ...(ecg ? { ecg: ecg(rank.ecg) } : {}),
    ...(image ? { image: image(rank.image) } : {}),
  });
};

/** The plan's form of the choices, and back. */
export const writtenChoices = (choices: FrameChoices, spaces: Frame): SealedPlan["choices"] => ({
  modalities: choices.modalities,
  projection: choices.projection,
  publicSeed: choices.publicSeed,
  imageWidth: choices.image.width,
  imageHeight: choices.image.height,
  imageBits: choices.image.bits,
  ecgRank: choices.rank.ecg,
  imageRank: choices.rank.image,
  ...(spaces.ecg ? { ecgSpace: spaces.ecg.fingerprint } : {}),
  ...(spaces.image ? { imageSpace: spaces.image.fingerprint } : {}),
});

export const readChoices = ({ choices }: SealedPlan): FrameChoices => {
  const projection = PROJECTIONS.find(name => name === choices.projection);
  if (projection === undefined || !Array.isArray(choices.modalities)) {
    throw new InvalidRequest("the release's plan does not name a projection and modalities of this version");
  }
  return {
    modalities: choices.modalities as readonly ModalityName[],
    projection,
    publicSeed: String(choices.publicSeed),
    image: {
      width: Number(choices.imageWidth),
      height: Number(choices.imageHeight),
      bits: choices.imageBits === 16 ? 16 : 8,
    },
    rank: { ecg: Number(choices.ecgRank), image: Number(choices.imageRank) },
  };
};

/** The frame of a release, refused if this build would project into another space than the release was made in. */
export const frameOf = (plan: SealedPlan): Frame => {
  const spaces = frame(readChoices(plan));
  for (const [name, space] of [
    ["ecgSpace", spaces.ecg],
    ["imageSpace", spaces.image],
  ] as const) {
    if (space !== undefined && plan.choices[name] !== space.fingerprint) {
      throw new VerificationFailed(
        `${name}: this build's prior or basis differs from the one the release was made with`,
      );
    }
  }
  return spaces;
};
