import type { EcgMeasurements } from "../../schemas/ecg.ts";
import type { EcgOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { Phantom } from "../modality.ts";
import { addFlutter, fibrillationPower, flutterTable } from "./atrial-activity.ts";
import { zeroBefore } from "./baseline.ts";
import { canonicalVector } from "./canonical.ts";
import { leadMajor, reusedCanvas } from "./canvas.ts";
import { measurementsOf } from "./delineate.ts";
import { noiseReading } from "./disturbance.ts";
import { type Marks, marksOf, qrsOnsetOf } from "./intervals.ts";
import { seenWaves } from "./lead-field.ts";
import { INDEPENDENT } from "./leads.ts";
import { BEAT_LENGTH, BEFORE } from "./median-beat.ts";
import { SAMPLE_MS } from "./qrs.ts";
import { drawScene, type EcgScene } from "./scene.ts";
import { type Variability, variability } from "./variability.ts";
import { scaled } from "./wave-geometry.ts";
import { addWaves, TYPICAL_BEAT, type Wave } from "./waves.ts";

/** A scene's averaged beat without noise, as the delineator would see it, and what is measured of it. */
export interface IdealBeat {
  /** 8 × BEAT_LENGTH, millivolts. */
  readonly beat: Float64Array;
  readonly marks: Marks;
  /** QRS onset and centre, and T end, from the model's onset, milliseconds. */
  readonly onsetMs: number;
  readonly centreMs: number;
  readonly offsetMs: number;
  readonly tEndMs: number;
  readonly rhythm: Variability;
  readonly measurements: EcgMeasurements;
}

/**
 * A person's ECG under the public prior: a scene, and its canonical vector computed from the model itself, without
 * rendering ten seconds.
 *
 * @returns  undefined for the rare scene whose T or QRS cannot be told (drawn again by the prior)
 */
export const simulateEcg = (order: EcgOrder, rng: Rng): Phantom<EcgScene> | undefined => {
  const scene = drawScene(order, rng);
  const ideal = idealBeat(scene);
  if (ideal === undefined) return undefined;
  const vector = canonicalVector(ideal.beat, ideal.marks.centre, {
    measurements: ideal.measurements,
    rrMs: ideal.rhythm.rrMs,
    noiseMv: noiseReading(scene.disturbance),
  });
  return { vector, scene: { ...scene, ideal } };
};

export const idealBeat = (scene: EcgScene): IdealBeat | undefined => {
  const rhythm = rhythmOf(scene, 0.5 * scene.intervals.qrsMs);
  if (rhythm === undefined) return undefined;
  const at = BEFORE - 0.5 * (scene.intervals.qrsMs / SAMPLE_MS);
  const beat = zeroed(beatAt(scene, at, rhythm.rrMs));
  const marks = beat && marksOf(beat, rhythm.rrMs);
  if (beat === undefined || marks === undefined) return undefined;
  // A flutter wave is locked to QRS and averages like a P wave.
  const hasP = scene.atrium.kind === "flutter" || scene.intervals.prMs !== undefined;
  const measurements = measurementsOf(beat, marks, rhythm, hasP);
  const residual = fibrillationResidue(scene, beat, marks, rhythm);
  return {
    beat,
    marks,
    onsetMs: (marks.qrsOn - at) * SAMPLE_MS,
    centreMs: (marks.centre - at) * SAMPLE_MS,
    offsetMs: (marks.qrsOff - at) * SAMPLE_MS,
    tEndMs: (marks.tEnd - at) * SAMPLE_MS,
    rhythm,
    measurements: { ...measurements, pEnergy: Math.min(1, measurements.pEnergy + residual) },
  };
};

/**
 * What f-waves leave in the P stretch of a median over N beats, as a share of QRS energy: their variance over the
 * leads times the stretch, over N, and 1.57 for a median instead of a mean.
 */
const fibrillationResidue = (
  scene: EcgScene,
  beat: Float64Array,
  marks: Marks,
  rhythm: Variability,
): number => {
  if (scene.atrium.kind !== "fibrillation") return 0;
  let qrs = 0;
  for (let l = 0; l < INDEPENDENT; l++)
    for (let n = marks.qrsOn; n <= marks.qrsOff; n++) qrs += beat[l * BEAT_LENGTH + n]! ** 2;
  const beats = scene.durationMs / rhythm.rrMs;
  const stretch = Math.max(0, marks.pTo - marks.pFrom);
  return (1.57 * fibrillationPower(scene.atrium.amplitudeMv) * stretch) / beats / Math.max(1e-9, qrs);
};

const canvasOf = reusedCanvas();

/** Three cycles around the beat in the leads. f-waves average out and are left out. */
const beatAt = (scene: EcgScene, at: number, rrMs: number): Float64Array => {
  const canvas = canvasOf(BEAT_LENGTH);
  const waves = seenWaves(scene.leadField, [...scene.waves, ...averagedAtria(scene)]);
  for (const cycle of [-1, 0, 1])
    addWaves(canvas, waves, at + (cycle * rrMs) / SAMPLE_MS, SAMPLE_MS, TYPICAL_BEAT);
  if (scene.atrium.kind === "flutter") {
    const table = flutterTable(scene.atrium.amplitudeMv, scene.leadField);
    const step = SAMPLE_MS / scene.atrium.cycleMs;
    addFlutter(canvas, table, [0, BEAT_LENGTH], { zero: at, step, start: scene.atrium.phase });
  }
  return leadMajor(canvas);
};

/**
 * What an average over beats keeps of P waves at several distances: each at its distance, by its share. Of P waves that
 * march through QRS (complete block) nothing is kept.
 */
const averagedAtria = ({ atrialWaves, sequence }: EcgScene): readonly Wave[] => {
  const shifts = sequence.atria?.shiftsMs ?? [];
  const counts = new Map<number, number>();
  for (const shift of shifts) counts.set(shift, (counts.get(shift) ?? 0) + 1);
  return [...counts].flatMap(([shift, count]) =>
    atrialWaves.map(wave => ({
      ...scaled(wave, count / shifts.length),
      centreMs: wave.centreMs - shift,
    })),
  );
};

const zeroed = (beat: Float64Array): Float64Array | undefined => {
  const onset = qrsOnsetOf(beat);
  return onset === undefined ? undefined : zeroBefore(beat, BEAT_LENGTH, onset);
};

/** Rhythm of the beats whose QRS centre the recording shows whole. */
const rhythmOf = ({ sequence, durationMs }: EcgScene, centreMs: number): Variability | undefined => {
  const times: number[] = [];
  const dominant: boolean[] = [];
  let time = sequence.startMs + centreMs;
  for (let i = 0; i < sequence.intervalsMs.length && time < durationMs - 30; i++) {
    if (time > 30) {
      times.push(time);
      dominant.push(sequence.kinds[i] !== "ventricular-premature");
    }
    time += sequence.intervalsMs[i]!;
  }
  return variability(times, dominant);
};
