/** The beat window around its QRS centre: 420 ms before to 580 ms after, 500 Hz. */
export const BEFORE = 210;
export const BEAT_LENGTH = 500;
/** QRS window for comparing beats: −80 to +100 ms. */
const QRS_FROM = -40;
const QRS_TO = 50;
const SHIFT = 10;
/** A beat whose QRS correlates less with the median than this is of another kind (ventricular ectopic, artefact). */
const SAME_SHAPE = 0.85;
const MOST_BEATS = 160;
const MOST_CANDIDATES = 12;

/** One averaged beat (baseline not yet set) and which beats it stands for. */
export interface MedianBeat {
  /** leads × BEAT_LENGTH, lead-major, millivolts; sample BEFORE is the QRS centre. */
  readonly beat: Float64Array;
  /** Refined places of all beats, samples. */
  readonly places: readonly number[];
  /** For each place, whether its QRS has the dominant shape. */
  readonly dominant: readonly boolean[];
}

/**
 * The median over beats of the dominant shape, sample by sample. Beats are first aligned to the median by the lag of
 * highest correlation.
 *
 * @param leads   leads at 500 Hz, millivolts
 * @param places  QRS places, samples
 * @returns       undefined where fewer than three beats share a shape
 */
export const medianBeat = (
  leads: readonly Float64Array[],
  places: readonly number[],
): MedianBeat | undefined => {
  if (places.length < 3 || places.length > MOST_BEATS) return undefined;
  const first = alike(leads, places, medianOf(leads, places));
  // Two shapes in equal parts have a median that is like neither.
  const { aligned, similar } =
    first.similar.length < 0.6 * places.length ? (fromOneBeat(leads, places, first) ?? first) : first;
  if (similar.length < 3) return undefined;
  const beat = medianOf(leads, similar);
  const dominant = aligned.map(place => correlationAt(leads, beat, place, 0) >= SAME_SHAPE);
  if (dominant.filter(Boolean).length < 3) return undefined;
  return { beat, places: aligned, dominant };
};

interface Alike {
  /** All places, each shifted to the lag of highest correlation. */
  readonly aligned: readonly number[];
  readonly similar: readonly number[];
}

const alike = (leads: readonly Float64Array[], places: readonly number[], template: Float64Array): Alike => {
  const fitted = places.map(place => align(leads, template, place));
  return {
    aligned: fitted.map(({ place }) => place),
    similar: fitted.filter(({ correlation }) => correlation >= SAME_SHAPE).map(({ place }) => place),
  };
};

/** The same from the beat that most others resemble, where they are more than before. */
const fromOneBeat = (
  leads: readonly Float64Array[],
  places: readonly number[],
  before: Alike,
): Alike | undefined => {
  let best = before;
  for (const place of places.slice(0, MOST_CANDIDATES)) {
    const found = alike(leads, places, medianOf(leads, [place]));
    if (found.similar.length > best.similar.length) best = found;
  }
  return best === before ? undefined : best;
};

/** Median over places where the window lies inside the recording. */
export const medianOf = (leads: readonly Float64Array[], places: readonly number[]): Float64Array => {
  const out = new Float64Array(leads.length * BEAT_LENGTH);
  const sorted = new Float64Array(places.length);
  for (let l = 0; l < leads.length; l++) {
    const lead = leads[l]!;
    for (let n = 0; n < BEAT_LENGTH; n++) {
      let count = 0;
      for (const place of places) {
        const i = place - BEFORE + n;
        if (i < 0 || i >= lead.length) continue;
        // Insertion sort: a dozen values.
        const value = lead[i]!;
        let k = count++;
        while (k > 0 && sorted[k - 1]! > value) {
          sorted[k] = sorted[k - 1]!;
          k--;
        }
        sorted[k] = value;
      }
      if (count > 0) out[l * BEAT_LENGTH + n] = (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
    }
  }
  return out;
};

/** The lag of highest correlation with a beat, as a place, and that correlation. */
export const align = (leads: readonly Float64Array[], beat: Float64Array, place: number) => {
  let best = { place, correlation: -1 };
  for (let shift = -SHIFT; shift <= SHIFT; shift++) {
    const correlation = correlationAt(leads, beat, place, shift);
    if (correlation > best.correlation) best = { place: place + shift, correlation };
  }
  return best;
};

/** Correlation of a beat's QRS with the median's, all leads together, each lead's mean removed. */
const correlationAt = (
  leads: readonly Float64Array[],
  beat: Float64Array,
  place: number,
  shift: number,
): number => {
  const length = leads[0]?.length ?? 0;
  const from = Math.max(QRS_FROM, -(place + shift));
  const to = Math.min(QRS_TO, length - 1 - (place + shift));
  const count = to - from + 1;
  if (count < 40) return -1;
  let [xy, xx, yy] = [0, 0, 0];
  for (let l = 0; l < leads.length; l++) {
    const lead = leads[l]!;
    const at = l * BEAT_LENGTH + BEFORE;
    let [sx, sy, sxy, sxx, syy] = [0, 0, 0, 0, 0];
    for (let k = from; k <= to; k++) {
      const x = lead[place + shift + k]!;
      const y = beat[at + k]!;
      sx += x;
      sy += y;
      sxy += x * y;
      sxx += x * x;
      syy += y * y;
    }
    xy += sxy - (sx * sy) / count;
    xx += sxx - (sx * sx) / count;
    yy += syy - (sy * sy) / count;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : -1;
};
