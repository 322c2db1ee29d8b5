import type { BeatMarks } from "../beat-marks.ts";

/** A spike may be 120 ms before QRS onset, and within QRS as it is read. */
const BEFORE_QRS = 60;
/** A spike is over within 10 ms. */
const ITSELF = 5;

/**
 * How sharply the recording bends at its sharpest, beside the sharpest bend elsewhere, from 120 ms before QRS to
 * the end of QRS: the median over beats of the ratio of second differences (steps of 2 ms, summed over leads). QRS
 * bends about as sharply in several places; a pacemaker's spike is alone.
 *
 * @param leads  at 500 Hz, millivolts
 */
export const pacingSpikes = (leads: readonly Float64Array[], beats: readonly BeatMarks[]): number => {
  const ratios = beats
    .filter(({ qrsOn, qrsOff }) => qrsOn > BEFORE_QRS + 2 && qrsOff < leads[0]!.length - 2)
    .map(({ qrsOn, qrsOff }) => {
      const [from, end] = [Math.round(qrsOn) - BEFORE_QRS, Math.round(qrsOff)];
      const bends = Float64Array.from({ length: end - from + 1 }, (_, k) => bend(leads, from + k));
      let at = 0;
      for (let k = 0; k < bends.length; k++) if (bends[k]! > bends[at]!) at = k;
      let other = 0;
      bends.forEach((value, k) => {
        if (Math.abs(k - at) > ITSELF) other = Math.max(other, value);
      });
      return other > 0 ? bends[at]! / other : 0;
    })
    .sort((a, b) => a - b);
  return ratios[ratios.length >> 1] ?? 0;
};

const bend = (leads: readonly Float64Array[], n: number): number => {
  let sum = 0;
  for (const lead of leads) sum += Math.abs(lead[n - 1]! - 2 * lead[n]! + lead[n + 1]!);
  return sum;
};
