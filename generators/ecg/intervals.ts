import { BEAT_LENGTH, BEFORE } from "./median-beat.ts";
import { orderStatistic } from "./order-statistic.ts";
import { SAMPLE_MS } from "./qrs.ts";

/** Marks of one beat, samples in the beat window (fractions allowed). */
export interface Marks {
  readonly qrsOn: number;
  readonly qrsOff: number;
  readonly tEnd: number;
  /** Absent where no P wave stands out. */
  readonly pOn?: number;
  readonly pOff?: number;
  /** Centre of QRS slope energy: the time origin of the canonical window. */
  readonly centre: number;
  /** Energy between the preceding T and the QRS over QRS energy, in [0, 1]. */
  readonly pEnergy: number;
  /** The stretch searched for P, samples. */
  readonly pFrom: number;
  readonly pTo: number;
}

/** A lower bound on the P wave's peak, as the length of the eight-lead vector: a tenth of a normal P's 0.2–0.3 mV squared energy. */
const LEAST_P_MV = 0.07;
const LEAST_T_MV = 0.04;
/** T's peak lies about this long after QRS at 60 a minute, give or take this share. */
const T_PEAK_MS = 215;
const T_SPREAD = 0.6;

/**
 * Onset and end of QRS, end of T and onset of P of one averaged beat, over all leads at once. QRS: where the spatial
 * velocity rises above and falls below 3 % of its peak. T end and P onset: the tangent at the steepest flank of the
 * wave, projected on its own peak vector, meets the isoelectric line (the level before QRS).
 *
 * @param beat     leads × BEAT_LENGTH, millivolts, zero before QRS
 * @param rrMs     mean interval, which bounds where T may end
 * @param usualMs  interval after which the T before may be met, which bounds where P may start
 * @returns     undefined where QRS or T cannot be told
 * @source      spatial velocity: Dower 1980; tangent: Lepeschkin & Surawicz 1952, Circulation 6:378
 */
export const marksOf = (beat: Float64Array, rrMs: number, usualMs = rrMs): Marks | undefined => {
  const velocity = spatialVelocity(beat);
  const qrs = qrsBounds(velocity, rrMs);
  if (qrs === undefined) return undefined;
  const centre = energyCentre(velocity, qrs.on, qrs.off);
  const tEnd = tEndOf(beat, qrs.off, rrMs);
  if (tEnd === undefined) return undefined;
  return { qrsOn: qrs.on, qrsOff: qrs.off, tEnd, centre, ...atrial(beat, qrs, tEnd, usualMs) };
};

/** Where QRS starts, samples in the beat window; needed before the baseline can be set. */
export const qrsOnsetOf = (beat: Float64Array): number | undefined => qrsBoundsOf(beat, 1000)?.on;

/** Onset and end of QRS alone, samples in the beat window. */
export const qrsBoundsOf = (
  beat: Float64Array,
  rrMs: number,
): { readonly on: number; readonly off: number } | undefined => qrsBounds(spatialVelocity(beat), rrMs);

/** Length over the leads of a smoothed slope, mV per sample. */
const spatialVelocity = (beat: Float64Array): Float64Array => {
  const out = new Float64Array(BEAT_LENGTH);
  for (let row = 0; row < beat.length; row += BEAT_LENGTH)
    for (let n = 3, i = row + 3; n + 3 < out.length; n++, i++) {
      const slope =
        (3 * (beat[i + 3]! - beat[i - 3]!) +
          2 * (beat[i + 2]! - beat[i - 2]!) +
          (beat[i + 1]! - beat[i - 1]!)) /
        28;
      out[n] = out[n]! + slope * slope;
    }
  for (let n = 3; n + 3 < out.length; n++) out[n] = Math.sqrt(out[n]!);
  return out;
};

const samples = (ms: number): number => Math.round(ms / SAMPLE_MS);

const VELOCITY_SHARE = 0.03;
/** Where ST itself slopes (bundle branch block), QRS ends where the slope falls to this much above ST's, at most. */
const ST_FACTOR = 1.35;
const MOST_SHARE = 0.16;
const EARLY_QUIET = 15;
/** QRS goes on across quiet stretches shorter than this, samples (the top of a broad notched R). */
const QUIET = 7;

