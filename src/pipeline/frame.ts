import { ecgPrior } from "../../generators/ecg/prior.ts";
import type { ResidualNorms } from "../../generators/ecg/residual/block.ts";
import { type ShippedEcg, shippedEcg } from "../../generators/ecg/space/shipped.ts";
import { imagePriorAt } from "../../generators/image/prior.ts";
import { type BasisError, basesByError } from "../../generators/latent/basis.ts";
import type { RankNoise } from "../../generators/latent/rank.ts";
import {
  type Conditioning,
  type LatentSpace,
  type SpaceOptions,
  spacesOf,
} from "../../generators/latent/space.ts";
import type { SignalPrior } from "../../generators/modality.ts";
import type { ModalityName } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import type { SealedPlan } from "../../schemas/plan.ts";
import { InvalidRequest, VerificationFailed } from "../errors.ts";
import { PROJECTIONS, type ProjectionName } from "../math/projection.ts";
import { ecgConditioning, imageConditioning } from "./signals.ts";

type OfSignals<T> = Readonly<Record<"ecg" | "image", T>>;

/** The public choices of a run that fix where signals are projected. They stand in the sealed plan. */
export interface FrameChoices {
  readonly modalities: readonly ModalityName[];
  readonly image: CohortConfig["image"];
  readonly projection: OfSignals<ProjectionName>;
  readonly rank: OfSignals<number>;
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
    projection: choices.projection[signal],
    phantoms: PHANTOMS[signal],
    publicSeed: choices.publicSeed,
  });
  const has = (name: ModalityName) => choices.modalities.includes(name);
  const ecg = has("ecg") ? ecgSpaces(options("ecg")) : undefined;
  const image = has("image")
    ? learntOnce(imagePriorAt(choices.image), imageConditioning, options("image"))
    : undefined;
  return rank => ({
    ...(ecg ? { ecg: ecg(rank.ecg) } : {}),
    ...(image ? { image: image(rank.image) } : {}),
  });
};

/** In principal directions the space that is shipped, learnt of many more draws; in others learnt when it is needed. */
const ecgSpaces = (options: Omit<SpaceOptions, "rank">): ((rank: number) => LatentSpace) =>
  options.projection === "public-basis" ? shipped().space : learntOnce(ecgPrior, ecgConditioning, options);

/** What the prior's recordings hold besides their beats. */
export const ecgResidual = (): ResidualNorms => shipped().residual;

const shipped = (): ShippedEcg => {
  read ??= shippedEcg(ecgConditioning);
  return read;
};
let read: ShippedEcg | undefined;

/** Spaces that this process has learnt: made of public choices alone, they are the same for every run. */
const LEARNT = new Map<string, LatentSpace>();

/** The spaces of a prior by rank; phantoms are drawn only where one is asked for that is not known yet. */
const learntOnce = <O, S, R>(
  prior: SignalPrior<O, S, R>,
  conditioning: Conditioning<O>,
  options: Omit<SpaceOptions, "rank">,
): ((rank: number) => LatentSpace) => {
  let spaces: ReturnType<typeof spacesOf> | undefined;
  return rank => {
    const key = JSON.stringify([prior.name, prior.version, options, rank]);
    const known = LEARNT.get(key);
    if (known !== undefined) return known;
    spaces ??= spacesOf(prior, conditioning, options);
    const space = spaces(rank);
    LEARNT.set(key, space);
    return space;
  };
};

/** The bases of the signals from which least is expected to be lost; the usual one where a signal has no noise planned. */
export const bestBases = (
  { image, publicSeed }: Pick<FrameChoices, "image" | "publicSeed">,
  rank: number,
  noise: OfSignals<RankNoise | undefined>,
): OfSignals<ProjectionName> => {
  const options = (signal: "ecg" | "image") => ({ rank, phantoms: PHANTOMS[signal], publicSeed });
  const best = (found: readonly BasisError[] | undefined) => found?.[0]?.projection ?? USUAL_BASIS;
  return {
    ecg: best(noise.ecg && basesByError(ecgPrior, ecgConditioning, options("ecg"), noise.ecg)),
    image: best(
      noise.image && basesByError(imagePriorAt(image), imageConditioning, options("image"), noise.image),
    ),
  };
};

export const USUAL_BASIS = "public-basis" satisfies ProjectionName;

/** The plan's form of the choices, and back. */
export const writtenChoices = (choices: FrameChoices, spaces: Frame): SealedPlan["choices"] => ({
  modalities: choices.modalities,
  ecgProjection: choices.projection.ecg,
  imageProjection: choices.projection.image,
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
  const [ecg, image] = [choices.ecgProjection, choices.imageProjection].map(chosen =>
    PROJECTIONS.find(name => name === chosen),
  );
  if (ecg === undefined || image === undefined || !Array.isArray(choices.modalities)) {
    throw new InvalidRequest("the release's plan does not name projections and modalities of this version");
  }
  return {
    modalities: choices.modalities as readonly ModalityName[],
    projection: { ecg, image },
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
