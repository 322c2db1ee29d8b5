import { isoelectric } from "./baseline.ts";
import { qrsOnsetOf } from "./intervals.ts";
import { BEFORE, medianOf } from "./median-beat.ts";

/** A first onset further off than this from what the flattened leads show is taken anew, samples. */
const NEAR = 3;

/**
 * The leads with the isoelectric line at zero, the knots just before QRS. Drift blurs the first median, and its QRS
 * may seem to start late: where the flattened leads say so, the knots are set again, once.
 *
 * @param leads   millivolts, 500 Hz
 * @param knots   for an onset relative to the dominant QRS centre, the places of all knots' beats, samples
 * @param places  QRS centres of the dominant beats
 * @param beat    their median, baseline not set
 * @returns       undefined where no QRS onset can be told
 */
export const flatLeads = (
  leads: readonly Float64Array[],
  {
    knots,
    places,
    beat,
  }: { readonly knots: readonly number[]; readonly places: readonly number[]; readonly beat: Float64Array },
): { readonly flat: readonly Float64Array[]; readonly beat: Float64Array } | undefined => {
  const onset = qrsOnsetOf(beat);
  if (onset === undefined) return undefined;
  const flat = isoelectric(leads, knots, onset - BEFORE);
  const median = medianOf(flat, places);
  const again = qrsOnsetOf(median);
  if (again === undefined || Math.abs(again - onset) <= NEAR) return { flat, beat: median };
  const better = isoelectric(leads, knots, again - BEFORE);
  return { flat: better, beat: medianOf(better, places) };
};
