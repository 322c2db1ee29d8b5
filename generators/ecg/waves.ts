import type { Canvas } from "./canvas.ts";
import { INDEPENDENT } from "./leads.ts";

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
 * Adds a beat's waves to the independent leads: either side of a Gaussian outwards from its centre, each sample by its
 * ratio to the one before. The leads are written out and their heights held in variables, and both sides are drawn here:
 * half of drawing is this loop. One over leads takes twice as long, and a call of its own would leave boxed numbers behind.
 *
 * @param onset    QRS onset, samples from the canvas's start (fraction allowed, may lie outside)
 * @param stepMs   sampling step
 */
export const addWaves = (
  canvas: Canvas,
  waves: readonly SeenWave[],
  onset: number,
  stepMs: number,
  form: BeatForm,
): void => {
  const samples = canvas.length / INDEPENDENT;
  for (const { part, centreMs, riseMs, fallMs, heights } of waves) {
    const stretch = part === "T" ? form.tStretch : 1;
    const centre = onset + (centreMs * stretch) / stepMs;
    // A wave between two samples (a pacing spike) is spread over both, its area kept, as a converter's filter does.
    const narrow = Math.max(1, (NARROWEST * stepMs) / Math.max(riseMs, fallMs));
    const rise = (riseMs * stretch * narrow) / stepMs;
    const fall = (fallMs * stretch * narrow) / stepMs;
    const gain = (part === "P" ? form.pGain : form.gain) / narrow;
    const first = Math.max(0, Math.ceil(centre - REACH * rise));
    const last = Math.min(samples - 1, Math.floor(centre + REACH * fall));
    if (last < first) continue;
    const middle = Math.max(first, Math.min(last + 1, Math.ceil(centre)));
    const a = heights[0]!;
    const b = heights[1]!;
    const c = heights[2]!;
    const d = heights[3]!;
    const e = heights[4]!;
    const f = heights[5]!;
    const g = heights[6]!;
    const h = heights[7]!;
    for (const side of SIDES) {
      const width = side > 0 ? fall : rise;
      const from = side > 0 ? middle : middle - 1;
      const to = side > 0 ? last + 1 : first - 1;
      const away = Math.abs(from - centre);
      let value = gain * Math.exp(-0.5 * (away / width) ** 2);
      let ratio = Math.exp(-(away + 0.5) / width ** 2);
      const shrink = Math.exp(-1 / width ** 2);
      const end = (to * INDEPENDENT) | 0;
      const stride = side * INDEPENDENT;
      for (let at = (from * INDEPENDENT) | 0; at !== end; at += stride) {
        canvas[at] = canvas[at]! + a * value;
        canvas[at + 1] = canvas[at + 1]! + b * value;
        canvas[at + 2] = canvas[at + 2]! + c * value;
        canvas[at + 3] = canvas[at + 3]! + d * value;
        canvas[at + 4] = canvas[at + 4]! + e * value;
        canvas[at + 5] = canvas[at + 5]! + f * value;
        canvas[at + 6] = canvas[at + 6]! + g * value;
        canvas[at + 7] = canvas[at + 7]! + h * value;
        value *= ratio;
        ratio *= shrink;
      }
    }
  }
};

const SIDES = [1, -1] as const;

/** Area of a set of waves as a vector: where their net axis points. */
export const netArea = (waves: readonly Wave[]): [number, number, number] => {
  const sum: [number, number, number] = [0, 0, 0];
  for (const { riseMs, fallMs, vector } of waves)
    for (let k = 0; k < 3; k++) sum[k] = sum[k]! + (riseMs + fallMs) * vector[k]!;
  return sum;
};
