import { renderEcg } from "../../../generators/ecg/render.ts";
import { drawScene, type EcgScene } from "../../../generators/ecg/scene.ts";
import { type EcgRecord, LEADS, type Lead } from "../../../schemas/ecg.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import { NO_CORRECTION, ORDER } from "./fixtures.ts";

/** A drawn scene and its recording without noise, mains and wander. */
export interface CleanRecording {
  readonly scene: EcgScene;
  readonly record: EcgRecord;
}

export const clean = (
  wish: Partial<EcgOrder>,
  seed: string,
  { durationMs = 10_000, rateHz = 500 }: { readonly durationMs?: number; readonly rateHz?: number } = {},
): CleanRecording => {
  const stream = rng(seed);
  const drawn = drawScene({ ...ORDER, ...wish }, stream.child("scene"), durationMs);
  const scene = {
    ...drawn,
    disturbance: { muscleMv: 0, mainsMv: 0, mainsHz: 50 as const, wanderMv: 0, electrodeMv: 0 },
  };
  return { scene, record: renderEcg(scene, NO_CORRECTION, stream.child("render"), { rateHz }) };
};

const AGES = [28, 45, 58, 66, 81];
/** Recordings of men and women of several ages. */
export const several = (wish: Partial<EcgOrder>, count: number): readonly CleanRecording[] =>
  Array.from({ length: count }, (_, i) =>
    clean(
      { ageYears: AGES[i % AGES.length]!, sex: i % 2 === 0 ? "male" : "female", ...wish },
      `${JSON.stringify(wish)} clean ${i}`,
    ),
  );

/** The dominant beats' mean in one lead as a function of milliseconds from QRS onset, zero before QRS. */
export const meanBeat = ({ scene, record }: CleanRecording, lead: Lead): ((ms: number) => number) => {
  const step = 1000 / record.rateHz;
  const values = record.leads[LEADS.indexOf(lead)]!;
  const onsets = (record.annotations ?? [])
    .filter(({ symbol }) => !["+", "V", "A"].includes(symbol))
    .map(({ sample }) => sample - Math.round((0.5 * scene.intervals.qrsMs) / step))
    .filter(onset => onset > 60 / step && onset + 500 / step < values.length);
  const mean = (ms: number): number =>
    onsets.reduce((sum, onset) => sum + values[onset + Math.round(ms / step)]!, 0) / onsets.length;
  const zero = (mean(-32) + mean(-28) + mean(-24) + mean(-20)) / 4;
  return ms => mean(ms) - zero;
};

/** Deflections of QRS in one lead, millivolts and milliseconds; measured on the mean beat. */
export interface Qrs {
  readonly r: number;
  readonly s: number;
  /** Length and depth of an initial negative deflection; the whole of QRS where it never turns positive. */
  readonly qMs: number;
  readonly qMv: number;
  /** Sum over QRS. */
  readonly net: number;
  /** Value in the last third: highest and lowest. */
  readonly lateHigh: number;
  readonly lateLow: number;
  /** Level 60 ms after the end of QRS, and the largest deviation of T. */
  readonly j60: number;
  readonly t: number;
}

export const qrsOf = (recording: CleanRecording, lead: Lead): Qrs => {
  const beat = meanBeat(recording, lead);
  const { qrsMs, qtMs } = recording.scene.intervals;
  let [r, s, net, qMv, lateHigh, lateLow, t] = [0, 0, 0, 0, 0, 0, 0];
  let qFrom: number | undefined;
  let qTo: number | undefined;
  for (let ms = 0; ms <= qrsMs; ms += 2) {
    const value = beat(ms);
    r = Math.max(r, value);
    s = Math.min(s, value);
    net += value;
    if (qFrom === undefined && Math.abs(value) > 0.025) qFrom = value < 0 ? ms : Number.POSITIVE_INFINITY;
    if (qFrom !== undefined && qTo === undefined) {
      if (value >= 0) qTo = ms;
      else qMv = Math.min(qMv, value);
    }
    if (ms > 0.66 * qrsMs) {
      lateHigh = Math.max(lateHigh, value);
      lateLow = Math.min(lateLow, value);
    }
  }
  for (let ms = qrsMs + 60; ms <= qtMs; ms += 2) if (Math.abs(beat(ms)) > Math.abs(t)) t = beat(ms);
  const isQ = qFrom !== undefined && Number.isFinite(qFrom);
  return {
    r,
    s,
    qMs: isQ ? (qTo ?? qrsMs) - qFrom! : 0,
    qMv: isQ ? -qMv : 0,
    net,
    lateHigh,
    lateLow,
    j60: beat(qrsMs + 60),
    t,
  };
};

/** Frontal QRS axis, degrees, from the net areas of I and aVF. */
export const axisOf = (recording: CleanRecording): number =>
  (Math.atan2(qrsOf(recording, "aVF").net * (2 / Math.sqrt(3)), qrsOf(recording, "I").net) * 180) / Math.PI;

/** Share of recordings for which a claim holds. */
export const share = (
  recordings: readonly CleanRecording[],
  claim: (one: CleanRecording) => boolean,
): number => recordings.filter(claim).length / recordings.length;
