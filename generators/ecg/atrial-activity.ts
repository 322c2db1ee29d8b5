import type { Rhythm } from "../../schemas/ecg.ts";
import type { Rng } from "../../src/math/rng.ts";
import { blankCanvas, type Canvas } from "./canvas.ts";
import { atrialField, type LeadField } from "./lead-field.ts";
import { INDEPENDENT } from "./leads.ts";

/** What the atria do between P waves: nothing, fibrillate, or flutter. Amplitudes in millivolts of a unit lead. */
export type AtrialActivity =
  | { readonly kind: "beating" }
  | { readonly kind: "fibrillation"; readonly rateHz: number; readonly amplitudeMv: number }
  | {
      readonly kind: "flutter";
      /** Atrial cycles between two QRS complexes: drawn anew for each. */
      readonly ratios: readonly number[];
      readonly cycleMs: number;
      readonly amplitudeMv: number;
      /** Phase of the flutter wave at QRS onset. */
      readonly phase: number;
    };

/** f-waves of 5 to 8 Hz, 0.05 to 0.15 mV in V1; flutter at 240 to 340 a minute, conducted 2:1, 4:1 or variably. */
export const drawAtrialActivity = (rhythm: Rhythm, rng: Rng): AtrialActivity => {
  if (rhythm === "atrial-fibrillation") return drawFibrillation(rng);
  if (rhythm !== "atrial-flutter") return { kind: "beating" };
  const atrialRate = Math.max(240, Math.min(340, 290 + 22 * rng.normal()));
  const ratios = [[2], [4], [2, 3, 4], [3, 4, 4]][rng.weighted([0.45, 0.25, 0.15, 0.15])]!;
  return {
    kind: "flutter",
    ratios,
    cycleMs: 60_000 / atrialRate,
    amplitudeMv: 0.16 * Math.exp(0.2 * rng.normal()),
    phase: rng.uniform(),
  };
};

export const drawFibrillation = (rng: Rng): AtrialActivity => ({
  kind: "fibrillation",
  rateHz: 5 + 3 * rng.uniform(),
  amplitudeMv: 0.055 * Math.exp(0.35 * rng.normal()),
});

const TABLE = 256;

/** Falls slowly from 1 to −1 and rises fast; mean zero. Smooth: six harmonics of a sawtooth. */
const sawtooth = (phase: number): number => {
  let sum = 0;
  for (let k = 1; k <= 6; k++) sum += (Math.sin(2 * Math.PI * k * phase) / k) * Math.exp(-((k / 4.5) ** 2));
  return (2 / Math.PI) * 1.2 * sum;
};

/** The wave seen from below and, sooner, from the front, of 1 mV, over one cycle. */
const INFERIOR = Float64Array.from({ length: TABLE }, (_, i) => sawtooth(i / TABLE));
const ANTERIOR = Float64Array.from({ length: TABLE }, (_, i) => sawtooth(i / TABLE + 0.3));

/**
 * One cycle of typical (counter-clockwise) flutter in the independent leads of a torso, 256 × 8: a slow descent and a
 * steeper rise in the inferior leads, a small upright wave in V1.
 *
 * @source morphology: Saoudi 2001, Eur Heart J 22:1162
 */
export const flutterTable = (amplitudeMv: number, field: LeadField): Canvas => {
  const out = blankCanvas(TABLE);
  const atrial = atrialField(field);
  for (let i = 0, at = 0; i < TABLE; i++) {
    const inferior = amplitudeMv * INFERIOR[i]!;
    const anterior = amplitudeMv * ANTERIOR[i]!;
    for (let l = 0; l < INDEPENDENT; l++)
      out[at++] =
        atrial[3 * l]! * -0.1 * inferior +
        atrial[3 * l + 1]! * inferior +
        atrial[3 * l + 2]! * (0.15 * inferior - 0.6 * anterior);
  }
  return out;
};

/** Adds the flutter wave, at a phase (cycles, any real) that grows by `step` a sample, to samples `from` to `to` − 1. */
export const addFlutter = (
  canvas: Canvas,
  table: Canvas,
  [from, to]: readonly [number, number],
  phaseAt: { readonly zero: number; readonly step: number; readonly start: number },
): void => {
  for (let n = from, at = from * INDEPENDENT; n < to; n++) {
    const phase = phaseAt.start + (n - phaseAt.zero) * phaseAt.step;
    const position = (phase - Math.floor(phase)) * TABLE;
    const k = Math.floor(position);
    const u = position - k;
    const here = (k % TABLE) * INDEPENDENT;
    const next = ((k + 1) % TABLE) * INDEPENDENT;
    for (let l = 0; l < INDEPENDENT; l++, at++)
      canvas[at] = canvas[at]! + (1 - u) * table[here + l]! + u * table[next + l]!;
  }
};

