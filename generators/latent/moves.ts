import { flat, multiplyTransposed } from "../../src/math/linalg.ts";
import { stretched } from "../gaussian-flow.ts";
import { offsetOf, type SignalModel } from "./model.ts";
import type { LatentSpace } from "./space.ts";

/** Whose phantom it is, as far as the release tells people apart. */
export interface Whose {
  readonly stratum: string;
  readonly covariates: Float64Array;
  readonly trait: string | undefined;
}

/** What a phantom's canonical vector is moved by, canonical units; it must not be written to. */
export type Moves = (vector: Float64Array, whose: Whose) => Float64Array;

/**
 * Moves phantoms to the released law of their stratum and trait. Prior and release are Gaussian in the whitened residual,
 * so the flow from one to the other is known in closed form. Each phantom moves as little as the two laws differ, so its
 * complement (ribs, noise, beat-to-beat detail) still fits it; where the prior gate is closed it does not move. Only
 * directions that the release stretches are looked at one by one; the rest moves by the mean, the same for all of a group.
 *
 * @guarantee  the moved residuals have the released mean and covariance when prior residuals are standard Gaussian
 */
export const movesOf = (space: LatentSpace, model: SignalModel): Moves => {
  const { directions, growth } = model.covarianceWeight > 0 ? stretched(model.covariance) : NONE;
  const rank = growth.length;
  const along = space.along(directions);
  const lifted = flat(directions.map(space.correction));
  const means = meansOf(space, model);
  return (vector, whose) => {
    const mean = means(whose.stratum, whose.trait);
    if (rank === 0) return mean;
    const steps = along(vector, whose.stratum, whose.covariates);
    for (let r = 0; r < rank; r++) steps[r] = growth[r]! * steps[r]!;
    const moved = multiplyTransposed(lifted, steps, rank, vector.length);
    for (let i = 0; i < moved.length; i++) moved[i] = moved[i]! + mean[i]!;
    return moved;
  };
};

/** Of a release that says nothing of the covariance. */
const NONE: ReturnType<typeof stretched> = { directions: [], growth: new Float64Array(0) };

/** Canonical mean move of a stratum and a trait, made when first asked for. */
const meansOf = (
  space: LatentSpace,
  model: SignalModel,
): ((stratum: string, trait: string | undefined) => Float64Array) => {
  const made = new Map<string, Float64Array>();
  const none = new Float64Array(space.k);
  return (stratum, trait) => {
    const key = `${stratum}|${trait ?? ""}`;
    const mean = made.get(key) ?? space.correction(offsetOf(model, stratum, trait) ?? none);
    made.set(key, mean);
    return mean;
  };
};
