import { ecgPrior } from "../../../generators/ecg/prior.ts";
import { transports } from "../../../generators/latent/draw.ts";
import type { Release } from "../../../schemas/release.ts";
import { modelsOf } from "../../../src/pipeline/population.ts";
import { ecgConditioning } from "../../../src/pipeline/signals.ts";

/** What recordings of given orders are drawn from, steered by a release, as `population` does it. */
export const steeredSource = (release: Release) => {
  const { frame, ecg: model } = modelsOf(release);
  return {
    prior: ecgPrior,
    conditioning: ecgConditioning,
    space: frame.ecg!,
    model: model!,
    transports: transports(model!),
  };
};
