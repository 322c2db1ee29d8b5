import type { Rhythm } from "../../schemas/ecg.ts";
import { dropsBeats } from "../../schemas/ecg-shown.ts";
import type { EcgOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import { type Normals, SPREAD } from "./normals.ts";
import { truncated } from "./truncated.ts";

/**
 * Rates a rhythm may have in an adult, beats a minute; children's scale with `rateFactor`. Sinus limits are the
 * definitions of bradycardia and tachycardia (60 and 100). In AV block they are the atria's.
 */
export const RATES: { readonly [R in Rhythm]: readonly [number, number] } = {
  sinus: [60, 100],
  bradycardia: [36, 59.5],
  tachycardia: [100.5, 145],
  "sinus-arrhythmia": [60, 92],
  "atrial-fibrillation": [45, 165],
  "atrial-flutter": [45, 175],
  "supraventricular-tachycardia": [150, 220],
  paced: [60, 92],
};

/** Centre and spread of a rhythm's rate; a person's own sinus rate where absent. */
const TYPICAL: { readonly [R in Rhythm]?: readonly [number, number] } = {
  bradycardia: [54, 5],
  tachycardia: [112, 13],
  "sinus-arrhythmia": [70, 7],
  "atrial-fibrillation": [88, 22],
  "atrial-flutter": [90, 20],
  "supraventricular-tachycardia": [180, 15],
  paced: [68, 8],
};

/** Atrial rate at which T is over before the P wave that is not conducted. */
const MOST_RATE_BLOCKED = 82;

export const drawRate = ({ rhythm, conduction }: EcgOrder, normals: Normals, rng: Rng): number => {
  const [centre, spread] = TYPICAL[rhythm] ?? [normals.heartRate / normals.rateFactor, SPREAD.heartRate];
  const [low, top] = RATES[rhythm];
  // A blocked P wave is to come after T, where it is seen.
  const high = rhythm === "sinus" && conduction.startsWith("second") ? MOST_RATE_BLOCKED : top;
  // Irregular rhythms and ectopics shift the mean of ten seconds: keep a little inside the limits.
  return factorOf(rhythm, normals) * truncated(centre, spread, low + 1.5, high - 1.5, rng);
};

/** A pacemaker and a re-entrant circuit do not know their bearer's age. */
export const factorOf = (rhythm: Rhythm, { rateFactor }: Pick<Normals, "rateFactor">): number =>
  rhythm === "paced" || rhythm === "supraventricular-tachycardia" ? 1 : rateFactor;

/** Largest SDNN of a sinus rhythm over its interval; where beats are dropped, P waves march as those of the textbooks do. */
const MOST_SHARE = 0.11;
const MOST_BLOCKED_SHARE = 0.035;

/**
 * Standard deviation of the intervals that drive the rhythm. Sinus arrhythmia: the longest and the shortest interval
 * differ by more than 160 ms.
 */
export const drawSdnn = (order: EcgOrder, normals: Normals, rrMs: number, rng: Rng): number => {
  const { rhythm } = order;
  if (rhythm === "atrial-fibrillation") return rrMs * (0.18 + 0.1 * rng.uniform());
  if (rhythm === "sinus-arrhythmia") return Math.max(90, rrMs * (0.113 + 0.022 * rng.uniform()));
  if (rhythm === "supraventricular-tachycardia") return 0.005 * rrMs;
  if (rhythm === "paced") return 2;
  // Variability falls steeply with rate: van den Berg 2018.
  const median = normals.sdnnMs * (rrMs / 850) ** 1.7;
  const most = dropsBeats(order) ? MOST_BLOCKED_SHARE : MOST_SHARE;
  return Math.max(2, Math.min(most * rrMs, median * Math.exp(0.5 * rng.normal())));
};
