import type { Denoiser } from "../../denoiser.ts";
import type { Engine, LoadedNetwork } from "../../tensor/engine.ts";
import { readSafetensors } from "../../tensor/safetensors.ts";
import { SIDE } from "../canonical.ts";
import { CONDITION_LENGTH, conditionVector, type FilmCondition } from "./condition.ts";
import { type ThoraxWeights, thoraxNetwork, thoraxWeights } from "./network.ts";
import { checkedProvenance, type WeightsProvenance } from "./provenance.ts";

/** The neural prior of chest X-rays, loaded into an engine. */
export interface NeuralPrior {
  readonly provenance: WeightsProvenance;
  /** Engine and build, for the record of a run. */
  readonly engine: string;
  /** The denoiser of films that show `condition`: canonical space, σ in its units. */
  denoiser(condition: FilmCondition): Denoiser;
  /** Frees the engine's memory. */
  dispose(): void;
}

/** Files of a prior: weights as safetensors, and the text of their provenance where there is one. */
export interface NeuralPriorFiles {
  readonly name: string;
  readonly weights: Uint8Array;
  readonly provenance: string | undefined;
}

/**
 * Loads weights whose provenance is public and matches them.
 *
 * @throws InvalidInput where provenance, hash or tensors do not fit
 */
export const neuralPrior = (files: NeuralPriorFiles, engine: Engine): NeuralPrior => {
  const provenance = checkedProvenance(files.weights, files.provenance, files.name);
  const weights = thoraxWeights(readSafetensors(files.weights, files.name), files.name, CONDITION_LENGTH);
  const loaded = engine.load(weights.kernels);
  return {
    provenance,
    engine: engine.build,
    denoiser: condition => preconditioned(weights, loaded, condition),
    dispose: loaded.dispose,
  };
};

/**
 * D(x, σ) = x/(1+σ²) + σ/√(1+σ²) F(x/√(1+σ²), σ): films have unit variance, so σ_data = 1.
 * Source: Karras et al. 2022, Table 1, arXiv:2206.00364.
 */
const preconditioned =
  (weights: ThoraxWeights, loaded: LoadedNetwork, condition: FilmCondition): Denoiser =>
  (x, sigma) => {
    const total = Math.sqrt(1 + sigma * sigma);
    const network = thoraxNetwork(weights, conditionVector(condition, sigma));
    const input = { height: SIDE, width: SIDE, channels: 1, values: Float32Array.from(x, v => v / total) };
    const { values } = loaded.run(network, input);
    return x.map((value, i) => value / total ** 2 + (sigma / total) * values[i]!);
  };
