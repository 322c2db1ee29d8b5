import { BEAT_SCALE, CubicTap, ownership, POINTS, STEP_MS, WINDOW_START_MS } from "./canonical.ts";
import { INDEPENDENT } from "./leads.ts";
import type { PlacedBeat } from "./render.ts";
import type { EcgScene } from "./scene.ts";
import type { IdealBeat } from "./simulator.ts";

const FADE_MS = 40;

/** No P waves, or none at a fixed place before QRS; flutter waves, locked to QRS, count as P. */
const hasNoPlaceForP = ({ atrium, intervals }: EcgScene): boolean =>
  atrium.kind !== "flutter" && intervals.prMs === undefined;

/**
 * Lays the beat of a canonical correction over every conducted beat: cubic between its 4 ms points, T's part
 * stretched like T, zero with smooth edges outside the beat's own stretch of the cycle. Ventricular premature beats
 * have their own shape and are left alone. Where no P has a fixed place (fibrillation, blocks that drop beats) or another one is (atrial premature
 * beats), nothing is added before QRS.
 */
export const addCorrection = (
  leads: readonly Float64Array[],
  scene: EcgScene,
  ideal: IdealBeat,
  {
    beats,
    rrMs,
    stepMs,
  }: { readonly beats: readonly PlacedBeat[]; readonly rrMs: number; readonly stepMs: number },
  correction: Float64Array,
): void => {
  if (!correction.some((value, i) => i < INDEPENDENT * POINTS && value !== 0)) return;
  const endMs = WINDOW_START_MS + (POINTS - 1) * STEP_MS;
  const offset = ideal.offsetMs - ideal.centreMs;
  const onset = ideal.onsetMs - ideal.centreMs;
  const tap = new CubicTap(POINTS);
  for (const { onset: start, kind, tStretch, gain } of beats) {
    if (kind === "ventricular-premature") continue;
    const withoutP = hasNoPlaceForP(scene) || kind === "atrial-premature";
    const centre = start + ideal.centreMs / stepMs;
    const from = Math.max(0, Math.ceil(centre + WINDOW_START_MS / stepMs));
    const to = Math.min(leads[0]!.length - 1, Math.floor(centre + (endMs * Math.max(1, tStretch)) / stepMs));
    for (let n = from; n <= to; n++) {
      const elapsed = (n - centre) * stepMs;
      const tMs = elapsed > offset ? offset + (elapsed - offset) / tStretch : elapsed;
      const fade = withoutP ? Math.max(0, Math.min(1, (tMs - onset + FADE_MS) / FADE_MS)) : 1;
      const weight = (gain * ownership(tMs, rrMs) * fade * fade * (3 - 2 * fade)) / BEAT_SCALE;
      if (weight === 0) continue;
      tap.at((tMs - WINDOW_START_MS) / STEP_MS);
      for (let l = 0; l < INDEPENDENT; l++)
        leads[l]![n] = leads[l]![n]! + weight * tap.read(correction, l * POINTS);
    }
  }
};
