import type { Provenance } from "../../schemas/person.ts";
import type { Eigen } from "../../src/math/eigen.ts";
import type { Rng } from "../../src/math/rng.ts";
import { type Denoiser, gaussianDenoiser } from "../denoiser.ts";
import { steer, toward } from "../guidance.ts";
import type { SignalPrior } from "../modality.ts";
import { decode, encode } from "../sampler.ts";
import { karras } from "../schedule.ts";
import { heun } from "../solver.ts";
import type { SignalModel } from "./model.ts";
import type { Conditioning, LatentSpace } from "./space.ts";

const STEPS = 18;
const RANGE = { max: 60, min: 0.02 };

/** Moves a whitened prior residual to the released law of its stratum. */
export type Transport = (w: Float64Array, rng: Rng) => Float64Array;

/**
 * The transport of one stratum: a prior draw is encoded along the probability flow of the prior's denoiser and
 * decoded with the same denoiser steered toward the release. Each phantom moves as little as the two laws differ, so
 * its complement (ribs, noise, beat-to-beat detail) still fits it; where the prior gate is closed it does not move.
 *
 * @guarantee  the moved residuals have the released mean and covariance when prior residuals are standard Gaussian
 */
export const transport = (model: SignalModel, stratum: string): Transport => {
  const target = model.strata[stratum];
  if (target === undefined || (target.provenance === "prior-only" && model.covarianceWeight === 0))
    return w => w;
  const k = target.offset.length;
  const prior = gaussianDenoiser({ mean: new Float64Array(k), covariance: whitened(k) });
  const released: Denoiser = gaussianDenoiser({ mean: target.offset, covariance: model.covariance });
  const schedule = karras(STEPS, RANGE);
  const before = { schedule, solver: heun, denoise: prior };
  const after = { schedule, solver: heun, denoise: steer(prior, toward(released, prior)) };
  return (w, rng) => decode(after, encode(before, w, rng), rng);
};

const whitened = (k: number): Eigen => {
  const vectors = new Float64Array(k * k);
  for (let i = 0; i < k; i++) vectors[i * k + i] = 1;
  return { values: new Float64Array(k).fill(1), vectors };
};

/** One signal for one order: a phantom of the prior, steered in the projected space, rendered at full resolution. */
export const drawSignal = <O, S, R>(
  source: {
    readonly prior: SignalPrior<O, S, R>;
    readonly conditioning: Conditioning<O>;
    readonly space: LatentSpace;
    readonly model: SignalModel;
    readonly transports: ReadonlyMap<string, Transport>;
  },
  order: O,
  rng: Rng,
): { readonly record: R; readonly provenance: Provenance } => {
  const { prior, conditioning, space, model } = source;
  const stratum = prior.stratum(order);
  const { vector, scene } = prior.simulate(order, rng.child("simulate"));
  const w = space.residual(vector, stratum, conditioning.fromOrder(order));
  const moved = source.transports.get(stratum)?.(w, rng.child("steer")) ?? w;
  const delta = moved.map((value, i) => value - w[i]!);
  return {
    record: prior.render(scene, space.correction(delta), rng.child("render")),
    provenance: model.strata[stratum]?.provenance ?? "prior-only",
  };
};