const qrsBounds = (velocity: Float64Array, rrMs: number): { on: number; off: number } | undefined => {
  let peak = BEFORE;
  for (let n = BEFORE - 30; n <= BEFORE + 30; n++) if (velocity[n]! > velocity[peak]!) peak = n;
  if (isSpike(velocity, peak)) peak = besides(velocity, peak);
  const threshold = Math.max(VELOCITY_SHARE * velocity[peak]!, 2.5 * quietLevel(velocity));
  if (!(velocity[peak]! > 1.5 * threshold)) return undefined;
  const on = walk(velocity, peak, -1, threshold);
  const early = walk(velocity, peak, 1, MOST_SHARE * velocity[peak]!, EARLY_QUIET);
  // At fast rates T's peak, flat too, comes soon after ST.
  const reach = Math.min(60, Math.max(40, samples(0.11 * rrMs)));
  const slope = quietestMean(velocity, early + 10, early + reach);
  const settled = Math.min(ST_FACTOR * slope, MOST_SHARE * velocity[peak]!);
  const off = walk(velocity, peak, 1, Math.max(threshold, settled));
  // Half the slope filter's reach is not QRS.
  return off - on < 20 ? undefined : { on: on + 1, off: off - 1 };
};

/** A pacing spike is over within the slope filter's reach, and nothing else comes near it. */
const SPIKE = 6;
const BESIDE_SPIKE = 0.35;

const isSpike = (velocity: Float64Array, peak: number): boolean => {
  for (let n = BEFORE - 60; n <= BEFORE + 60; n++)
    if (Math.abs(n - peak) > SPIKE && velocity[n]! > BESIDE_SPIKE * velocity[peak]!) return false;
  return true;
};

const besides = (velocity: Float64Array, spike: number): number => {
  let peak = spike + SPIKE + 1;
  for (let n = BEFORE - 60; n <= BEFORE + 60; n++)
    if (Math.abs(n - spike) > SPIKE && velocity[n]! > velocity[peak]!) peak = n;
  return peak;
};

/** Lowest mean over 40 ms of the velocity between two samples: ST's slope, wherever QRS ends. */
const quietestMean = (velocity: Float64Array, from: number, to: number): number => {
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let n = from; n < to; n++) {
    sum += velocity[n]!;
    if (n >= from + 20) sum -= velocity[n - 20]!;
    if (n >= from + 19) least = Math.min(least, sum / 20);
  }
  return least;
};

/** Last sample above the threshold, going from the peak until it stays below. */
const walk = (
  velocity: Float64Array,
  peak: number,
  step: 1 | -1,
  threshold: number,
  quiet = QUIET,
): number => {
  let last = peak;
  for (let n = peak; Math.abs(n - last) < quiet && Math.abs(n - BEFORE) < 85; n += step)
    if (velocity[n]! > threshold) last = n;
  return last;
};

/** A low quantile of the velocity: what noise alone makes of it. */
const quietLevel = (velocity: Float64Array): number =>
  orderStatistic(velocity.slice(3, BEAT_LENGTH - 3), BEAT_LENGTH >> 3);

const energyCentre = (velocity: Float64Array, on: number, off: number): number => {
  let [sum, moment] = [0, 0];
  for (let n = on; n <= off; n++) {
    const energy = velocity[n]! * velocity[n]!;
    sum += energy;
    moment += energy * n;
  }
  return moment / sum;
};

const tEndOf = (beat: Float64Array, qrsOff: number, rrMs: number): number | undefined => {
  const limit = Math.min(BEAT_LENGTH - 8, BEFORE + samples(0.74 * rrMs));
  const from = qrsOff + samples(Math.min(70, 0.09 * rrMs));
  const to = Math.min(limit - 5, BEFORE + samples(0.66 * rrMs));
  const usual = T_PEAK_MS * Math.cbrt(rrMs / 1000);
  const peak = highestPeak(beat, [from, to], LEAST_T_MV, n => {
    const away = ((n - qrsOff) * SAMPLE_MS - usual) / (T_SPREAD * usual);
    return Math.exp(-away * away);
  });
  if (peak === undefined) return undefined;
  return tangentFoot(projected(beat, peak), peak, Math.min(limit, peak + samples(170)));
};

/**
 * Highest local maximum of the vector length over the leads between two samples, if above a least length; squared
 * lengths count by a weight.
 */
