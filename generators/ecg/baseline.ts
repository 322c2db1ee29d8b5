/** Samples averaged for a knot: 18 ms that end 2 ms before QRS. */
const KNOT_FROM = -10;
const KNOT_TO = -1;

/**
 * The leads with the isoelectric line brought to zero: in every beat the level just before QRS is a knot, and a
 * cubic through the knots (held at both ends) is taken off. Unlike a high-pass filter it leaves ST and T as they
 * are.
 *
 * @param leads   8 leads at 500 Hz, millivolts
 * @param places  QRS centres of the dominant beats, samples, ascending
 * @param onset   QRS onset relative to the centre, samples (negative)
 * @source        Meyer & Keiser 1977, Comput Biomed Res 10:459
 */
export const isoelectric = (
  leads: readonly Float64Array[],
  places: readonly number[],
  onset: number,
): Float64Array[] => {
  const length = leads[0]?.length ?? 0;
  const knots = places.map(place => place + onset + KNOT_TO).filter(n => n + KNOT_FROM >= 0 && n < length);
  return leads.map(lead => {
    if (knots.length === 0) return lead.slice();
    const levels = knots.map(knot => mean(lead, knot + KNOT_FROM - KNOT_TO, knot));
    return subtractCubic(lead, knots, levels);
  });
};

/** The same for one averaged beat (rows of `length`): each lead's level before QRS brought to zero. */
export const zeroBefore = (beat: Float64Array, length: number, onset: number): Float64Array => {
  const out = beat.slice();
  for (let start = 0; start < beat.length; start += length) {
    const knot = start + onset + KNOT_TO;
    const level = mean(beat, knot + KNOT_FROM - KNOT_TO, knot);
    for (let i = start; i < start + length; i++) out[i] = out[i]! - level;
  }
  return out;
};

const mean = (lead: Float64Array, from: number, to: number): number => {
  let sum = 0;
  for (let n = from; n <= to; n++) sum += lead[n]!;
  return sum / (to - from + 1);
};

/** Hermite cubic with three-point slopes. */
const subtractCubic = (
  lead: Float64Array,
  knots: readonly number[],
  levels: readonly number[],
): Float64Array => {
  const out = lead.slice();
  const last = knots.length - 1;
  const slope = (k: number): number => {
    if (k === 0 || k === last) return 0;
    return (levels[k + 1]! - levels[k - 1]!) / (knots[k + 1]! - knots[k - 1]!);
  };
  for (let n = 0; n < knots[0]!; n++) out[n] = out[n]! - levels[0]!;
  for (let n = knots[last]!; n < out.length; n++) out[n] = out[n]! - levels[last]!;
  for (let k = 0; k < last; k++) {
    const [start, gap] = [knots[k]!, knots[k + 1]! - knots[k]!];
    const [a, b, da, db] = [levels[k]!, levels[k + 1]!, slope(k) * gap, slope(k + 1) * gap];
    for (let i = 0; i < gap; i++) {
      const u = i / gap;
      const v = 1 - u;
      const value = v * v * ((1 + 2 * u) * a + u * da) + u * u * ((1 + 2 * v) * b - v * db);
      out[start + i] = out[start + i]! - value;
    }
  }
  return out;
};
