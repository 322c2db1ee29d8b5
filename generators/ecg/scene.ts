import { shownOf } from "../../schemas/ecg-shown.ts";
import type { EcgOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import { type Activation, drawActivation } from "./activation.ts";
import { type AtrialActivity, drawAtrialActivity, drawFibrillation } from "./atrial-activity.ts";
import { retrogradeWave } from "./atrial-waves.ts";
import { type Disturbance, drawDisturbance } from "./disturbance.ts";
import { drawIntervals, type Intervals, shortestPr } from "./interval-law.ts";
import type { LeadField } from "./lead-field.ts";
import { type Normals, normalsOf } from "./normals.ts";
import { drawPacing, type Pacing, spikesOf } from "./pacing.ts";
import { personInChest } from "./person-in-chest.ts";
import { drawRate, drawSdnn } from "./rate-law.ts";
import { uWave } from "./repolarisation.ts";
import { type BeatSequence, type Breathing, drawBeats } from "./rhythm-process.ts";
import type { IdealBeat } from "./simulator.ts";
import { type Focus, ventricularBeat } from "./ventricular-beat.ts";
import { strengthOfQrs } from "./wave-geometry.ts";
import type { Wave } from "./waves.ts";

/** One heart in one torso for a while: all that is needed to draw the recording, besides noise. */
export interface EcgScene {
  /** What the recording shows of what was asked for. */
  readonly order: EcgOrder;
  readonly durationMs: number;
  /** Wanted intervals, milliseconds; PR is absent where no P wave has a fixed distance to QRS. */
  readonly intervals: Intervals;
  readonly sequence: BeatSequence;
  /** The dominant beat, with its P wave where that has a fixed place. */
  readonly waves: readonly Wave[];
  /** A P wave alone, for the times of `sequence.atria`. */
  readonly atrialWaves: readonly Wave[];
  /** The same beat with an ectopic P, and a ventricular ectopic beat. */
  readonly prematureAtrial: readonly Wave[];
  readonly prematureVentricular: readonly Wave[];
  /** Whether the dominant beat begins in the ventricles (escape). */
  readonly isEscape: boolean;
  readonly leadField: LeadField;
  readonly atrium: AtrialActivity;
  readonly disturbance: Disturbance;
  readonly breathing: Breathing;
  /** Where it has been worked out; it does not depend on the disturbance. */
  readonly ideal?: IdealBeat;
}

const TEN_SECONDS = 10_000;

/**
 * Draws a scene that shows what the order asks for, with age- and sex-dependent normals for the rest.
 *
 * @param durationMs  length of the recordings that may be made of it
 */
export const drawScene = (wish: EcgOrder, rng: Rng, durationMs = TEN_SECONDS): EcgScene => {
  const order = shownOf(wish);
  const normals = normalsOf(order.ageYears, order.sex);
  const pacing = order.rhythm === "paced" ? drawPacing(rng) : undefined;
  const atrium = pacing?.mode === "ventricle" ? drawFibrillation(rng) : drawAtrialActivity(order.rhythm, rng);
  const ratios = atrium.kind === "flutter" ? atrium.ratios : [1];
  const rrMs =
    atrium.kind === "flutter" ? atrium.cycleMs * mean(ratios) : 60_000 / drawRate(order, normals, rng);
  const rescue = order.conduction === "third-degree-av-block" ? drawEscape(rrMs, rng) : undefined;
  const activation = drawActivation(order, rng);
  const usual = drawIntervals(order, { normals, activation, rrMs: rescue?.rrMs ?? rrMs }, rng);
  const intervals: Intervals = {
    ...usual,
    ...(pacing !== undefined && pacing.mode !== "ventricle" && { prMs: pacing.avDelayMs }),
    ...(rescue?.qrsMs !== undefined && { qrsMs: rescue.qrsMs }),
  };
  const prMs = intervals.prMs ?? shortestPr(order, normals, rng);
  const breathing = drawBreathing(order, rng);
  const sequence = drawBeats(
    {
      order,
      rrMs,
      sdnnMs: drawSdnn(order, normals, rrMs, rng),
      breathing,
      flutterRatios: ratios,
      prMs,
      escapeMs: rescue?.rrMs ?? rrMs,
      durationMs,
    },
    rng,
  );
  const heart = { order, normals, activation, rrMs, rescue, pacing };
  return {
    order,
    durationMs,
    intervals,
    sequence,
    ...wavesOf(heart, { intervals, prMs, isApart: sequence.atria !== undefined }, rng),
    isEscape: rescue?.focus !== undefined,
    atrium,
    disturbance: drawDisturbance(rng),
    breathing,
  };
};

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Young hearts follow the breath, and slow breaths most: sinus arrhythmia is seen where they are slow. */
const drawBreathing = ({ rhythm }: EcgOrder, rng: Rng): Breathing => ({
  respirationHz: rhythm === "sinus-arrhythmia" ? 0.12 + 0.05 * rng.uniform() : 0.2 + 0.12 * rng.uniform(),
  mayerHz: 0.08 + 0.04 * rng.uniform(),
});

/** What keeps the ventricles going in complete block. */
interface Escape {
  readonly rrMs: number;
  /** From the ventricles; a junctional escape comes the normal way. */
  readonly focus?: Focus;
  readonly qrsMs?: number;
}

/** Junctional at 40 to 52 a minute, or ventricular, broad, at 30 to 40. */
const drawEscape = (atrialMs: number, rng: Rng): Escape =>
  rng.chance(0.5)
    ? { rrMs: drawEscapeInterval([40, 52], atrialMs, rng) }
    : {
        rrMs: drawEscapeInterval([30, 40], atrialMs, rng),
        focus: rng.chance(0.5) ? "right-outflow" : "left-inferior",
        qrsMs: 140 + 24 * rng.uniform(),
      };

/** Fewer cycles than this from a whole number to an interval: ten seconds would show no dissociation, but 2:1 block. */
const LEAST_MARCH = 0.17;

const drawEscapeInterval = ([low, high]: readonly [number, number], atrialMs: number, rng: Rng): number => {
  let rrMs = 0;
  let cycles = 0;
  for (let draw = 0; draw < 30 && Math.abs(cycles - Math.round(cycles)) < LEAST_MARCH; draw++) {
    rrMs = 60_000 / (low + (high - low) * rng.uniform());
    cycles = rrMs / atrialMs;
  }
  return rrMs;
};

interface Heart {
  readonly order: EcgOrder;
  readonly normals: Normals;
  readonly activation: Activation;
  readonly rrMs: number;
  readonly rescue: Escape | undefined;
  readonly pacing: Pacing | undefined;
}

/** A beat from the ventricles is taller than one that comes the normal way: its forces do not cancel. */
const ECTOPIC_SIZE = 1.8;
/** And taller than the person's own by this, at least: a person's normal beats may be tall, too. */
const TALLER = 1.1;

type BeatWaves = Pick<
  EcgScene,
  "leadField" | "waves" | "atrialWaves" | "prematureAtrial" | "prematureVentricular"
>;

const wavesOf = (
  heart: Heart,
  timing: { readonly intervals: Intervals; readonly prMs: number; readonly isApart: boolean },
  rng: Rng,
): BeatWaves => {
  const { order, normals, rescue, pacing, rrMs } = heart;
  const { qrsMs, qtMs } = timing.intervals;
  const hasP = timing.isApart || timing.intervals.prMs !== undefined;
  const intervals = { qrsMs, qtMs, ...(hasP && { prMs: timing.prMs }) };
  const { field, p, ectopicP, ventricular } = personInChest({ ...heart, intervals }, rng);
  const size = ECTOPIC_SIZE * normals.voltage * Math.exp(0.2 * rng.normal());
  const own = rescue?.focus === undefined ? ventricular : ventricularBeat(rescue.focus, qrsMs, qtMs, size);
  const rest = [
    ...own,
    ...(pacing === undefined ? [] : spikesOf(pacing)),
    ...(order.rhythm === "supraventricular-tachycardia" ? drawRetrograde(qrsMs, rng) : []),
    ...(rrMs > 800 && rescue === undefined && rng.chance(0.4)
      ? [uWave(qtMs, Math.exp(0.4 * rng.normal()))]
      : []),
  ];
  return {
    leadField: field,
    waves: timing.isApart ? rest : [...p, ...rest],
    atrialWaves: timing.isApart ? p : [],
    prematureAtrial: [...ectopicP, ...rest],
    prematureVentricular: ventricularBeat(
      rng.chance(0.6) ? "right-outflow" : "left-inferior",
      156 + 30 * rng.uniform(),
      1.08 * qtMs,
      Math.max(size, TALLER * strengthOfQrs(ventricular)),
    ),
  };
};

/** Nodal re-entry hides P in QRS or puts it at its very end; over a pathway it comes in ST. */
const drawRetrograde = (qrsMs: number, rng: Rng): readonly Wave[] => {
  const place = rng.weighted([0.4, 0.3, 0.3]);
  if (place === 0) return [];
  return [retrogradeWave(qrsMs + (place === 1 ? 4 : 45 + 15 * rng.uniform()))];
};
