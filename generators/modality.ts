import type { ModalityView } from "../schemas/digest.ts";
import type { Rng } from "../src/math/rng.ts";

/** A draw from a public prior: its canonical vector, and the scene that can be rendered at full resolution. */
export interface Phantom<Scene> {
  readonly vector: Float64Array;
  readonly scene: Scene;
}

/** Fields that a canonical vector begins with, one after another, row-major: a curve is a field of one row. */
export interface SmoothFields {
  readonly count: number;
  /** Height and width. */
  readonly shape: readonly [number, number];
}

/**
 * A public prior for a signal (ECG, image): a simulator made without private data.
 *
 * The canonical space is where patients are compared, projected and steered: fixed dimension, fixed public scaling,
 * coordinates of order one. `simulate(order).vector` must agree with `view(render(scene, 0))`: the prior is
 * simulated in the space in which real records are measured.
 */
export interface SignalPrior<Order, Scene, Raw> {
  readonly name: "ecg" | "image";
  /** Changes whenever `simulate` would give other numbers; a release made with another version is refused. */
  readonly version: string;
  readonly dimension: number;
  /** Absent where neighbouring coordinates are no more alike than others. */
  readonly fields?: SmoothFields;
  readonly strata: readonly string[];
  /** The stratum an order belongs to. */
  stratum(order: Order): string;
  /** A typical order of a stratum under the public law (used to learn the prior's mean, spread and basis). */
  order(stratum: string, rng: Rng): Order;
  simulate(order: Order, rng: Rng): Phantom<Scene>;
  /** Full-resolution record of the scene with a steering correction (canonical space, zero = none) laid over it. */
  render(scene: Scene, correction: Float64Array, rng: Rng): Raw;
  /** A record in the canonical space, from that record alone; undefined where nothing can be measured. Never throws because of a value. */
  view(raw: Raw): ModalityView | undefined;
}
