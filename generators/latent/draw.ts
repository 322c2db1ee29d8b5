import type { Provenance } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { SignalPrior } from "../modality.ts";
import type { SignalModel } from "./model.ts";
import type { Moves } from "./moves.ts";
import type { Conditioning } from "./space.ts";

/**
 * Draws the detail of a steered canonical vector anew. Whatever it does, the projected coordinates are to stay: they
 * carry what the release says.
 */
export type Detail<O> = (steered: Float64Array, order: O, rng: Rng) => Float64Array;

/** One signal for one order: a phantom of the prior, steered in the projected space, rendered at full resolution. */
export const drawSignal = <O, S, R>(
  source: {
    readonly prior: SignalPrior<O, S, R>;
    readonly conditioning: Conditioning<O>;
    readonly model: SignalModel;
    /** Of the space and the model: `movesOf`. */
    readonly moves: Moves;
    readonly detail?: Detail<O> | undefined;
  },
  order: O,
  rng: Rng,
): { readonly record: R; readonly provenance: Provenance } => {
  const { prior, conditioning, model, moves } = source;
  const stratum = prior.stratum(order);
  const { vector, scene } = prior.simulate(order, rng.child("simulate"));
  const covariates = conditioning.fromOrder(order);
  const correction = moves(vector, { stratum, covariates, trait: conditioning.traits?.fromOrder(order) });
  const steered = () => vector.map((value, i) => value + correction[i]!);
  const detailed = source.detail?.(steered(), order, rng.child("detail"));
  const added = detailed?.map((value, i) => value - vector[i]!) ?? correction;
  return {
    record: prior.render(scene, added, rng.child("render")),
    provenance: model.strata[stratum]?.provenance ?? "prior-only",
  };
};