const highestPeak = (
  beat: Float64Array,
  [from, to]: readonly [number, number],
  least: number,
  weight: (n: number) => number = () => 1,
): number | undefined => {
  const norm = new Float64Array(BEAT_LENGTH);
  const [first, last] = [Math.max(0, from - 3), Math.min(to + 3, BEAT_LENGTH - 1)];
  for (let row = 0; row < beat.length; row += BEAT_LENGTH)
    for (let n = first; n <= last; n++) norm[n] = norm[n]! + beat[row + n]! * beat[row + n]!;
  let peak: number | undefined;
  for (let n = from; n <= to; n++) {
    const value = norm[n]!;
    if (value < least * least || value < norm[n - 3]! || value < norm[n + 3]!) continue;
    if (peak === undefined || weight(n) * value > weight(peak) * norm[peak]!) peak = n;
  }
  return peak;
};

/** The beat's leads combined by their values at one sample: positive there, whatever the polarity of the leads. */
const projected = (beat: Float64Array, at: number): Float64Array => {
  const out = new Float64Array(BEAT_LENGTH);
  let norm = 0;
  for (let l = 0; l < beat.length / BEAT_LENGTH; l++) norm += beat[l * BEAT_LENGTH + at]! ** 2;
  for (let l = 0; l < beat.length / BEAT_LENGTH; l++) {
    const weight = beat[l * BEAT_LENGTH + at]! / Math.sqrt(norm);
    for (let n = 0; n < BEAT_LENGTH; n++) out[n] = out[n]! + weight * beat[l * BEAT_LENGTH + n]!;
  }
  return out;
};

/** Where the tangent at the steepest descent between the peak and the limit (either side of it) meets zero. */
const tangentFoot = (wave: Float64Array, peak: number, limit: number): number | undefined => {
  const step = limit > peak ? 1 : -1;
  let [steepest, at] = [0, peak];
  for (let n = peak; n !== limit; n += step) {
    if (n < 4 || n > BEAT_LENGTH - 5) break;
    const descent = (wave[n - 4 * step]! - wave[n + 4 * step]!) / 8;
    if (descent > steepest) [steepest, at] = [descent, n];
    // Past the foot, or well down and rising again: what follows is another wave.
    const low = wave[n]! / wave[peak]!;
    if (low < 0.05 || (low < 0.6 && descent < -0.1 * steepest)) break;
  }
  if (steepest <= 0) return undefined;
  const foot = at + (step * wave[at]!) / steepest;
  return step > 0 ? Math.min(foot, limit) : Math.max(foot, limit);
};

const atrial = (
  beat: Float64Array,
  qrs: { readonly on: number; readonly off: number },
  tEnd: number,
  rrMs: number,
): Pick<Marks, "pOn" | "pOff" | "pEnergy" | "pFrom" | "pTo"> => {
  const pTo = qrs.on - 6;
  const pFrom = Math.max(4, qrs.on - 175, Math.ceil(tEnd - rrMs / SAMPLE_MS) + 4);
  if (pTo - pFrom < 30) return { pEnergy: 0, pFrom, pTo };
  const wave = levelled(beat, pFrom, pTo);
  const qrsEnergy = energyBetween(beat, qrs.on, qrs.off);
  const pEnergy = qrsEnergy > 0 ? Math.min(1, energyBetween(wave, pFrom, pTo) / qrsEnergy) : 0;
  const peak = highestPeak(wave, [pFrom + 8, pTo - 6], LEAST_P_MV);
  if (peak === undefined) return { pEnergy, pFrom, pTo };
  const shape = projected(wave, peak);
  const pOn = tangentFoot(shape, peak, Math.max(pFrom, peak - 45));
  const pOff = tangentFoot(shape, peak, Math.min(pTo, peak + 45));
  return { pEnergy, pFrom, pTo, ...(pOn !== undefined && { pOn }), ...(pOff !== undefined && { pOff }) };
};

/** The beat between two samples, straight line through both ends taken off in every lead; zero elsewhere. */
export const levelled = (beat: Float64Array, from: number, to: number): Float64Array => {
  const out = new Float64Array(beat.length);
  for (let row = 0; row < beat.length; row += BEAT_LENGTH) {
    let [start, end] = [0, 0];
    for (let k = -2; k <= 2; k++) {
      start += beat[row + from + k]! / 5;
      end += beat[row + to + k]! / 5;
    }
    const slope = (end - start) / (to - from);
    for (let n = from; n <= to; n++) out[row + n] = beat[row + n]! - start - slope * (n - from);
  }
  return out;
};

const energyBetween = (beat: Float64Array, from: number, to: number): number => {
  let sum = 0;
  for (let l = 0; l < beat.length / BEAT_LENGTH; l++)
    for (let n = Math.round(from); n <= to; n++) sum += beat[l * BEAT_LENGTH + n]! ** 2;
  return sum;
};
