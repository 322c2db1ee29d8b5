import type { Rhythm } from "../../schemas/ecg.ts";
import { featureChange } from "./canonical.ts";
import { normalsOf } from "./normals.ts";
import { factorOf, RATES } from "./rate-law.ts";
import type { BeatSequence } from "./rhythm-process.ts";
import type { EcgScene } from "./scene.ts";
import type { Variability } from "./variability.ts";

/**
 * The scene's beats at the rate and variability a correction asks for. The rate stays inside the rhythm's limits:
 * a person with bradycardia keeps it. Slow and fast deviations from the mean interval are scaled apart, so that SDNN
 * and RMSSD can move apart; premature beats keep their prematurity and flutter its whole ratios.
 */
export const retimed = (
  scene: EcgScene,
  rhythm: Variability | undefined,
  correction: Float64Array,
): { sequence: BeatSequence; rrMs: number } => {
  const { sequence, order } = scene;
  if (rhythm === undefined) return { sequence, rrMs: 1000 };
  // Where two clocks run (AV block), another rate of one would be another block.
  if (sequence.atria !== undefined) return { sequence, rrMs: rhythm.rrMs };
  const rate = 60_000 / rhythm.rrMs;
  const rateFactor = factorOf(order.rhythm, normalsOf(order.ageYears, order.sex));
  const [low, high] = RATES[order.rhythm];
  const change = featureChange(correction, "heart rate");
  const wanted = change === 0 ? rate : Math.max(low * rateFactor, Math.min(high * rateFactor, rate + change));
  const ratio = rate / wanted;
  const slow = gain(featureChange(correction, "log SDNN")) / ratio;
  const fast = gain(featureChange(correction, "log RMSSD")) / ratio;
  const isClockwork = CLOCKWORK.has(order.rhythm);
  const intervalsMs = sequence.intervalsMs.map((interval, i) => {
    if (isClockwork || isPremature(sequence, i)) return interval * ratio;
    const here = interval - rhythm.rrMs;
    const near = 0.5 * (deviation(sequence, i - 1, rhythm.rrMs) + deviation(sequence, i + 1, rhythm.rrMs));
    const rough = 0.5 * (here - near);
    const next = rhythm.rrMs + slow * (here - rough) + fast * rough;
    const bounded = Math.max(0.5 * rhythm.rrMs, Math.min(2 * rhythm.rrMs, next));
    return Math.max(Math.min(interval, 300), bounded * ratio);
  });
  return {
    sequence: { ...sequence, intervalsMs, startMs: sequence.startMs * ratio },
    rrMs: rhythm.rrMs * ratio,
  };
};

/** Rhythms whose intervals belong to their mechanism. */
const CLOCKWORK: ReadonlySet<Rhythm> = new Set(["atrial-flutter", "supraventricular-tachycardia", "paced"]);

const gain = (logChange: number): number => Math.exp(Math.max(-2.5, Math.min(2.5, logChange)));

/** Intervals before and after a premature beat. */
const isPremature = ({ kinds }: BeatSequence, i: number): boolean =>
  kinds[i] !== "dominant" || (kinds[i + 1] ?? "dominant") !== "dominant";

const deviation = (sequence: BeatSequence, i: number, rrMs: number): number => {
  const interval = sequence.intervalsMs[i];
  return interval === undefined || isPremature(sequence, i) ? 0 : interval - rrMs;
};
