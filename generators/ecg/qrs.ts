/** Everything in this folder measures at 500 Hz. */
export const SAMPLE_MS = 2;
const WINDOW = 50;
const REFRACTORY = 100;
/** Stretches of which each has its own maximum, samples. */
const STRETCH = 750;
/** Peaks above this share of the typical QRS are beats; after a long pause, peaks above the lower share too. */
const SHARE = 0.35;
const SEARCH_BACK_SHARE = 0.2;
const T_WITHIN = 180;
/** A low peak this long after a beat is past its T, samples. */
const AFTER_T = 205;
const TALL_SHARE = 0.45;

/**
 * Places of the QRS complexes: local maxima of the multi-lead slope energy integrated over 100 ms, above a share of
 * the typical maximum, with a 200 ms refractory time, and a second look with half the threshold where
 * an interval exceeds 1.66 times the median, less tall T waves (Pan–Tompkins, offline and over all leads at once). What is typical is taken
 * from the half minute around, so that a recording may be of any length.
 *
 * @param leads  one or more leads at 500 Hz, millivolts, equal lengths
 * @returns      sample indices of the centres of QRS energy, ascending; empty where there is no pulse
 * @source       Pan & Tompkins 1985, IEEE Trans Biomed Eng 32:230
 */
export const qrsPlaces = (leads: readonly ArrayLike<number>[]): number[] => {
  const energy = slopeEnergy(leads);
  const level = integrated(energy);
  const peaks = localMaxima(level);
  const typical = typicalMaxima(level);
  const above = (share: number) =>
    peaks.filter(n => level[n]! > share * typical[Math.min(typical.length - 1, Math.floor(n / STRETCH))]!);
  if (!typical.some(value => value > 0)) return [];
  const low = above(SEARCH_BACK_SHARE);
  const sure = keepSpaced(above(SHARE), level);
  const first = [...sure, ...keepSpaced(slowButTall(leads, sure, low), level)].sort((a, b) => a - b);
  return withoutT(searchBack(first, low, level), energy).map(n => centroid(energy, n));
};

/** Σ over leads of the squared slope of the 10 ms smoothed signal, in (mV per 16 ms)². */
const slopeEnergy = (leads: readonly ArrayLike<number>[]): Float64Array => {
  const length = leads[0]?.length ?? 0;
  const energy = new Float64Array(length);
  for (const lead of leads) {
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

/**
 * For every 1.5 s, the median of the maxima of such stretches within ±15 s: each holds a beat unless the pulse is
 * below 40.
 */
const typicalMaxima = (level: Float64Array): number[] => {
  const maxima: number[] = [];
  for (let start = 0; start + STRETCH <= level.length; start += STRETCH) {
    let top = 0;
    for (let n = start; n < start + STRETCH; n++) if (level[n]! > top) top = level[n]!;
    maxima.push(top);
  }
  return maxima.map((_, k) => medianAround(maxima, k, 10));
};

const medianAround = (values: readonly number[], k: number, reach: number): number => {
  const near = values.slice(Math.max(0, k - reach), k + reach + 1).sort((a, b) => a - b);
  return near[near.length >> 1]!;
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
  const found = [...beats];
  for (let i = 1; i < beats.length; i++) {
    const [from, to] = [beats[i - 1]! + 2 * REFRACTORY, beats[i]! - 2 * REFRACTORY];
    if (gaps[i - 1]! <= 1.66 * medianAround(gaps, i - 1, 16)) continue;
    const inside = low.filter(n => n > from && n < to);
    if (inside.length > 0) found.push(inside.reduce((a, b) => (level[b]! > level[a]! ? b : a)));
  }
  return found.sort((a, b) => a - b);
};

/**
 * Ventricular beats may be slow: peaks of the lower share, away from the sure beats and past their T, that are tall,
 * which a P wave is not.
 */
const slowButTall = (
  leads: readonly ArrayLike<number>[],
  sure: readonly number[],
  low: readonly number[],
): number[] => {
  const usual = sure.map(n => span(leads, n)).sort((a, b) => a - b)[sure.length >> 1];
  if (usual === undefined) return [];
  return low.filter(
    n => sure.every(k => n - k > AFTER_T || k - n > 2 * REFRACTORY) && span(leads, n) > TALL_SHARE * usual,
  );
};

/** Root of the leads' squared ranges within ±80 ms. */
const span = (leads: readonly ArrayLike<number>[], at: number): number => {
  let sum = 0;
  for (const lead of leads) {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let n = Math.max(0, at - 40); n <= Math.min(lead.length - 1, at + 40); n++) {
      least = Math.min(least, lead[n]!);
      most = Math.max(most, lead[n]!);
    }
    sum += (most - least) ** 2;
  }
  return Math.sqrt(sum);
};

/** Leaves out what follows a beat within 360 ms with less than half its greatest slope: a tall T. */
const withoutT = (beats: readonly number[], energy: Float64Array): number[] => {
  const kept: number[] = [];
  let before = 0;
  for (const n of beats) {
    const slope = Math.sqrt(greatest(energy, n));
    const last = kept.at(-1);
    if (last !== undefined && n - last < T_WITHIN && slope < 0.5 * before) continue;
    kept.push(n);
    before = slope;
  }
  return kept;
};

const greatest = (energy: Float64Array, at: number): number => {
  let best = 0;
  for (let n = Math.max(0, at - WINDOW); n <= Math.min(energy.length - 1, at + WINDOW); n++)
    if (energy[n]! > best) best = energy[n]!;
  return best;
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
