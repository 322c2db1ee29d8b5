import { MISSING } from "../../../schemas/domain.ts";
import type {
  ConductionGroup,
  EctopyGroup,
  MorphologyGroup,
  RhythmGroup,
} from "../../../schemas/ecg-groups.ts";
import type { Finding } from "../../../schemas/image.ts";
import type { Sex } from "../../../schemas/record.ts";
import { at, prevalence } from "./prevalence.ts";

/** Probabilities by category; categories left out have none. */
export type Law = Readonly<Record<string, number>>;

/** Arrhythmias of adults: no atrial fibrillation or flutter is drawn below this age. */
export const ARRHYTHMIA_AGE = 18;

/**
 * Rhythm of a resting ECG by age and sex. Rates follow the adult limits 60 and 100 a minute at every age, so most small
 * children are tachycardic. Atrial fibrillation on the trace: 0.7 of its prevalence (the rest is paroxysmal); flutter:
 * a tenth of that.
 *
 * @source  Rijnbeek et al. 2001 (children), 2014 (adults): percentiles of heart rate; Go et al. 2001; Granada et al. 2000
 */
export const rhythmLaw = (age: number, sex: Sex): Readonly<Record<RhythmGroup | typeof MISSING, number>> => {
  const fibrillation = age < ARRHYTHMIA_AGE ? 0 : 0.7 * prevalence("atrial-fibrillation", age, sex);
  const rest = 1 - 1.1 * fibrillation - 0.02;
  const tachycardia = at([0.5, 0.08, 0.04, 0.03, 0.03, 0.03, 0.03, 0.035, 0.04, 0.05], age);
  const bradycardia = at([0.01, 0.1, 0.14, 0.12, 0.12, 0.13, 0.14, 0.14, 0.14, 0.14], age);
  return {
    sinus: rest * (1 - tachycardia - bradycardia),
    bradycardia: rest * bradycardia,
    tachycardia: rest * tachycardia,
    "atrial-fibrillation": fibrillation,
    "atrial-flutter": 0.1 * fibrillation,
    [MISSING]: 0.02,
  };
};

const isFibrillating = (rhythm: string): boolean =>
  rhythm === "atrial-fibrillation" || rhythm === "atrial-flutter";

/**
 * Conduction given the rhythm; there is no PR interval to be long in atrial fibrillation or flutter.
 *
 * @source  Cheng et al. 2009 (first-degree block, JAMA 301:2571); Bussink et al. 2013 and Eriksson et al. 1998 (bundle
 *          branch blocks), rounded
 */
export const conductionLaw = (
  age: number,
  sex: Sex,
  rhythm: string,
): Readonly<Record<ConductionGroup | typeof MISSING, number>> => {
  if (rhythm === MISSING)
    return {
      normal: 0,
      "first-degree-av-block": 0,
      "left-bundle-branch-block": 0,
      "right-bundle-branch-block": 0,
      "other-conduction-disorder": 0,
      [MISSING]: 1,
    };
  const first = isFibrillating(rhythm)
    ? 0
    : at([0.004, 0.006, 0.008, 0.01, 0.015, 0.025, 0.04, 0.07, 0.1, 0.12], age);
  const left = at([0, 0, 0.0005, 0.001, 0.003, 0.007, 0.013, 0.022, 0.035, 0.04], age);
  const right =
    at([0.002, 0.003, 0.004, 0.006, 0.009, 0.016, 0.03, 0.055, 0.09, 0.1], age) *
    (sex === "male" ? 1.4 : 0.6);
  // Nearly all of them left anterior fascicular block.
  const other =
    at([0.002, 0.004, 0.006, 0.009, 0.015, 0.025, 0.04, 0.06, 0.08, 0.09], age) *
    (sex === "male" ? 1.3 : 0.7);
  return {
    normal: 1 - first - left - right - other - 0.002,
    "first-degree-av-block": first,
    "left-bundle-branch-block": left,
    "right-bundle-branch-block": right,
    "other-conduction-disorder": other,
    [MISSING]: 0.002,
  };
};

/**
 * Premature beats on ten seconds given the rhythm; none is atrial in atrial fibrillation or flutter.
 *
 * @source  Simpson et al. 2002 (ARIC, 2-minute strips) and Evenson et al. 2000, scaled to ten seconds, rounded
 */
