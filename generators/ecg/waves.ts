/** Part of the beat a wave belongs to: P is left out in fibrillation, T follows the rate. */
export type Part = "P" | "QRS" | "T";

export type Vector = readonly [number, number, number];

/**
 * One Gaussian wave of the heart vector, with its own width before and after the peak. Times in milliseconds from
 * the onset of QRS, amplitudes in millivolts of a unit lead (x left, y down, z back).
 *
 * @source McSharry 2003 IEEE Trans Biomed Eng 50:289; Sameni 2007 EURASIP J Adv Signal Process 43407
 */
export interface Wave {
  readonly part: Part;
  readonly centreMs: number;
  readonly riseMs: number;
  readonly fallMs: number;
  readonly vector: Vector;
  /** What each independent lead sees of the muscle under it, beside the dipole, millivolts. */
  readonly local?: readonly number[];
}

/** Beyond this many widths a wave is below 3·10⁻⁴ of its peak. */
const REACH = 4;

/** Narrowest width that a sampling grid can carry, samples. */
const NARROWEST = 0.5;

/** How one beat differs from the scene's: stretch of T's timing, gain of each part. */
export interface BeatForm {
  readonly tStretch: number;
  readonly gain: number;
  readonly pGain: number;
}

export const TYPICAL_BEAT: BeatForm = { tStretch: 1, gain: 1, pGain: 1 };

/** A wave as the leads of one torso see it: its height in each independent lead, millivolts. */
export interface SeenWave extends Pick<Wave, "part" | "centreMs" | "riseMs" | "fallMs"> {
  readonly heights: Float64Array;
}

/**
 * Adds a beat's waves to the independent leads.
 *
 * @param leads    8 arrays of equal length, millivolts
 * @param onset    QRS onset, samples from their start (fraction allowed, may lie outside)
 * @param stepMs   sampling step
 */
export const addWaves = (
  leads: readonly Float64Array[],
  waves: readonly SeenWave[],
  onset: number,
  stepMs: number,
  form: BeatForm,
): void => {
  const n = leads[0]!.length;
  for (const wave of waves) {
    const stretch = wave.part === "T" ? form.tStretch : 1;
    const centre = onset + (wave.centreMs * stretch) / stepMs;
    // A wave between two samples (a pacing spike) is spread over both, its area kept, as a converter's filter does.
    const narrow = Math.max(1, (NARROWEST * stepMs) / Math.max(wave.riseMs, wave.fallMs));
    const rise = (wave.riseMs * stretch * narrow) / stepMs;
    const fall = (wave.fallMs * stretch * narrow) / stepMs;
    const gain = (wave.part === "P" ? form.pGain : form.gain) / narrow;
    const first = Math.max(0, Math.ceil(centre - REACH * rise));
    const last = Math.min(n - 1, Math.floor(centre + REACH * fall));
    if (last < first) continue;
    const bell = bellOf(centre - first, last - first + 1, [rise, fall], gain);
    for (let l = 0; l < leads.length; l++) {
      const [lead, height] = [leads[l]!, wave.heights[l]!];
      for (let k = 0; k < bell.length; k++) lead[first + k] = lead[first + k]! + height * bell[k]!;
    }
  }
};

/** A Gaussian with two widths over `length` samples, outwards from its centre by its ratio to the sample before. */
const bellOf = (
  centre: number,
  length: number,
  [rise, fall]: readonly [number, number],
  gain: number,
): Float64Array => {
  const bell = new Float64Array(length);
  const middle = Math.max(0, Math.min(length, Math.ceil(centre)));
  for (const [start, step, width] of [
    [middle, 1, fall],
    [middle - 1, -1, rise],
  ] as const) {
    const away = Math.abs(start - centre);
    let value = gain * Math.exp(-0.5 * (away / width) ** 2);
    let ratio = Math.exp(-(away + 0.5) / width ** 2);
    const shrink = Math.exp(-1 / width ** 2);
    for (let k = start; k >= 0 && k < length; k += step) {
      bell[k] = value;
      value *= ratio;
      ratio *= shrink;
    }
  }
  return bell;
};

/** Area of a set of waves as a vector: where their net axis points. */
export const netArea = (waves: readonly Wave[]): [number, number, number] => {
  const sum: [number, number, number] = [0, 0, 0];
  for (const { riseMs, fallMs, vector } of waves)
    for (let k = 0; k < 3; k++) sum[k] = sum[k]! + (riseMs + fallMs) * vector[k]!;
  return sum;
};
