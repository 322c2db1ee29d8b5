import { INDEPENDENT } from "./leads.ts";

/** Everything in this folder measures at 500 Hz. */
export const SAMPLE_MS = 2;
const WINDOW = 50;
const REFRACTORY = 100;
/** Peaks above this share of the typical QRS are beats; after a long pause, peaks above the lower share too. */
const SHARE = 0.35;
const SEARCH_BACK_SHARE = 0.2;

/**
 * Places of the QRS complexes: local maxima of the multi-lead slope energy integrated over 100 ms, above a share of
 * the recording's typical maximum, with a 200 ms refractory time, and a second look with half the threshold where
 * an interval exceeds 1.66 times the median (Pan–Tompkins, offline and over eight leads at once).
 *
 * @param leads  8 independent leads at 500 Hz, millivolts, equal lengths
 * @returns      sample indices of the centres of QRS energy, ascending; empty where there is no pulse
 * @source       Pan & Tompkins 1985, IEEE Trans Biomed Eng 32:230
 */
export const qrsPlaces = (leads: readonly ArrayLike<number>[]): number[] => {
  const energy = slopeEnergy(leads);
  const level = integrated(energy);
  const peaks = localMaxima(level);
  const typical = typicalMaximum(level);
  if (!(typical > 0)) return [];
  const first = keepSpaced(
    peaks.filter(n => level[n]! > SHARE * typical),
    level,
  );
  const low = peaks.filter(n => level[n]! > SEARCH_BACK_SHARE * typical);
  return searchBack(first, low, level).map(n => centroid(energy, n));
};

/** Σ over leads of the squared slope of the 10 ms smoothed signal, in (mV per 16 ms)². */
const slopeEnergy = (leads: readonly ArrayLike<number>[]): Float64Array => {
  const length = leads[0]?.length ?? 0;
  const energy = new Float64Array(length);
  for (let l = 0; l < INDEPENDENT; l++) {
    const lead = leads[l]!;
    // A running difference of two 5-sample sums, 8 samples apart.
    let ahead = 0;
    let behind = 0;
    for (let k = 0; k < 5; k++) {
      ahead += lead[8 + k] ?? 0;
      behind += lead[k] ?? 0;
    }
    for (let n = 6; n + 7 < length; n++) {
      const slope = (ahead - behind) / 5;
      energy[n] = energy[n]! + slope * slope;
      ahead += lead[n + 7]! - lead[n + 2]!;
      behind += lead[n - 1]! - lead[n - 6]!;
    }
  }
  return energy;
};

/** Root of the energy in a centred 100 ms window: an amplitude. */
const integrated = (energy: Float64Array): Float64Array => {
  const out = new Float64Array(energy.length);
  const half = WINDOW / 2;
  let sum = 0;
  for (let n = 0; n < Math.min(half, energy.length); n++) sum += energy[n]!;
  for (let n = 0; n < energy.length; n++) {
    sum += energy[n + half] ?? 0;
    sum -= energy[n - half - 1] ?? 0;
    out[n] = Math.sqrt(Math.max(0, sum));
  }
  return out;
};

const localMaxima = (level: Float64Array): number[] => {
  const peaks: number[] = [];
  for (let n = 1; n + 1 < level.length; n++)
    if (level[n]! > level[n - 1]! && level[n]! >= level[n + 1]!) peaks.push(n);
  return peaks;
};

/** Median of the maxima of consecutive 1.5 s windows: each holds a beat unless the pulse is below 40. */
const typicalMaximum = (level: Float64Array): number => {
  const maxima: number[] = [];
  for (let start = 0; start + 750 <= level.length; start += 750) {
    let top = 0;
    for (let n = start; n < start + 750; n++) if (level[n]! > top) top = level[n]!;
    maxima.push(top);
  }
  maxima.sort((a, b) => a - b);
  return maxima[maxima.length >> 1] ?? 0;
};

/** Of peaks closer than the refractory time, keeps the higher. */
const keepSpaced = (peaks: readonly number[], level: Float64Array): number[] => {
  const kept: number[] = [];
  for (const n of peaks) {
    const last = kept.at(-1);
    if (last === undefined || n - last >= REFRACTORY) kept.push(n);
    else if (level[n]! > level[last]!) kept[kept.length - 1] = n;
  }
  return kept;
};

const searchBack = (beats: readonly number[], low: readonly number[], level: Float64Array): number[] => {
  if (beats.length < 3) return [...beats];
  const gaps = beats.slice(1).map((n, i) => n - beats[i]!);
  const longest = 1.66 * gaps.toSorted((a, b) => a - b)[gaps.length >> 1]!;
  const found = [...beats];
  for (let i = 1; i < beats.length; i++) {
    const [from, to] = [beats[i - 1]! + 2 * REFRACTORY, beats[i]! - 2 * REFRACTORY];
    if (beats[i]! - beats[i - 1]! <= longest) continue;
    const inside = low.filter(n => n > from && n < to);
    if (inside.length > 0) found.push(inside.reduce((a, b) => (level[b]! > level[a]! ? b : a)));
  }
  return found.sort((a, b) => a - b);
};

/** Energy-weighted centre within ±60 ms, twice. */
const centroid = (energy: Float64Array, start: number): number => {
  let centre = start;
  for (let round = 0; round < 2; round++) {
    let [sum, moment] = [0, 0];
    for (let n = Math.max(0, centre - 30); n <= Math.min(energy.length - 1, centre + 30); n++) {
      sum += energy[n]!;
      moment += energy[n]! * n;
    }
    if (sum > 0) centre = Math.round(moment / sum);
  }
  return centre;
};
