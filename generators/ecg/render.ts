import type { EcgRecord } from "../../schemas/ecg.ts";
import { labelsOf } from "../../schemas/ecg-vocabulary.ts";
import { InvalidRequest } from "../../src/errors.ts";
import type { Rng } from "../../src/math/rng.ts";
import { annotationsOf } from "./annotations.ts";
import { addFibrillation, addFlutter, flutterTable } from "./atrial-activity.ts";
import { featureChange } from "./canonical.ts";
import { type Canvas, reusedCanvas } from "./canvas.ts";
import { addCorrection } from "./correction.ts";
import { disturbedLeads } from "./disturbance.ts";
import { addFault } from "./electrode-fault.ts";
import { seenWaves } from "./lead-field.ts";
import { INDEPENDENT, withLimbs } from "./leads.ts";
import { retimed } from "./retiming.ts";
import type { BeatKind } from "./rhythm-process.ts";
import type { EcgScene } from "./scene.ts";
import { type IdealBeat, idealBeat } from "./simulator.ts";
import { addWaves, type SeenWave, TYPICAL_BEAT } from "./waves.ts";

/** One beat of the recording. */
export interface PlacedBeat {
  /** Model QRS onset, samples from the start (fraction allowed). */
  readonly onset: number;
  readonly kind: BeatKind;
  /** Stretch of T's timing with the preceding interval. */
  readonly tStretch: number;
  readonly gain: number;
  readonly intervalMs: number;
}

const canvasOf = reusedCanvas();

const LOWEST_HZ = 100;
const HIGHEST_HZ = 1000;

/**
 * Twelve leads over the scene's duration: the scene's beats at their times, the correction's beat laid over every
 * dominant one, atrial waves of fibrillation or flutter through all, noise on top; III, aVR, aVL and aVF derived.
 * Of the correction's features, rate, SDNN, RMSSD and noise are applied here; the intervals, axis and P energy are
 * carried by its beat.
 *
 * @param correction  canonical space, zero = none; not finite values count as zero
 * @param rateHz      samples a second, 100 to 1000
 * @throws            InvalidRequest for another rate
 */
export const renderEcg = (
  scene: EcgScene,
  correction: Float64Array,
  rng: Rng,
  { rateHz = 500 }: { readonly rateHz?: number } = {},
): EcgRecord => {
  if (!(rateHz >= LOWEST_HZ && rateHz <= HIGHEST_HZ))
    throw new InvalidRequest(`rateHz must be from ${LOWEST_HZ} to ${HIGHEST_HZ}; got ${rateHz}`);
  const stepMs = 1000 / rateHz;
  const samples = Math.round(scene.durationMs / stepMs);
  const ideal = scene.ideal ?? idealBeat(scene);
  const steering = finiteOf(correction);
  const { beats, rrMs } = placedBeats(scene, ideal, { steering, stepMs }, rng);
  const canvas = canvasOf(samples);
  const { leadField } = scene;
  const waves: { readonly [K in BeatKind]: readonly SeenWave[] } = {
    dominant: seenWaves(leadField, scene.waves),
    "atrial-premature": seenWaves(leadField, scene.prematureAtrial),
    "ventricular-premature": seenWaves(leadField, scene.prematureVentricular),
  };
  for (const { onset, kind, tStretch, gain } of beats)
    addWaves(canvas, waves[kind], onset, stepMs, { tStretch, gain, pGain: 1 });
  const atrialWaves = seenWaves(leadField, scene.atrialWaves);
  for (const timeMs of scene.sequence.atria?.timesMs ?? [])
    if (timeMs < scene.durationMs + 600) addWaves(canvas, atrialWaves, timeMs / stepMs, stepMs, TYPICAL_BEAT);
  addFlutterThrough(canvas, scene, beats, stepMs);
  if (scene.atrium.kind === "fibrillation")
    addFibrillation(canvas, scene.atrium, stepMs, rng.child("atrium"));
  if (ideal !== undefined) addCorrection(canvas, scene, ideal, { beats, rrMs, stepMs }, steering);
  const louder = Math.exp(Math.max(-3, Math.min(1.5, featureChange(steering, "log noise"))));
  const { respirationHz } = scene.breathing;
  const disturbance = { ...scene.disturbance, muscleMv: Math.min(0.05, louder * scene.disturbance.muscleMv) };
  const leads = disturbedLeads(canvas, disturbance, { respirationHz, rateHz }, rng.child("disturbance"));
  if (disturbance.fault !== undefined) addFault(leads, disturbance.fault, rateHz, rng.child("fault"));
  return {
    rateHz,
    leads: withLimbs(leads),
    ageYears: scene.order.ageYears,
    sex: scene.order.sex,
    dx: labelsOf(scene.order).map(({ code }) => code),
    annotations: annotationsOf(scene, beats, { stepMs, samples }),
  };
};

const finiteOf = (values: Float64Array): Float64Array => {
  const out = Float64Array.from(values);
  for (let i = 0; i < out.length; i++) if (!Number.isFinite(out[i]!)) out[i] = 0;
  return out;
};

/** All beats that touch the recording, with breathing's modulation of their size. */
const placedBeats = (
  scene: EcgScene,
  ideal: IdealBeat | undefined,
  { steering, stepMs }: { readonly steering: Float64Array; readonly stepMs: number },
  rng: Rng,
): { beats: PlacedBeat[]; rrMs: number } => {
  const { sequence, rrMs } = retimed(scene, ideal?.rhythm, steering);
  const depth = 0.015 + 0.03 * rng.uniform();
  const phase = rng.uniform();
  // At a faster rate than the scene's, T must still end before the next P.
  const squeeze =
    ideal === undefined ? 1 : Math.min(1, (0.66 * rrMs) / Math.min(ideal.tEndMs, 0.66 * ideal.rhythm.rrMs));
  const beats: PlacedBeat[] = [];
  let time = sequence.startMs;
  let previous = rrMs;
  for (let i = 0; i < sequence.intervalsMs.length && time < scene.durationMs + 600; i++) {
    // QT follows the rate of many beats, and the last interval a little: Fridericia's exponent on a mixed interval.
    const effective = 0.8 * rrMs + 0.2 * Math.min(previous, 1.6 * rrMs);
    beats.push({
      onset: time / stepMs,
      kind: sequence.kinds[i]!,
      tStretch: squeeze * Math.cbrt(effective / rrMs),
      gain: 1 + depth * Math.sin(2 * Math.PI * ((scene.breathing.respirationHz * time) / 1000 + phase)),
      intervalMs: sequence.intervalsMs[i]!,
    });
    previous = sequence.intervalsMs[i]!;
    time += previous;
  }
  return { beats, rrMs };
};

const addFlutterThrough = (
  canvas: Canvas,
  { atrium, leadField }: EcgScene,
  beats: readonly PlacedBeat[],
  stepMs: number,
): void => {
  if (atrium.kind !== "flutter") return;
  const table = flutterTable(atrium.amplitudeMv, leadField);
  const samples = canvas.length / INDEPENDENT;
  beats.forEach(({ onset, intervalMs }, i) => {
    // A whole number of atrial cycles lies between two QRS complexes, so the wave is continuous across beats.
    const cycles = Math.max(1, Math.round(intervalMs / atrium.cycleMs));
    const length = intervalMs / stepMs;
    const from = i === 0 ? 0 : Math.max(0, Math.ceil(onset));
    const to = i === beats.length - 1 ? samples : Math.min(samples, Math.ceil(onset + length));
    addFlutter(canvas, table, [from, to], { zero: onset, step: cycles / length, start: atrium.phase });
  });
};
