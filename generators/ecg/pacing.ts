import type { Rng } from "../../src/math/rng.ts";
import { spike } from "./atrial-waves.ts";
import type { Wave } from "./waves.ts";

/** How a pacemaker paces: the ventricle alone (the atria fibrillate), after every sensed P wave, or both chambers. */
export interface Pacing {
  readonly mode: "ventricle" | "after-p" | "both";
  /** From P onset to the ventricular spike. */
  readonly avDelayMs: number;
  readonly spikeMv: number;
}

export const drawPacing = (rng: Rng): Pacing => ({
  mode: (["ventricle", "after-p", "both"] as const)[rng.weighted([0.45, 0.35, 0.2])]!,
  avDelayMs: 140 + 45 * rng.uniform(),
  // Unipolar leads write large spikes, bipolar ones small ones.
  spikeMv: rng.chance(0.3) ? 1.6 + 1.4 * rng.uniform() : 0.55 + 0.5 * rng.uniform(),
});

/** QRS begins this long after its spike, P a little longer after its own. */
const LATENCY_MS = 6;

/** Spikes of one beat, before its QRS onset at 0. */
export const spikesOf = ({ mode, avDelayMs, spikeMv }: Pacing): readonly Wave[] => [
  ...(mode === "both" ? [spike(-avDelayMs - 2 * LATENCY_MS, "P", 0.7 * spikeMv)] : []),
  spike(-LATENCY_MS, "QRS", spikeMv),
];
