import { ecgPrior, recordedWith } from "../../../generators/ecg/prior.ts";
import { transports } from "../../../generators/latent/draw.ts";
import type { Models } from "../../../src/pipeline/population.ts";
import { ecgConditioning } from "../../../src/pipeline/signals.ts";

/** What recordings of given orders are drawn from, steered by a release, as `population` does it. */
export const steeredSource = ({ frame, ecg: model, recording }: Models) => ({
  prior: recording === undefined ? ecgPrior : recordedWith(recording),
  conditioning: ecgConditioning,
  space: frame.ecg!,
  model: model!,
  transports: transports(model!),
});
