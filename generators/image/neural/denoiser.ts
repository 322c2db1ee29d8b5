import type { Denoiser } from "../../denoiser.ts";
import type { Engine, LoadedNetwork } from "../../tensor/engine.ts";
import { readSafetensors } from "../../tensor/safetensors.ts";
import { DIMENSION, SIDE } from "../canonical.ts";
import { CONDITION_LENGTH, conditionVector, type FilmCondition } from "./condition.ts";
import { type ThoraxWeights, thoraxNetwork, thoraxWeights } from "./network.ts";
import { checkedProvenance, type WeightsProvenance } from "./provenance.ts";
import { wiener, wienerError } from "./wiener.ts";

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
    denoiser: condition => corrected(weights, loaded, condition),
    dispose: loaded.dispose,
  };
};

/**
 * The Wiener filter of films, corrected: D(x, σ) = W(x, σ) + e(σ) F(x/√(1+σ²), W(x, σ), σ), where e is the filter's
 * expected error. A network that has learnt nothing leaves the filter.
 */
const corrected = (weights: ThoraxWeights, loaded: LoadedNetwork, condition: FilmCondition): Denoiser => {
  const closedForm = wiener(weights.film);
  return (x, sigma) => {
    const total = Math.sqrt(1 + sigma * sigma);
    const closed = closedForm(x, sigma);
    const error = wienerError(weights.film, sigma);
    const network = thoraxNetwork(weights, conditionVector(condition, sigma));
    const values = new Float32Array(2 * DIMENSION);
    for (let i = 0; i < DIMENSION; i++) {
      values[2 * i] = x[i]! / total;
      values[2 * i + 1] = closed[i]!;
    }
    const added = loaded.run(network, { height: SIDE, width: SIDE, channels: 2, values }).values;
    return closed.map((value, i) => value + error * added[i]!);
  };
};
