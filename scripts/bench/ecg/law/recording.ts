/**
 * ECG recordings of another law than the product's generator: nothing of generators/ecg is used to make them. Waves
 * are piecewise sine kernels with compact support, so that every onset and end is known exactly; amplitudes are drawn
 * lead by lead around textbook values, without a heart vector; rhythm, QT adaptation and noise have laws of their own.
 */
import type { Rng } from "../../../../src/math/rng.ts";
import { addBeat, type BeatTimes, DRAWN, drawShapes, ectopicShapes } from "./beat.ts";
import { addNoise, type Noise } from "./noise.ts";
import { planBeats, type RhythmKind } from "./rhythm.ts";

/** True marks of one beat, milliseconds from the start. */
export interface TrueBeat {
  readonly kind: "usual" | "ventricular" | "atrial";
  readonly qrsOn: number;
  readonly qrsOff: number;
  readonly tOff: number;
  readonly pOn?: number;
  readonly pOff?: number;
}

export interface MarkedRecording {
  readonly rateHz: number;
  /** I, II, V1 … V6, millivolts. */
  readonly leads: readonly Float64Array[];
  readonly beats: readonly TrueBeat[];
}

export const markedRecording = (
  rng: Rng,
  asked: {
    readonly kind: RhythmKind;
    readonly noise: Noise;
    readonly seconds: number;
    readonly rateHz: number;
  },
): MarkedRecording => {
  const { kind, noise, seconds, rateHz } = asked;
  const leads = Array.from({ length: DRAWN }, () => new Float64Array(Math.round(seconds * rateHz)));
  const shapes = drawShapes(rng, kind === "broad QRS" ? "broad" : "narrow");
  const strange = ectopicShapes(rng);
  const person = timesOf(rng, kind);
  const beats: TrueBeat[] = [];
  let adapted = 0;
  for (const beat of planBeats(rng, kind, seconds * 1000)) {
    // QT follows the rate with a memory of a few beats.
    adapted = adapted === 0 ? beat.rr : 0.8 * adapted + 0.2 * beat.rr;
    const times = person(beat, adapted);
    addBeat(leads, beat.onset, beat.kind === "ventricular" ? strange : shapes, times, 1000 / rateHz);
    beats.push({
      kind: beat.kind,
      qrsOn: beat.onset,
      qrsOff: beat.onset + times.qrsOff,
      tOff: beat.onset + times.t.off,
      ...(times.p && { pOn: beat.onset + times.p.on, pOff: beat.onset + times.p.off }),
    });
  }
  if (kind === "fibrillation") addFibrillation(leads, rng, rateHz);
  for (const lead of leads) addNoise(lead, rng, noise, rateHz);
  return { rateHz, leads, beats };
};

const timesOf = (rng: Rng, kind: RhythmKind) => {
  const pr = kind === "long PR" ? 220 + 80 * rng.uniform() : 125 + 60 * rng.uniform();
  const p = 80 + 35 * rng.uniform();
  const qrs = kind === "broad QRS" ? 125 + 40 * rng.uniform() : 76 + 28 * rng.uniform();
  const qtc = 395 + 25 * rng.normal() + (kind === "broad QRS" ? 35 : 0);
  const tLength = 150 + 50 * rng.uniform();
  return (beat: { readonly rr: number; readonly kind: string }, adapted: number): BeatTimes => {
    const ventricular = beat.kind === "ventricular";
    const qrsOff = ventricular ? qrs + 55 : qrs;
    const fast = Math.min(1, Math.cbrt(adapted / 1000));
    const off = qtc * Math.cbrt(adapted / 1000) + (ventricular ? 40 : 0);
    const on = Math.max(qrsOff + 10, off - tLength * fast - 20);
    const t = { on, peak: on + 0.58 * (off - on), off };
    // Fast hearts conduct faster; an early atrial beat has a P of its own place.
    const prNow = Math.min(pr * (0.75 + 0.25 * fast) + (beat.kind === "atrial" ? 15 : 0), 0.62 * beat.rr);
    const hasP = kind !== "fibrillation" && !ventricular;
    return {
      qrsOff,
      t,
      ...(hasP && { p: { on: -prNow, off: Math.min(-prNow + p * (0.8 + 0.2 * fast), -8) } }),
    };
  };
};

/** f-waves: a sawtooth of wandering frequency around 6 Hz, largest in V1 and II. */
const addFibrillation = (leads: readonly Float64Array[], rng: Rng, rateHz: number): void => {
  const sizes = [0.02, 0.05, 0.08, 0.04, 0.02, 0.02, 0.02, 0.02].map(
    size => size * (0.6 + 0.8 * rng.uniform()),
  );
  let [phase, hz] = [rng.uniform(), 6];
  for (let n = 0; n < leads[0]!.length; n++) {
    hz += (0.02 * (6 - hz) * 100) / rateHz + (0.15 * rng.normal() * 10) / Math.sqrt(rateHz * 100);
    phase += hz / rateHz;
    const saw = 2 * (phase % 1) - 1;
    const value = saw - 0.4 * Math.sin(4 * Math.PI * phase);
    for (let l = 0; l < DRAWN; l++) leads[l]![n] = leads[l]![n]! + sizes[l]! * value;
  }
};
