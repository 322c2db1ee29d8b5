import type { Provenance } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import { type Flow, gaussianFlow } from "../gaussian-flow.ts";
import type { SignalPrior } from "../modality.ts";
import { type GroupModel, offsetOf, type SignalModel } from "./model.ts";
import type { Conditioning, LatentSpace } from "./space.ts";

/**
 * Moves a whitened prior residual to the released law of its stratum. Prior and release are Gaussian there, so the
 * probability flow from one to the other is known in closed form. Each phantom moves as little as the two laws differ,
 * so its complement (ribs, noise, beat-to-beat detail) still fits it; where the prior gate is closed it does not move.
 *
 * @guarantee  the moved residuals have the released mean and covariance when prior residuals are standard Gaussian
 */
export const transport = (model: SignalModel, stratum: string, trait?: string): Flow => {
  const mean = offsetOf(model, stratum, trait);
  const isKnown = (group: GroupModel | undefined) => group !== undefined && group.provenance !== "prior-only";
  const moves =
    isKnown(model.strata[stratum]) || isKnown(model.traits[trait ?? ""]) || model.covarianceWeight > 0;
  return mean === undefined || !moves ? w => w : gaussianFlow({ mean, covariance: model.covariance });
};

/** The transport of every stratum and trait of a model. */
export const transports = (model: SignalModel): ReadonlyMap<string, Flow> =>
  new Map(
    Object.keys(model.strata).flatMap(stratum =>
      [undefined, ...Object.keys(model.traits)].map(
        trait => [keyOf(stratum, trait), transport(model, stratum, trait)] as const,
      ),
    ),
  );

const keyOf = (stratum: string, trait: string | undefined): string => `${stratum}|${trait ?? ""}`;

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
    readonly space: LatentSpace;
    readonly model: SignalModel;
    readonly transports: ReadonlyMap<string, Flow>;
    readonly detail?: Detail<O> | undefined;
  },
  order: O,
  rng: Rng,
): { readonly record: R; readonly provenance: Provenance } => {
  const { prior, conditioning, space, model } = source;
  const stratum = prior.stratum(order);
  const { vector, scene } = prior.simulate(order, rng.child("simulate"));
  const w = space.residual(vector, stratum, conditioning.fromOrder(order));
  const trait = conditioning.traits?.fromOrder(order);
  const known = trait !== undefined && model.traits[trait] !== undefined ? trait : undefined;
  const flow = source.transports.get(keyOf(stratum, known));
  const moved = flow?.(w) ?? w;
  const correction = space.correction(moved.map((value, i) => value - w[i]!));
  const steered = () => vector.map((value, i) => value + correction[i]!);
  const detailed = source.detail?.(steered(), order, rng.child("detail"));
  const added = detailed?.map((value, i) => value - vector[i]!) ?? correction;
  return {
    record: prior.render(scene, added, rng.child("render")),
    provenance: model.strata[stratum]?.provenance ?? "prior-only",
  };
};
