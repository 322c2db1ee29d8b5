import { align, medianBeat, medianOf } from "./median-beat.ts";

/** Beats whose QRS has one shape. The first group is the dominant one. */
export interface BeatGroup {
  /** Refined QRS centres, samples, ascending. */
  readonly places: readonly number[];
  /** Their median, leads × BEAT_LENGTH, baseline not set. */
  readonly beat: Float64Array;
}

const SAME_SHAPE = 0.85;

/**
 * The beats of a recording by the shape of QRS: the dominant shape, then others in the order in which they come.
 *
 * @param leads   at 500 Hz, millivolts
 * @param places  QRS places, samples, ascending
 * @returns       empty where fewer than three beats share a shape
 */
export const beatGroups = (
  leads: readonly Float64Array[],
  places: readonly number[],
): readonly BeatGroup[] => {
  const dominant = medianBeat(leads, places);
  if (dominant === undefined) return [];
  const groups: { places: number[]; beat: Float64Array }[] = [
    { places: dominant.places.filter((_, i) => dominant.dominant[i]), beat: dominant.beat },
  ];
  places.forEach((place, i) => {
    if (dominant.dominant[i]) return;
    const fits = groups.slice(1).map(group => ({ group, ...align(leads, group.beat, place) }));
    const best = fits.reduce<(typeof fits)[0] | undefined>(
      (a, b) => (a === undefined || b.correlation > a.correlation ? b : a),
      undefined,
    );
    if (best !== undefined && best.correlation >= SAME_SHAPE) {
      best.group.places.push(best.place);
      best.group.beat = medianOf(leads, best.group.places);
    } else groups.push({ places: [place], beat: medianOf(leads, [place]) });
  });
  return groups;
};
