import type { EcgMeasurements } from "../../schemas/ecg.ts";
import { INDEPENDENT } from "./leads.ts";
import { BEAT_LENGTH } from "./median-beat.ts";
import { SAMPLE_MS } from "./qrs.ts";

/**
 * The canonical ECG vector: 8 leads × 200 samples of the averaged beat (−300 to +496 ms around the centre of QRS,
 * 250 Hz), lead-major, then 10 rhythm features. Every constant here is public and part of the prior's version.
 */
export const WINDOW_START_MS = -300;
export const STEP_MS = 4;
export const POINTS = 200;
export const BEAT_SIZE = INDEPENDENT * POINTS;

/** Canonical units a millivolt: QRS differences between people come to order one. */
export const BEAT_SCALE = 2;
/** Features count this much more than one beat sample: together some 16 % of the prior's variance. */
export const FEATURE_WEIGHT = 1.75;

/** What a feature is measured from, where its range is centred, what counts as one, and the range it is cut to. */
interface Feature {
  readonly name: string;
  readonly centre: number;
  readonly unit: number;
}

export const FEATURES = [
  { name: "heart rate", centre: 75, unit: 20 },
  { name: "log SDNN", centre: Math.log(30), unit: 0.9 },
  { name: "log RMSSD", centre: Math.log(30), unit: 0.9 },
  { name: "PR", centre: 160, unit: 30 },
  { name: "QRS", centre: 95, unit: 20 },
  { name: "QTc", centre: 400, unit: 30 },
  { name: "axis cosine", centre: 0.5, unit: 0.6 },
  { name: "axis sine", centre: 0.5, unit: 0.6 },
  { name: "root P energy", centre: 0.1, unit: 0.06 },
  { name: "log noise", centre: Math.log(0.004), unit: 0.9 },
] as const satisfies readonly Feature[];
export type FeatureName = (typeof FEATURES)[number]["name"];

export const DIMENSION = BEAT_SIZE + FEATURES.length;

/** Standardised features are cut to ± this. */
const LIMIT = 4;
const TAPER_MS = 40;
/** The share of a cycle before QRS that belongs to its beat. */
export const BEFORE_SHARE = 0.42;

/**
 * Weight of an instant of the window that belongs to this beat and not to its neighbours: the cycle is cut a little
 * before P, and what lies outside [cut, cut + RR) is zero, with 40 ms cosine edges. At fast rates the window would
 * otherwise hold the next beat's QRS.
 */
export const ownership = (tMs: number, rrMs: number): number => {
  const start = -Math.min(-WINDOW_START_MS, BEFORE_SHARE * rrMs);
  const end = Math.min(WINDOW_START_MS + (POINTS - 1) * STEP_MS, start + rrMs);
  return edge((tMs - start) / TAPER_MS) * edge((end - tMs) / TAPER_MS);
};

const edge = (u: number): number => (u <= 0 ? 0 : u >= 1 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * u));

/**
 * Canonical vector of an averaged beat and its measurements.
 *
 * @param beat    8 × BEAT_LENGTH at 500 Hz, millivolts, zero before QRS
 * @param centre  QRS centre, samples (fraction allowed)
 */
export const canonicalVector = (
  beat: Float64Array,
  centre: number,
  measured: { readonly measurements: EcgMeasurements; readonly rrMs: number; readonly noiseMv: number },
): Float64Array => {
  const out = new Float64Array(DIMENSION);
  const tap = new CubicTap(BEAT_LENGTH);
  for (let k = 0; k < POINTS; k++) {
    const tMs = WINDOW_START_MS + k * STEP_MS;
    const weight = BEAT_SCALE * ownership(tMs, measured.rrMs);
    if (weight === 0) continue;
    tap.at(centre + tMs / SAMPLE_MS);
    for (let l = 0; l < INDEPENDENT; l++) out[l * POINTS + k] = weight * tap.read(beat, l * BEAT_LENGTH);
  }
  out.set(featureValues(measured.measurements, measured.noiseMv), BEAT_SIZE);
  return out;
};

/** Features standardised by public ranges; one that cannot be measured (PR in fibrillation) sits at its centre. */
const featureValues = (m: EcgMeasurements, noiseMv: number): Float64Array => {
  const axis = (m.axisDegrees * Math.PI) / 180;
  const raw = [
    m.heartRate,
    Math.log(Math.max(1, m.sdnnMs)),
    Math.log(Math.max(1, m.rmssdMs)),
    m.prMs ?? 160,
    m.qrsMs,
    m.qtcMs,
    Math.cos(axis),
    Math.sin(axis),
    Math.sqrt(m.pEnergy),
    Math.log(Math.max(0.0005, noiseMv)),
  ];
  return Float64Array.from(FEATURES, ({ centre, unit }, i) => {
    const value = (raw[i]! - centre) / unit;
    return FEATURE_WEIGHT * Math.max(-LIMIT, Math.min(LIMIT, value));
  });
};

/** Change of a feature, in its own unit, that a canonical correction asks for; within its public range. */
export const featureChange = (correction: Float64Array, name: FeatureName): number => {
  const i = FEATURES.findIndex(feature => feature.name === name);
  const value = (correction[BEAT_SIZE + i] ?? 0) / FEATURE_WEIGHT;
  return Math.max(-2 * LIMIT, Math.min(2 * LIMIT, value)) * FEATURES[i]!.unit;
};

/** Catmull–Rom weights of the four samples around a point, u of a sample (0 to 1) beyond the second, written over `out`. */
export const cubicWeights = (u: number, out: Float64Array): void => {
  out[0] = 0.5 * u * (-1 + u * (2 - u));
  out[1] = 1 + 0.5 * u * u * (-5 + 3 * u);
  out[2] = 0.5 * u * (1 + u * (4 - 3 * u));
  out[3] = 0.5 * u * u * (u - 1);
};

/** The four samples around a fractional index of a row, and their weights. Beyond the ends the row is held. */
export class CubicTap {
  readonly weights = new Float64Array(4);
  private readonly taps = new Int32Array(4);

  constructor(private readonly length: number) {}

  /** Moves the tap; returns itself. */
  at(position: number): this {
    const i = Math.floor(position);
    cubicWeights(position - i, this.weights);
    for (let k = 0; k < 4; k++) this.taps[k] = Math.max(0, Math.min(this.length - 1, i - 1 + k));
    return this;
  }

  /** Value of the row of `rows` that starts at `start`. */
  read(rows: Float64Array, start: number): number {
    const { weights, taps } = this;
    return (
      weights[0]! * rows[start + taps[0]!]! +
      weights[1]! * rows[start + taps[1]!]! +
      weights[2]! * rows[start + taps[2]!]! +
      weights[3]! * rows[start + taps[3]!]!
    );
  }
}
