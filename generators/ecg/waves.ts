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
}

/** Beyond this many widths a wave is below 3·10⁻⁴ of its peak. */
const REACH = 4;

/** Narrowest width that a sampling grid can carry, samples. */
const NARROWEST = 0.5;

const scaled = ([x, y, z]: Vector, size: number): Vector => [size * x, size * y, size * z];

/** How one beat differs from the scene's: stretch of T's timing, gain of each part. */
export interface BeatForm {
  readonly tStretch: number;
  readonly gain: number;
  readonly pGain: number;
}

export const TYPICAL_BEAT: BeatForm = { tStretch: 1, gain: 1, pGain: 1 };

/**
 * Adds a beat's waves to a heart vector.
 *
 * @param out      3 × n, row-major, millivolts
 * @param onset    QRS onset, samples from the start of `out` (fraction allowed, may lie outside)
 * @param stepMs   sampling step
 */
export const addWaves = (
  out: Float64Array,
  waves: readonly Wave[],
  onset: number,
  stepMs: number,
  form: BeatForm,
): void => {
  const n = out.length / 3;
  for (const wave of waves) {
    const stretch = wave.part === "T" ? form.tStretch : 1;
    const gain = wave.part === "P" ? form.pGain : form.gain;
    const centre = onset + (wave.centreMs * stretch) / stepMs;
    // A wave between two samples (a pacing spike) is spread over both, its area kept, as a converter's filter does.
    const narrow = Math.max(1, (NARROWEST * stepMs) / Math.max(wave.riseMs, wave.fallMs));
    const [rise, fall] = [
      (wave.riseMs * stretch * narrow) / stepMs,
      (wave.fallMs * stretch * narrow) / stepMs,
    ];
    const [x, y, z] = narrow === 1 ? wave.vector : scaled(wave.vector, 1 / narrow);
    const last = Math.min(n - 1, Math.floor(centre + REACH * fall));
    for (let i = Math.max(0, Math.ceil(centre - REACH * rise)); i <= last; i++) {
      const u = (i - centre) / (i < centre ? rise : fall);
      const value = gain * Math.exp(-0.5 * u * u);
      out[i] = out[i]! + value * x;
      out[n + i] = out[n + i]! + value * y;
      out[2 * n + i] = out[2 * n + i]! + value * z;
    }
  }
};

/** Area of a set of waves as a vector: where their net axis points. */
export const netArea = (waves: readonly Wave[]): [number, number, number] => {
  const sum: [number, number, number] = [0, 0, 0];
  for (const { riseMs, fallMs, vector } of waves)
    for (let k = 0; k < 3; k++) sum[k] = sum[k]! + (riseMs + fallMs) * vector[k]!;
  return sum;
};
