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
  /** In order of time; absent where nobody marked the beats. */
  readonly annotations?: readonly EcgAnnotation[];
}

/** What a recording can show, kind by kind. The backbone counts coarser groups of them: `ecg-groups.ts`. */
export const RHYTHMS = [
  "sinus",
  "bradycardia",
  "tachycardia",
  "sinus-arrhythmia",
  "atrial-fibrillation",
  "atrial-flutter",
  "supraventricular-tachycardia",
  "paced",
] as const;
export type Rhythm = (typeof RHYTHMS)[number];
export const CONDUCTIONS = [
  "normal",
  "first-degree-av-block",
  "second-degree-av-block-mobitz-1",
  "second-degree-av-block-mobitz-2",
  "third-degree-av-block",
  "left-bundle-branch-block",
  "right-bundle-branch-block",
  "left-anterior-fascicular-block",
  "left-posterior-fascicular-block",
  "right-bundle-branch-and-left-anterior-fascicular-block",
  "pre-excitation",
] as const;
export type Conduction = (typeof CONDUCTIONS)[number];
export const ECTOPIES = [
  "none",
  "atrial-premature",
  "ventricular-premature",
  "ventricular-bigeminy",
  "ventricular-couplets",
] as const;
export type Ectopy = (typeof ECTOPIES)[number];
/** Size and state of the muscle, as QRS, ST and T show it. */
export const MORPHOLOGIES = [
  "normal",
  "left-ventricular-hypertrophy",
  "right-ventricular-hypertrophy",
  "old-anterior-infarction",
  "old-septal-infarction",
  "old-lateral-infarction",
  "old-inferior-infarction",
  "acute-anterior-infarction",
  "acute-lateral-infarction",
  "acute-inferior-infarction",
  "ischaemic-st-t-change",
  "t-wave-change",
  "long-qt",
  "low-voltage",
] as const;
export type Morphology = (typeof MORPHOLOGIES)[number];

/** A mark at one instant of a recording: a beat (its MIT symbol), or a change of rhythm (symbol "+", its name in `text`). */
export interface EcgAnnotation {
  /** Samples from the start. */
  readonly sample: number;
  readonly symbol: string;
  readonly text?: string;
}

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
