import { BEAT_SCALE, cubicWeights, ownership, POINTS, STEP_MS, WINDOW_START_MS } from "./canonical.ts";
import { blankCanvas, type Canvas } from "./canvas.ts";
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
  canvas: Canvas,
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
  const samples = canvas.length / INDEPENDENT;
  const endMs = WINDOW_START_MS + (POINTS - 1) * STEP_MS;
  const offset = ideal.offsetMs - ideal.centreMs;
  const onset = ideal.onsetMs - ideal.centreMs;
  const points = pointMajor(correction);
  for (const { onset: start, kind, tStretch, gain } of beats) {
    if (kind === "ventricular-premature") continue;
    const withoutP = hasNoPlaceForP(scene) || kind === "atrial-premature";
    const centre = start + ideal.centreMs / stepMs;
    const from = Math.max(0, Math.ceil(centre + WINDOW_START_MS / stepMs));
    const to = Math.min(samples - 1, Math.floor(centre + (endMs * Math.max(1, tStretch)) / stepMs));
    for (let n = from; n <= to; n++) {
      const elapsed = (n - centre) * stepMs;
      const tMs = elapsed > offset ? offset + (elapsed - offset) / tStretch : elapsed;
      const fade = withoutP ? Math.max(0, Math.min(1, (tMs - onset + FADE_MS) / FADE_MS)) : 1;
      const weight = (gain * ownership(tMs, rrMs) * fade * fade * (3 - 2 * fade)) / BEAT_SCALE;
      if (weight !== 0) addPoint(canvas, n, points, (tMs - WINDOW_START_MS) / STEP_MS, weight);
    }
  }
};

/** Points that a cubic reads before the first and after the last: the ends are held. */
const HELD_BEFORE = 1;
const HELD_AFTER = 2;

/** The correction's beat, points × leads, with its ends repeated. */
const pointMajor = (correction: Float64Array): Canvas => {
  const out = blankCanvas(HELD_BEFORE + POINTS + HELD_AFTER);
  for (let k = 0, at = 0; at < out.length; k++) {
    const point = Math.max(0, Math.min(POINTS - 1, k - HELD_BEFORE));
    for (let l = 0; l < INDEPENDENT; l++) out[at++] = correction[l * POINTS + point]!;
  }
  return out;
};

const CUBIC = new Float64Array(4);

/** Adds a weight times the beat at a fractional point to sample n. */
const addPoint = (canvas: Canvas, n: number, points: Canvas, position: number, weight: number): void => {
  const i = Math.floor(position);
  cubicWeights(position - i, CUBIC);
  const a = weight * CUBIC[0]!;
  const b = weight * CUBIC[1]!;
  const c = weight * CUBIC[2]!;
  const d = weight * CUBIC[3]!;
  let p = (i - 1 + HELD_BEFORE) * INDEPENDENT;
  const end = (n + 1) * INDEPENDENT;
  for (let at = n * INDEPENDENT; at < end; at++, p++)
    canvas[at] =
      canvas[at]! +
      (a * points[p]! +
        b * points[p + INDEPENDENT]! +
        c * points[p + 2 * INDEPENDENT]! +
        d * points[p + 3 * INDEPENDENT]!);
};
