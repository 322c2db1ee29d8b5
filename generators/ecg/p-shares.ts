import { levelled, type Marks } from "./intervals.ts";
import { BEAT_LENGTH, BEFORE } from "./median-beat.ts";

/** Beats whose P stretch, projected on the averaged one, scatters more than this have no P of their own. */
const P_SCATTER = 0.75;

/**
 * How much of the averaged P wave each beat shows: its P stretch projected on the average, 1 where they are alike.
 * NaN where the beat's window leaves the recording.
 *
 * @param leads   baseline set, millivolts
 * @param places  QRS centres, samples
 * @param beat    the averaged beat, leads × BEAT_LENGTH
 */
export const pShares = (
  leads: readonly Float64Array[],
  places: readonly number[],
  beat: Float64Array,
  { pFrom, pTo }: Marks,
): number[] => {
  const template = levelled(beat, pFrom, pTo);
  let energy = 0;
  for (const value of template) energy += value * value;
  const single = new Float64Array(leads.length * BEAT_LENGTH);
  return places.map(place => {
    if (place - BEFORE < 0 || place - BEFORE + BEAT_LENGTH > leads[0]!.length) return Number.NaN;
    leads.forEach((lead, l) => {
      single.set(lead.subarray(place - BEFORE, place - BEFORE + BEAT_LENGTH), l * BEAT_LENGTH);
    });
    const own = levelled(single, pFrom, pTo);
    let product = 0;
    for (let i = 0; i < own.length; i++) product += own[i]! * template[i]!;
    return product / energy;
  });
};

/**
 * How far the shares scatter around 1, in standard deviations of a Gaussian: little where the averaged P wave recurs beat
 * by beat. In fibrillation the averaged stretch is what is left of f-waves, and single beats scatter by far more than 1.
 *
 * @returns  infinite where there are no shares
 */
export const pScatter = (shares: readonly number[]): number => {
  // The median deviation, so that one premature beat does not decide.
  const deviations = shares
    .filter(share => !Number.isNaN(share))
    .map(share => Math.abs(share - 1))
    .sort((a, b) => a - b);
  return (deviations[deviations.length >> 1] ?? Number.POSITIVE_INFINITY) * 1.4826;
};

/** Whether the averaged P wave recurs beat by beat. */
export const pRecurs = (shares: readonly number[]): boolean => pScatter(shares) < P_SCATTER;
