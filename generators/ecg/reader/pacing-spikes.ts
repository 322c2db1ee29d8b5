import type { BeatMarks } from "../beat-marks.ts";

/** A pacemaker's spike is over within a few milliseconds: it bends more than QRS does. */
const BEFORE_QRS = 60;
const AFTER_ONSET = 12;

/**
 * How sharply the recording bends shortly before QRS, beside how sharply QRS itself bends: the median over beats of
 * the ratio of the largest second differences (steps of 2 ms, summed over leads). Above 1 where a spike precedes QRS.
 *
 * @param leads  at 500 Hz, millivolts
 */
export const pacingSpikes = (leads: readonly Float64Array[], beats: readonly BeatMarks[]): number => {
  const ratios = beats
    .filter(({ qrsOn, qrsOff }) => qrsOn > BEFORE_QRS + 2 && qrsOff < leads[0]!.length - 2)
    .map(({ qrsOn, qrsOff }) => {
      const start = Math.round(qrsOn);
      const before = sharpest(leads, start - BEFORE_QRS, start + AFTER_ONSET);
      const within = sharpest(leads, start + AFTER_ONSET + 1, Math.round(qrsOff));
      return within > 0 ? before / within : 0;
    })
    .sort((a, b) => a - b);
  return ratios[ratios.length >> 1] ?? 0;
};

const sharpest = (leads: readonly Float64Array[], from: number, to: number): number => {
  let best = 0;
  for (let n = from; n <= to; n++) {
    let sum = 0;
    for (const lead of leads) sum += Math.abs(lead[n - 1]! - 2 * lead[n]! + lead[n + 1]!);
    if (sum > best) best = sum;
  }
  return best;
};
