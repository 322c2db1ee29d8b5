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
  const starts = Int32Array.from(places, place => place - BEFORE);
  const sorted = new Float64Array(places.length);
  for (let l = 0; l < leads.length; l++) {
    const lead = leads[l]!;
    for (let n = 0; n < BEAT_LENGTH; n++) {
      const count = sortedAt(lead, n, starts, sorted);
      if (count > 0) out[l * BEAT_LENGTH + n] = (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
    }
  }
  return out;
};

/**
 * Values of a lead at the n-th sample of every window that has one there, sorted, and how many. Windows are put in the
 * order of their values: from one sample to the next it hardly changes, so that sorting by insertion has little to do.
 */
const sortedAt = (lead: Float64Array, n: number, starts: Int32Array, sorted: Float64Array): number => {
  let count = 0;
  for (let w = 0; w < starts.length; w++) {
    const start = starts[w]!;
    if (start + n < 0 || start + n >= lead.length) continue;
    const value = lead[start + n]!;
    let k = count++;
    while (k > 0 && sorted[k - 1]! > value) {
      sorted[k] = sorted[k - 1]!;
      k--;
    }
    sorted[k] = value;
    // Windows without a sample here, if any, keep their place among the others.
    if (count === w + 1)
      for (let m = w; m > k; m--) {
        starts[m] = starts[m - 1]!;
        starts[m - 1] = start;
      }
  }
  return count;
};

/** The lag of highest correlation with a beat, as a place, and that correlation. */
export const align = (leads: readonly Float64Array[], beat: Float64Array, place: number) => {
  const correlations = correlationsAround(leads, beat, place);
  let best = { place, correlation: -1 };
  for (let shift = -SHIFT; shift <= SHIFT; shift++) {
    const correlation = correlations[shift + SHIFT]!;
    if (correlation > best.correlation) best = { place: place + shift, correlation };
  }
  return best;
};

const SHIFTS = 2 * SHIFT + 1;
const WINDOW = QRS_TO - QRS_FROM + 1;

/** `correlationAt` of all shifts. Inside the recording sums are shared: of the beat by all shifts, of the lead by a running one. */
const correlationsAround = (
  leads: readonly Float64Array[],
  beat: Float64Array,
  place: number,
): Float64Array => {
  const first = place - SHIFT + QRS_FROM;
  const length = leads[0]?.length ?? 0;
  if (first < 0 || place + SHIFT + QRS_TO >= length)
    return Float64Array.from({ length: SHIFTS }, (_, h) => correlationAt(leads, beat, place, h - SHIFT));
  const [xy, xx] = [new Float64Array(SHIFTS), new Float64Array(SHIFTS)];
  const products = new Float64Array(SHIFTS);
  let yy = 0;
  for (let l = 0; l < leads.length; l++) {
    const lead = leads[l]!;
    const at = l * BEAT_LENGTH + BEFORE + QRS_FROM;
    let sy = 0;
    let syy = 0;
    for (let k = 0; k < WINDOW; k++) {
      const y = beat[at + k]!;
      sy += y;
      syy += y * y;
    }
    yy += syy - (sy * sy) / WINDOW;
    slidingProducts(lead, first, beat, at, products);
    let sx = 0;
    let sxx = 0;
    for (let k = first; k < first + WINDOW; k++) {
      const x = lead[k]!;
      sx += x;
      sxx += x * x;
    }
    for (let h = 0; h < SHIFTS; h++) {
      xy[h] = xy[h]! + products[h]! - (sx * sy) / WINDOW;
      xx[h] = xx[h]! + sxx - (sx * sx) / WINDOW;
      const old = lead[first + h]!;
      const next = h + 1 < SHIFTS ? lead[first + h + WINDOW]! : old;
      sx += next - old;
      sxx += next * next - old * old;
    }
  }
  return xy.map((value, h) => (xx[h]! > 0 && yy > 0 ? value / Math.sqrt(xx[h]! * yy) : -1));
};

/** Σₖ lead[first + h + k] · beat[at + k] over the window for every shift h, three shifts at a time. */
const slidingProducts = (
  lead: Float64Array,
  first: number,
  beat: Float64Array,
  at: number,
  out: Float64Array,
): void => {
  for (let h = 0; h < SHIFTS; h += 3) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    for (let k = 0, i = first + h; k < WINDOW; k++, i++) {
      const y = beat[at + k]!;
      s0 += lead[i]! * y;
      s1 += lead[i + 1]! * y;
      s2 += lead[i + 2]! * y;
    }
    out[h] = s0;
    out[h + 1] = s1;
    out[h + 2] = s2;
  }
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
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let l = 0; l < leads.length; l++) {
    const lead = leads[l]!;
    const at = l * BEAT_LENGTH + BEFORE;
    let sx = 0;
    let sy = 0;
    let sxy = 0;
    let sxx = 0;
    let syy = 0;
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
