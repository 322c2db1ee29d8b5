import { BEAT_SCALE, BEAT_SIZE, CubicTap, ownership, POINTS, STEP_MS, WINDOW_START_MS } from "./canonical.ts";
import { blankCanvas, type Canvas } from "./canvas.ts";
import { INDEPENDENT } from "./leads.ts";
import type { PlacedBeat } from "./render.ts";
import type { EcgScene } from "./scene.ts";
import type { IdealBeat } from "./simulator.ts";

const FADE_MS = 40;
/** Held here: constants of other modules are read anew in every round. */
const STRIDE = INDEPENDENT;

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
  if (isStill(correction)) return;
  const samples = canvas.length / INDEPENDENT;
  const offset = ideal.offsetMs - ideal.centreMs;
  const onset = ideal.onsetMs - ideal.centreMs;
  const whole = millisecondsOf(correction, tMs => ownership(tMs, rrMs));
  let withoutP: Canvas | undefined;
  for (const { onset: start, kind, tStretch, gain } of beats) {
    if (kind === "ventricular-premature") continue;
    const hasP = !hasNoPlaceForP(scene) && kind !== "atrial-premature";
    if (!hasP) withoutP ??= fadedIn(whole, onset);
    const beat = hasP ? whole : withoutP!;
    const centre = start + ideal.centreMs / stepMs;
    const from = Math.max(0, Math.ceil(centre + WINDOW_START_MS / stepMs)) | 0;
    const to = Math.min(samples - 1, Math.floor(centre + (offset + (END_MS - offset) * tStretch) / stepMs));
    for (let n = from; n <= to; n++) {
      const elapsed = (n - centre) * stepMs;
      const tMs = elapsed > offset ? offset + (elapsed - offset) / tStretch : elapsed;
      addMillisecond(canvas, n * INDEPENDENT, beat, tMs - WINDOW_START_MS, gain);
    }
  }
};

const isStill = (correction: Float64Array): boolean => {
  for (let i = 0; i < BEAT_SIZE; i++) if (correction[i] !== 0) return false;
  return true;
};

const END_MS = WINDOW_START_MS + (POINTS - 1) * STEP_MS;
/** From the window's start to its end, and two more that hold nothing: rounding may reach for them. */
const MILLISECONDS = (POINTS - 1) * STEP_MS + 3;

/**
 * The correction's beat every millisecond, milliseconds × leads, millivolts, times a weight: cubic between its points, of which
 * the first and the last are held. A straight line between milliseconds is as good as the cubic to a thousandth.
 */
const millisecondsOf = (correction: Float64Array, weightOf: (tMs: number) => number): Canvas => {
  const out = blankCanvas(MILLISECONDS);
  const tap = new CubicTap(POINTS);
  for (let m = 0; m < MILLISECONDS - 2; m++) {
    const weight = weightOf(WINDOW_START_MS + m) / BEAT_SCALE;
    if (weight === 0) continue;
    tap.at(m / STEP_MS);
    for (let l = 0; l < INDEPENDENT; l++)
      out[m * INDEPENDENT + l] = weight * tap.read(correction, l * POINTS);
  }
  return out;
};

/** The same beat with nothing before QRS, milliseconds of the window's own time. */
const fadedIn = (beat: Canvas, onsetMs: number): Canvas =>
  beat.map((value, at) => {
    const tMs = WINDOW_START_MS + Math.floor(at / INDEPENDENT);
    const u = Math.max(0, Math.min(1, (tMs - onsetMs + FADE_MS) / FADE_MS));
    return value * u * u * (3 - 2 * u);
  });

/**
 * Adds a gain times the beat at a fractional millisecond to the sample at `at`. The leads are written out: a loop over them
 * takes twice as long.
 */
const addMillisecond = (canvas: Canvas, at: number, beat: Canvas, position: number, gain: number): void => {
  const m = position | 0;
  const b = gain * (position - m);
  const a = gain - b;
  const p = (m * STRIDE) | 0;
  canvas[at] = canvas[at]! + (a * beat[p]! + b * beat[p + 8]!);
  canvas[at + 1] = canvas[at + 1]! + (a * beat[p + 1]! + b * beat[p + 9]!);
  canvas[at + 2] = canvas[at + 2]! + (a * beat[p + 2]! + b * beat[p + 10]!);
  canvas[at + 3] = canvas[at + 3]! + (a * beat[p + 3]! + b * beat[p + 11]!);
  canvas[at + 4] = canvas[at + 4]! + (a * beat[p + 4]! + b * beat[p + 12]!);
  canvas[at + 5] = canvas[at + 5]! + (a * beat[p + 5]! + b * beat[p + 13]!);
  canvas[at + 6] = canvas[at + 6]! + (a * beat[p + 6]! + b * beat[p + 14]!);
  canvas[at + 7] = canvas[at + 7]! + (a * beat[p + 7]! + b * beat[p + 15]!);
};
