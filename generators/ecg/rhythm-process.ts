import type { EcgOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";

export type BeatKind = "dominant" | "atrial-premature" | "ventricular-premature";

/** A sequence of beats that covers 10 s at any rate a correction may ask for. */
export interface BeatSequence {
  /** Interval from beat i to beat i + 1, milliseconds. */
  readonly intervalsMs: Float64Array;
  readonly kinds: readonly BeatKind[];
  /** Time of the first QRS onset, at or before 0. */
  readonly startMs: number;
}

const BEATS = 48;

/** Frequencies of short-term variability: Mayer waves and breathing (Task Force 1996, Circulation 93:1043). */
export interface Breathing {
  readonly respirationHz: number;
  readonly mayerHz: number;
}

/**
 * RR intervals of a rhythm around a mean. Sinus: two oscillations (low frequency near 0.1 Hz, breathing) and a small
 * random walk, scaled to the wanted SDNN. Fibrillation: independent skewed intervals. Flutter: whole multiples of
 * the atrial cycle.
 *
 * @param sdnnMs  wanted standard deviation; ignored by flutter
 */
export const drawBeats = (
  order: EcgOrder,
  rrMs: number,
  sdnnMs: number,
  { breathing, flutterRatios }: { readonly breathing: Breathing; readonly flutterRatios: readonly number[] },
  rng: Rng,
): BeatSequence => {
  const intervalsMs =
    order.rhythm === "atrial-fibrillation"
      ? fibrillating(rrMs, sdnnMs, rng)
      : order.rhythm === "atrial-flutter"
        ? fluttering(rrMs, flutterRatios, rng)
        : sinus(rrMs, sdnnMs, breathing, rng);
  const startMs = -rng.uniform() * intervalsMs[0]!;
  const kinds: BeatKind[] = Array.from({ length: BEATS + 1 }, () => "dominant");
  if (isPossible(order)) insertEctopics(order, { intervalsMs, kinds, startMs, rrMs }, rng);
  return { intervalsMs, kinds, startMs };
};

/** Atrial premature beats need an atrium that beats: in fibrillation and flutter the wish has no meaning. */
const isPossible = ({ rhythm, ectopy }: EcgOrder): boolean =>
  ectopy === "ventricular-premature" ||
  (ectopy === "atrial-premature" && rhythm !== "atrial-fibrillation" && rhythm !== "atrial-flutter");

const sinus = (rrMs: number, sdnnMs: number, breathing: Breathing, rng: Rng): Float64Array => {
  const [low, high] = [2 * Math.PI * rng.uniform(), 2 * Math.PI * rng.uniform()];
  const balance = 0.25 + 0.5 * rng.uniform();
  const out = new Float64Array(BEATS);
  let seconds = 0;
  let walk = 0;
  for (let i = 0; i < BEATS; i++) {
    walk = 0.9 * walk + 0.43 * rng.normal();
    const swing =
      Math.sqrt(2 * balance) * Math.sin(2 * Math.PI * breathing.mayerHz * seconds + low) +
      Math.sqrt(2 * (1 - balance)) * Math.sin(2 * Math.PI * breathing.respirationHz * seconds + high);
    out[i] = Math.max(0.6 * rrMs, rrMs + sdnnMs * (0.9 * swing + 0.35 * walk + 0.2 * rng.normal()));
    seconds += out[i]! / 1000;
  }
  return out;
};

const fibrillating = (rrMs: number, sdnnMs: number, rng: Rng): Float64Array => {
  // Log-normal: short intervals bounded by AV refractoriness, a tail of long ones.
  const sigma = Math.sqrt(Math.log(1 + (sdnnMs / rrMs) ** 2));
  return Float64Array.from({ length: BEATS }, () =>
    Math.max(320, rrMs * Math.exp(sigma * rng.normal() - (sigma * sigma) / 2)),
  );
};

const fluttering = (rrMs: number, ratios: readonly number[], rng: Rng): Float64Array => {
  const mean = ratios.reduce((a, b) => a + b, 0) / ratios.length;
  return Float64Array.from(
    { length: BEATS },
    () => (rrMs / mean) * rng.pick(ratios) * (1 + 0.004 * rng.normal()),
  );
};

interface Drafted {
  readonly intervalsMs: Float64Array;
  readonly kinds: BeatKind[];
  readonly startMs: number;
  readonly rrMs: number;
}

/** One to three premature beats between 1 and 9 s, never two in a row. */
const insertEctopics = (order: EcgOrder, draft: Drafted, rng: Rng): void => {
  const wanted = 1 + rng.weighted([0.5, 0.3, 0.2]);
  const open: number[] = [];
  let time = draft.startMs;
  for (let i = 0; i < BEATS; i++) {
    if (i > 1 && time > 1200 && time < 8800) open.push(i);
    time += draft.intervalsMs[i]!;
  }
  for (let k = 0; k < wanted && open.length > 0; k++) {
    const index = rng.pick(open);
    place(order, draft, index, rng);
    for (let i = open.length - 1; i >= 0; i--) if (Math.abs(open[i]! - index) <= 2) open.splice(i, 1);
  }
};

const place = (order: EcgOrder, { intervalsMs, kinds, rrMs }: Drafted, index: number, rng: Rng): void => {
  const before = intervalsMs[index - 1]!;
  if (order.ectopy === "atrial-premature") {
    // The early P resets the sinus node: the pause is a normal interval and a little more.
    intervalsMs[index - 1] = before * (0.62 + 0.16 * rng.uniform());
    intervalsMs[index] = rrMs * (1.02 + 0.1 * rng.uniform());
    kinds[index] = "atrial-premature";
    return;
  }
  const early = Math.max(360, before * (0.55 + 0.15 * rng.uniform()));
  // The sinus node is not reset: both intervals together make two (full compensatory pause).
  if (order.rhythm !== "atrial-fibrillation")
    intervalsMs[index] = Math.max(400, before + intervalsMs[index]! - early);
  intervalsMs[index - 1] = early;
  kinds[index] = "ventricular-premature";
};
