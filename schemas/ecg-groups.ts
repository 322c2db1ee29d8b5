import type { Conduction, Ectopy, Morphology, Rhythm } from "./ecg.ts";

/**
 * The coarse public domains: strata of ECG statistics and attributes of the backbone. Every category costs noise, so
 * kinds that are rare in any cohort share one; which of its kinds a synthetic person has is drawn from public shares.
 */
export const RHYTHM_GROUPS = [
  "sinus",
  "bradycardia",
  "tachycardia",
  "atrial-fibrillation",
  "atrial-flutter",
] as const;
export type RhythmGroup = (typeof RHYTHM_GROUPS)[number];

export const CONDUCTION_GROUPS = [
  "normal",
  "first-degree-av-block",
  "left-bundle-branch-block",
  "right-bundle-branch-block",
  "other-conduction-disorder",
] as const;
export type ConductionGroup = (typeof CONDUCTION_GROUPS)[number];

export const ECTOPY_GROUPS = ["none", "atrial-premature", "ventricular-premature"] as const;
export type EctopyGroup = (typeof ECTOPY_GROUPS)[number];

/** The superclasses of PTB-XL that are no conduction disorder, and low voltage. */
export const MORPHOLOGY_GROUPS = [
  "normal",
  "hypertrophy",
  "infarction",
  "st-t-change",
  "low-voltage",
] as const;
export type MorphologyGroup = (typeof MORPHOLOGY_GROUPS)[number];

/** Rhythms with a rate of their own are counted with the sinus rhythms of that rate. */
export const RHYTHM_GROUP: { readonly [R in Rhythm]: RhythmGroup } = {
  sinus: "sinus",
  bradycardia: "bradycardia",
  tachycardia: "tachycardia",
  "sinus-arrhythmia": "sinus",
  "atrial-fibrillation": "atrial-fibrillation",
  "atrial-flutter": "atrial-flutter",
  "supraventricular-tachycardia": "tachycardia",
  paced: "sinus",
};

export const CONDUCTION_GROUP: { readonly [C in Conduction]: ConductionGroup } = {
  normal: "normal",
  "first-degree-av-block": "first-degree-av-block",
  "second-degree-av-block-mobitz-1": "other-conduction-disorder",
  "second-degree-av-block-mobitz-2": "other-conduction-disorder",
  "third-degree-av-block": "other-conduction-disorder",
  "left-bundle-branch-block": "left-bundle-branch-block",
  "right-bundle-branch-block": "right-bundle-branch-block",
  "left-anterior-fascicular-block": "other-conduction-disorder",
  "left-posterior-fascicular-block": "other-conduction-disorder",
  "right-bundle-branch-and-left-anterior-fascicular-block": "right-bundle-branch-block",
  "pre-excitation": "other-conduction-disorder",
};

export const ECTOPY_GROUP: { readonly [E in Ectopy]: EctopyGroup } = {
  none: "none",
  "atrial-premature": "atrial-premature",
  "ventricular-premature": "ventricular-premature",
  "ventricular-bigeminy": "ventricular-premature",
  "ventricular-couplets": "ventricular-premature",
};

export const MORPHOLOGY_GROUP: { readonly [M in Morphology]: MorphologyGroup } = {
  normal: "normal",
  "left-ventricular-hypertrophy": "hypertrophy",
  "right-ventricular-hypertrophy": "hypertrophy",
  "old-anterior-infarction": "infarction",
  "old-septal-infarction": "infarction",
  "old-lateral-infarction": "infarction",
  "old-inferior-infarction": "infarction",
  "acute-anterior-infarction": "infarction",
  "acute-lateral-infarction": "infarction",
  "acute-inferior-infarction": "infarction",
  "ischaemic-st-t-change": "st-t-change",
  "t-wave-change": "st-t-change",
  "long-qt": "st-t-change",
  "low-voltage": "low-voltage",
};