export const ectopyLaw = (
  age: number,
  rhythm: string,
): Readonly<Record<EctopyGroup | typeof MISSING, number>> => {
  if (rhythm === MISSING) return { none: 0, "atrial-premature": 0, "ventricular-premature": 0, [MISSING]: 1 };
  const atrial = isFibrillating(rhythm)
    ? 0
    : at([0.003, 0.004, 0.005, 0.008, 0.012, 0.02, 0.035, 0.06, 0.085, 0.1], age);
  const ventricular = at([0.002, 0.005, 0.007, 0.01, 0.014, 0.022, 0.035, 0.05, 0.07, 0.08], age);
  return {
    none: 1 - atrial - ventricular - 0.002,
    "atrial-premature": atrial,
    "ventricular-premature": ventricular,
    [MISSING]: 0.002,
  };
};

/**
 * Morphology given the rhythm: hypertrophy and infarction more often in men, ST-T change in women.
 *
 * @source  De Bacquer et al. 2000 (Heart 84:625; Minnesota codes by age and sex), rounded and raised to an out-patient's
 */
export const morphologyLaw = (
  age: number,
  sex: Sex,
  rhythm: string,
): Readonly<Record<MorphologyGroup | typeof MISSING, number>> => {
  if (rhythm === MISSING)
    return { normal: 0, hypertrophy: 0, infarction: 0, "st-t-change": 0, "low-voltage": 0, [MISSING]: 1 };
  const male = sex === "male";
  const hypertrophy = at([0.005, 0.01, 0.012, 0.012, 0.018, 0.028, 0.04, 0.055, 0.07, 0.08], age);
  const infarction =
    at([0, 0.001, 0.002, 0.004, 0.01, 0.022, 0.04, 0.055, 0.065, 0.07], age) * (male ? 1.3 : 0.7);
  const change =
    at([0.01, 0.012, 0.015, 0.022, 0.035, 0.055, 0.08, 0.11, 0.14, 0.15], age) * (male ? 0.85 : 1.15);
  const low = at([0.001, 0.002, 0.003, 0.004, 0.006, 0.009, 0.012, 0.018, 0.022, 0.025], age);
  return {
    normal: 1 - hypertrophy - infarction - change - low - 0.002,
    hypertrophy,
    infarction,
    "st-t-change": change,
    "low-voltage": low,
    [MISSING]: 0.002,
  };
};

/**
 * Main finding of a chest X-ray taken for a clinical reason, by age. Overall shares follow hospital collections; the
 * trend over age is a rounded clinical expectation.
 *
 * @source  Wang et al. 2017 (ChestX-ray8, CVPR) for shares; Jain et al. 2015 for the age trend of pneumonia
 */
export const findingLaw = (age: number): Readonly<Record<Finding | typeof MISSING, number>> => {
  const percent = {
    cardiomegaly: at([0.5, 1, 1.5, 2.5, 4, 6, 8, 10, 13, 15], age) / 100,
    effusion: at([1.5, 2, 2.5, 3, 4, 6, 9, 11, 13, 14], age) / 100,
    consolidation: at([10, 6, 4, 4, 4.5, 5.5, 6.5, 8, 10, 12], age) / 100,
    nodule: at([0.3, 1, 2, 3, 5, 7, 8.5, 8.5, 7, 5], age) / 100,
    pneumothorax: at([0.5, 2, 2.5, 2, 1.5, 1.5, 1.5, 1.2, 1, 0.8], age) / 100,
    other: at([7, 10, 11, 12, 13, 14, 14, 15, 16, 16], age) / 100,
    [MISSING]: 0.01,
  };
  return { none: 1 - Object.values(percent).reduce((a, b) => a + b, 0), ...percent };
};

/** View given finding and age: portable AP films of the very young, the very old and the acutely ill. @source as above */
export const viewLaw = (age: number, finding: string): Law => {
  const acute = finding === "effusion" || finding === "consolidation" || finding === "pneumothorax";
  const base = age < 5 ? 0.75 : at([0.45, 0.2, 0.2, 0.2, 0.22, 0.25, 0.3, 0.36, 0.45, 0.5], age);
  const ap = Math.min(0.95, acute ? 1.6 * base : base);
  return { PA: 0.99 * (1 - ap), AP: 0.99 * ap, [MISSING]: 0.01 };
};

/**
 * Side of a finding in the order of LATERALITIES (left, right, bilateral, not applicable).
 *
 * @source  right-sided predominance of pneumonia, nodules and pneumothorax and the mix of effusions in radiology texts,
 *          rounded
 */
export const LATERALITY_WEIGHTS: Readonly<Record<Finding, readonly number[]>> = {
  none: [0, 0, 0, 1],
  cardiomegaly: [0, 0, 0, 1],
  other: [0, 0, 0, 1],
  effusion: [0.3, 0.4, 0.3, 0],
  consolidation: [0.35, 0.5, 0.15, 0],
  nodule: [0.45, 0.55, 0, 0],
  pneumothorax: [0.43, 0.55, 0.02, 0],
};
