import type { BeatMarks } from "../beat-marks.ts";
import type { Signs } from "./signs.ts";

export type BeatKind = "usual" | "ventricular" | "atrial";

/** A beat is premature where it comes earlier than this share of the usual interval. */
const EARLY = 0.88;
const MUCH_EARLIER = 0.76;
/** A ventricular beat's QRS is at least this long, and longer than the usual one by this. */
const BROAD_MS = 110;
const BROADER_MS = 14;

/**
 * Kind of every beat. Ventricular premature: another shape of QRS, broad, early or followed by a pause, without a P
 * wave at its usual distance. Atrial premature: early, with the usual QRS, or another that is not broad.
 *
 * @source  Surawicz & Knilans, Chou's Electrocardiography, 6th ed., ch. 14 and 17
 */
export const beatKinds = (signs: Signs): readonly BeatKind[] => {
  const { beats, rrMs } = signs;
  const usual = usualInterval(rrMs);
  const kinds: BeatKind[] = [];
  beats.forEach((beat, i) => {
    const before = rrMs[i - 1];
    const early = before !== undefined && before < EARLY * localInterval(rrMs, i - 1, usual);
    const outOfPlace =
      early || before === undefined || (rrMs[i] ?? 0) > 1.15 * usual || kinds[i - 1] === "ventricular";
    if (outOfPlace && isBroadStranger(beat, signs)) kinds.push("ventricular");
    else kinds.push(early && isSudden(rrMs, i - 1, usual) ? "atrial" : "usual");
  });
  return kinds;
};

/**
 * Earlier than the one before as well, and much earlier or made up for by the next: sinus arrhythmia changes by
 * degrees.
 */
const isSudden = (rrMs: readonly number[], at: number, usual: number): boolean => {
  const [before, now, next] = [rrMs[at - 1] ?? usual, rrMs[at]!, rrMs[at + 1] ?? 2 * usual];
  if (now >= EARLY * before) return false;
  return now < MUCH_EARLIER * before || next > 1.06 * usual;
};

const isBroadStranger = (beat: BeatMarks, { groups, beats, primary, qrsMs }: Signs): boolean => {
  if (beat.shape === primary) return false;
  const own = (beat.qrsOff - beat.qrsOn) * 2;
  return (
    own >= BROAD_MS && own >= qrsMs + BROADER_MS && groups[beat.shape]!.places.length < 0.6 * beats.length
  );
};

const usualInterval = (rrMs: readonly number[]): number => {
  const sorted = rrMs.toSorted((a, b) => a - b);
  // The upper half is what is left where every second beat comes early.
  return sorted[Math.floor(0.5 * sorted.length)] ?? 1000;
};

/** Median of the intervals around one, itself left out. */
const localInterval = (rrMs: readonly number[], at: number, usual: number): number => {
  const near = rrMs.filter((_, i) => i !== at && Math.abs(i - at) <= 3).sort((a, b) => a - b);
  return near.length < 3 ? usual : near[near.length >> 1]!;
};
