import { readFile } from "node:fs/promises";
import { SIDE } from "../../generators/image/canonical.ts";
import { type NeuralPrior, neuralPrior } from "../../generators/image/neural/denoiser.ts";
import { refine } from "../../generators/image/neural/refine.ts";
import type { Detail } from "../../generators/latent/draw.ts";
import type { LatentSpace } from "../../generators/latent/space.ts";
import { ENGINES, type EngineName } from "../../generators/tensor/engine.ts";
import { openEngine } from "../../generators/tensor/open.ts";
import type { AskedFor } from "../../schemas/evidence.ts";
import type { ImageOrder } from "../../schemas/person.ts";
import { InvalidRequest, VerificationFailed } from "../errors.ts";

const WEIGHTS = new URL("../../generators/image/neural/thorax-denoiser.safetensors", import.meta.url);
const PROVENANCE = new URL("../../generators/image/neural/thorax-denoiser.provenance.json", import.meta.url);

/** How far phantoms are taken apart and in how many passes they are put together; see `npm run bench -- realism`. */
const REFINEMENT = { sigma: 5, steps: 9 };

/** The shipped neural prior in an engine, and what a manifest says of it. */
export interface ImageDetail {
  readonly asked: NonNullable<AskedFor["imageDetail"]>;
  /** The detail of films whose release lives in a space. */
  readonly of: (space: Pick<LatentSpace, "projection">) => Detail<ImageOrder>;
}

/**
 * The network draws 64 × 64 films. In a larger image the phantom's own fine contours would show through them.
 *
 * @throws InvalidRequest for images of another size
 */
export const checkDetailSize = ({ width, height }: { readonly width: number; readonly height: number }) => {
  if (width !== SIDE || height !== SIDE)
    throw new InvalidRequest(
      `the neural image prior draws ${SIDE} × ${SIDE} films; this release is of ${width} × ${height} images`,
    );
};

export const openImageDetail = async (engine: EngineName): Promise<ImageDetail> => {
  const [weights, provenance, opened] = await Promise.all([
    readFile(WEIGHTS),
    readFile(PROVENANCE, "utf8"),
    openEngine(engine),
  ]);
  const prior = neuralPrior({ name: "thorax-denoiser.safetensors", weights, provenance }, opened);
  return {
    asked: { weights: prior.provenance.sha256, engine: prior.engine },
    of: space => detailIn(prior, space),
  };
};

const detailIn =
  (prior: NeuralPrior, { projection }: Pick<LatentSpace, "projection">): Detail<ImageOrder> =>
  (steered, { finding, view, sex, ageYears }, rng) => {
    const denoise = prior.denoiser({ finding, view, sex, ageYears, domain: "film" });
    return refine(steered, { denoise, projection }, REFINEMENT, rng);
  };

/**
 * The neural prior that a manifest names, to draw its images again.
 *
 * @throws VerificationFailed where this build would give other bytes: other weights or another engine
 */
export const sameImageDetail = async (asked: NonNullable<AskedFor["imageDetail"]>): Promise<ImageDetail> => {
  const engine = ENGINES.find(
    name => asked.engine.startsWith(`${name} `) || asked.engine.startsWith(`${name}/`),
  );
  if (engine === undefined)
    throw new VerificationFailed(`images were refined on ${asked.engine}, an engine not known here`);
  const detail = await openImageDetail(engine);
  for (const key of ["weights", "engine"] as const)
    if (detail.asked[key] !== asked[key])
      throw new VerificationFailed(
        `images cannot be drawn again here: ${key} was ${asked[key]}, is ${detail.asked[key]}`,
      );
  return detail;
};
