import type { Conduction, Ectopy, Morphology, Rhythm } from "./ecg.ts";
import type { ConductionGroup, EctopyGroup, MorphologyGroup, RhythmGroup } from "./ecg-groups.ts";

type Shares<Group extends string, Kind extends string> = {
  readonly [G in Group]: { readonly [K in Kind]?: number };
};

/**
 * Relative frequencies of the kinds within a group, in hospital recordings: what a synthetic person's kind is drawn from
 * where only the group is known.
 *
 * @source  counts of SCP statements in PTB-XL (Wagner 2020, Sci Data 7:154), rounded; old to acute infarction, single
 *          premature beats to couplets: clinical expectation
 */
export const RHYTHM_KINDS: Shares<RhythmGroup, Rhythm> = {
  sinus: { sinus: 0.94, "sinus-arrhythmia": 0.044, paced: 0.016 },
  bradycardia: { bradycardia: 1 },
  tachycardia: { tachycardia: 0.95, "supraventricular-tachycardia": 0.05 },
  "atrial-fibrillation": { "atrial-fibrillation": 1 },
  "atrial-flutter": { "atrial-flutter": 1 },
};

export const CONDUCTION_KINDS: Shares<ConductionGroup, Conduction> = {
  normal: { normal: 1 },
  "first-degree-av-block": { "first-degree-av-block": 1 },
  "left-bundle-branch-block": { "left-bundle-branch-block": 1 },
  "right-bundle-branch-block": {
    "right-bundle-branch-block": 0.8,
    "right-bundle-branch-and-left-anterior-fascicular-block": 0.2,
  },
  "other-conduction-disorder": {
    "left-anterior-fascicular-block": 0.845,
    "left-posterior-fascicular-block": 0.092,
    "pre-excitation": 0.042,
    "second-degree-av-block-mobitz-1": 0.008,
    "second-degree-av-block-mobitz-2": 0.004,
    "third-degree-av-block": 0.009,
  },
};

export const ECTOPY_KINDS: Shares<EctopyGroup, Ectopy> = {
  none: { none: 1 },
  "atrial-premature": { "atrial-premature": 1 },
  "ventricular-premature": {
    "ventricular-premature": 0.88,
    "ventricular-bigeminy": 0.07,
    "ventricular-couplets": 0.05,
  },
};

export const MORPHOLOGY_KINDS: Shares<MorphologyGroup, Morphology> = {
  normal: { normal: 1 },
  hypertrophy: { "left-ventricular-hypertrophy": 0.95, "right-ventricular-hypertrophy": 0.05 },
  infarction: {
    "old-inferior-infarction": 0.42,
    "old-septal-infarction": 0.34,
    "old-anterior-infarction": 0.11,
    "old-lateral-infarction": 0.06,
    "acute-anterior-infarction": 0.03,
    "acute-inferior-infarction": 0.03,
    "acute-lateral-infarction": 0.01,
  },
  "st-t-change": { "ischaemic-st-t-change": 0.49, "t-wave-change": 0.47, "long-qt": 0.04 },
  "low-voltage": { "low-voltage": 1 },
};