/**
 * Sources of f-waves in the independent leads (I, II, V1…V6): the right atrium, close to V1, and the atria seen from
 * below. No dipole at the centre of the heart describes the first: V1 would not exceed V2.
 */
const SOURCES = [
  [-0.05, 0.2, 1, 0.5, 0.2, 0.08, 0.05, 0.05],
  [0.12, 0.8, 0.1, 0.12, 0.12, 0.12, 0.12, 0.12],
] as const;
const HARMONICS = [0.4, 0.15] as const;
const SWELL = 0.35;

/** Mean square of f-waves summed over the independent leads, mV². */
export const fibrillationPower = (amplitudeMv: number): number => {
  const shape = (1 + HARMONICS[0] ** 2 + HARMONICS[1] ** 2) / 2;
  let sum = 0;
  for (const source of SOURCES) for (const weight of source) sum += weight * weight;
  return amplitudeMv ** 2 * shape * (1 + SWELL ** 2) * sum;
};

/** Each harmonic is ahead of the fundamental by as many radians as it has number less one. */
const [SIN_1, COS_1, SIN_2, COS_2] = [Math.sin(1), Math.cos(1), Math.sin(2), Math.cos(2)];

/**
 * Adds f-waves: two independent quasi-periodic sources, each a fundamental and two harmonics whose frequency and
 * amplitude wander.
 *
 * @param stepMs  sampling step
 * @source       Stridh & Sörnmo 2001, IEEE Trans Biomed Eng 48:105
 */
export const addFibrillation = (
  canvas: Canvas,
  { rateHz, amplitudeMv }: { readonly rateHz: number; readonly amplitudeMv: number },
  stepMs: number,
  rng: Rng,
): void => {
  const samples = canvas.length / INDEPENDENT;
  const renewal = Math.max(1, Math.round(20 / stepMs));
  const wave = new Float64Array(samples);
  for (const source of SOURCES) {
    let phase = rng.uniform();
    let [drift, swell] = [0, 0];
    const rate = rateHz * (1 + 0.05 * rng.normal());
    for (let from = 0; from < samples; from += renewal) {
      // Ornstein–Uhlenbeck, renewed every 20 ms: about 0.5 s memory.
      drift = 0.96 * drift + 0.28 * rng.normal();
      swell = 0.96 * swell + 0.28 * rng.normal();
      const step = (rate * (1 + 0.1 * drift) * stepMs) / 1000;
      const height = amplitudeMv * Math.max(0.2, 1 + SWELL * swell);
      fillCycles(wave, { from, to: Math.min(samples, from + renewal), phase: phase + step, step, height });
      phase += renewal * step;
    }
    for (let l = 0; l < INDEPENDENT; l++) addTimes(canvas, l, source[l]!, wave);
  }
};

const addTimes = (canvas: Canvas, lead: number, share: number, wave: Float64Array): void => {
  const stride = INDEPENDENT;
  for (let n = 0, at = lead; n < wave.length; n++, at += stride) canvas[at] = canvas[at]! + share * wave[n]!;
};

/** A wave of one frequency and height, by rotation: one complex multiplication a sample. */
const fillCycles = (
  out: Float64Array,
  { from, to, phase, step, height }: Readonly<Record<"from" | "to" | "phase" | "step" | "height", number>>,
): void => {
  let sin = Math.sin(2 * Math.PI * phase);
  let cos = Math.cos(2 * Math.PI * phase);
  const turnSin = Math.sin(2 * Math.PI * step);
  const turnCos = Math.cos(2 * Math.PI * step);
  for (let n = from; n < to; n++) {
    const sin2 = 2 * sin * cos;
    const cos2 = 1 - 2 * sin * sin;
    const sin3 = sin2 * cos + cos2 * sin;
    const cos3 = cos2 * cos - sin2 * sin;
    const second = sin2 * COS_1 + cos2 * SIN_1;
    const third = sin3 * COS_2 + cos3 * SIN_2;
    out[n] = height * (sin + HARMONICS[0] * second + HARMONICS[1] * third);
    const next = sin * turnCos + cos * turnSin;
    cos = cos * turnCos - sin * turnSin;
    sin = next;
  }
};
