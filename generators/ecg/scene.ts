import type { Rhythm } from "../../schemas/ecg.ts";
import type { EcgOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import { type AtrialActivity, drawAtrialActivity } from "./atrial-activity.ts";
import { type Disturbance, drawDisturbance } from "./disturbance.ts";
import { drawLeadField, type LeadField } from "./lead-field.ts";
import { type Normals, normalsOf, SPREAD } from "./normals.ts";
import { personalBeat } from "./person-beat.ts";
import { type BeatSequence, type Breathing, drawBeats } from "./rhythm-process.ts";
import { prematureVentricular } from "./ventricle.ts";
import type { Wave } from "./waves.ts";

/** One heart in one torso for ten seconds: all that is needed to draw the recording, besides noise. */
export interface EcgScene {
  readonly order: EcgOrder;
  /** Wanted intervals, milliseconds; PR is absent where there is no P. */
  readonly intervals: { readonly prMs?: number; readonly qrsMs: number; readonly qtMs: number };
  readonly sequence: BeatSequence;
  readonly waves: readonly Wave[];
  /** The same beat with an ectopic P, and a ventricular ectopic beat. */
  readonly prematureAtrial: readonly Wave[];
  readonly prematureVentricular: readonly Wave[];
  readonly leadField: LeadField;
  readonly atrium: AtrialActivity;
  readonly disturbance: Disturbance;
  readonly breathing: Breathing;
}

/** Draws a scene that shows what the order asks for, with age- and sex-dependent normals for the rest. */
export const drawScene = (order: EcgOrder, rng: Rng): EcgScene => {
  const normals = normalsOf(order.ageYears, order.sex);
  const atrium = drawAtrialActivity(order, rng);
  const rrMs =
    atrium.kind === "flutter" ? atrium.cycleMs * mean(atrium.ratios) : 60_000 / drawRate(order, normals, rng);
  const intervals = drawIntervals(order, normals, rrMs, rng);
  const breathing = { respirationHz: 0.2 + 0.12 * rng.uniform(), mayerHz: 0.08 + 0.04 * rng.uniform() };
  const sequence = drawBeats(
    order,
    rrMs,
    drawSdnn(order, normals, rrMs, rng),
    { breathing, flutterRatios: atrium.kind === "flutter" ? atrium.ratios : [1] },
    rng,
  );
  const { waves, prematureAtrial } = personalBeat(order, normals, intervals, rng);
  return {
    order,
    intervals,
    sequence,
    waves,
    prematureAtrial,
    prematureVentricular: prematureVentricular(
      rng.chance(0.6) ? "right-outflow" : "left-inferior",
      150 + 25 * rng.uniform(),
      1.08 * intervals.qtMs,
      normals.voltage * Math.exp(0.2 * rng.normal()),
    ),
    leadField: drawLeadField(rng),
    atrium,
    disturbance: drawDisturbance(rng),
    breathing,
  };
};

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/**
 * Rates a rhythm may have in an adult, beats a minute; children's scale with `rateFactor`. Sinus limits are the
 * definitions of bradycardia and tachycardia (60 and 100).
 */
export const RATES: { readonly [R in Rhythm]: readonly [number, number] } = {
  sinus: [60, 100],
  bradycardia: [36, 59.5],
  tachycardia: [100.5, 165],
  "atrial-fibrillation": [45, 165],
  "atrial-flutter": [45, 175],
};

const drawRate = ({ rhythm }: EcgOrder, normals: Normals, rng: Rng): number => {
  const typical = {
    sinus: normals.heartRate / normals.rateFactor,
    bradycardia: 54,
    tachycardia: 112,
    "atrial-fibrillation": 88,
    "atrial-flutter": 90,
  };
  const spread = {
    sinus: SPREAD.heartRate,
    bradycardia: 5,
    tachycardia: 13,
    "atrial-fibrillation": 22,
    "atrial-flutter": 20,
  };
  const [low, high] = RATES[rhythm];
  // Irregular rhythms and ectopics shift the mean of ten seconds: keep a little inside the limits.
  return normals.rateFactor * truncated(typical[rhythm], spread[rhythm], low + 1.5, high - 1.5, rng);
};

/** Gaussian between limits: drawn again when outside, and uniform if that never ends. */
export const truncated = (centre: number, sigma: number, low: number, high: number, rng: Rng): number => {
  for (let i = 0; i < 40; i++) {
    const value = centre + sigma * rng.normal();
    if (value >= low && value <= high) return value;
  }
  return low + (high - low) * rng.uniform();
};

const drawIntervals = (order: EcgOrder, normals: Normals, rrMs: number, rng: Rng): EcgScene["intervals"] => {
  const block = order.conduction;
  const wide = block === "left-bundle-branch-block" || block === "right-bundle-branch-block";
  const child = normals.qrsMs / 90;
  const qrsMs = wide
    ? truncated(block === "left-bundle-branch-block" ? 150 : 140, 11, 126, 180, rng) *
      Math.min(1, Math.max(0.8, child))
    : truncated(normals.qrsMs, SPREAD.qrsMs, 0.75 * normals.qrsMs, Math.min(114, 1.3 * normals.qrsMs), rng);
  // Bogossian 2014 (Heart Rhythm 11:2273): half of a bundle branch block's QRS comes on top of QT.
  const qtcMs = truncated(normals.qtcMs, SPREAD.qtcMs, 350, 450, rng) + (wide ? 0.485 * (qrsMs - 90) : 0);
  const qtMs = qtcMs * Math.cbrt(rrMs / 1000);
  const hasP = order.rhythm !== "atrial-fibrillation" && order.rhythm !== "atrial-flutter";
  if (!hasP) return { qrsMs, qtMs };
  // AV conduction quickens with rate: 0.25 ms a beat a minute.
  const quicker = 0.25 * (60_000 / rrMs - 70);
  const usual = truncated(normals.prMs, SPREAD.prMs, 0.72 * normals.prMs, 198, rng) - Math.max(0, quicker);
  const room = rrMs - qtMs;
  const prMs =
    block === "first-degree-av-block"
      ? Math.min(212 + Math.abs(28 * rng.normal()), 320, Math.max(212, room + 60))
      : Math.max(105, Math.min(usual, room + 20));
  return { prMs, qrsMs, qtMs };
};

const drawSdnn = ({ rhythm }: EcgOrder, normals: Normals, rrMs: number, rng: Rng): number => {
  if (rhythm === "atrial-fibrillation") return rrMs * (0.16 + 0.1 * rng.uniform());
  // Variability falls steeply with rate: van den Berg 2018.
  const median = normals.sdnnMs * (rrMs / 850) ** 1.7;
  return Math.max(2, Math.min(0.11 * rrMs, median * Math.exp(0.5 * rng.normal())));
};
