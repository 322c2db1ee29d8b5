import type { Sex } from "./record.ts";

/** Standard lead order of every `EcgRecord`. III, aVR, aVL and aVF follow from I and II. */
export const LEADS = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"] as const;
export type Lead = (typeof LEADS)[number];

/** A 12-lead recording. `leads[i]` is LEADS[i] in millivolts; all leads have the same length. */
export interface EcgRecord {
  readonly rateHz: number;
  readonly leads: readonly Float32Array[];
  readonly ageYears?: number;
  readonly sex?: Sex;
  /** SNOMED CT codes of the header's `#Dx:` line. */
  readonly dx: readonly string[];
  readonly recorded?: string;
}

/** Public domains: the strata of ECG statistics and attributes of the backbone. */
export const RHYTHMS = [
  "sinus",
  "bradycardia",
  "tachycardia",
  "atrial-fibrillation",
  "atrial-flutter",
] as const;
export type Rhythm = (typeof RHYTHMS)[number];
export const CONDUCTIONS = [
  "normal",
  "first-degree-av-block",
  "left-bundle-branch-block",
  "right-bundle-branch-block",
] as const;
export type Conduction = (typeof CONDUCTIONS)[number];
export const ECTOPIES = ["none", "atrial-premature", "ventricular-premature"] as const;
export type Ectopy = (typeof ECTOPIES)[number];

/**
 * What is measured of one recording: milliseconds, beats a minute, millivolts, degrees. A value that cannot be
 * measured (PR in atrial fibrillation) is absent.
 */
export interface EcgMeasurements {
  readonly heartRate: number;
  readonly sdnnMs: number;
  readonly rmssdMs: number;
  readonly prMs?: number;
  readonly qrsMs: number;
  readonly qtMs: number;
  /** Fridericia. */
  readonly qtcMs: number;
  readonly axisDegrees: number;
  /** P-wave energy relative to QRS energy, in [0, 1]. */
  readonly pEnergy: number;
}
