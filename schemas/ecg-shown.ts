import type { Conduction, Ectopy, Morphology, Rhythm } from "./ecg.ts";
import type { EcgOrder } from "./person.ts";

/** How the atria drive a rhythm: a P wave before every QRS, or none (to be seen). */
const HAS_P: { readonly [R in Rhythm]: boolean } = {
  sinus: true,
  bradycardia: true,
  tachycardia: true,
  "sinus-arrhythmia": true,
  "atrial-fibrillation": false,
  "atrial-flutter": false,
  "supraventricular-tachycardia": false,
  paced: false,
};

/** Disorders of the AV node's conduction of sinus beats. */
const IS_AV_BLOCK: { readonly [C in Conduction]: boolean } = {
  normal: false,
  "first-degree-av-block": true,
  "second-degree-av-block-mobitz-1": true,
  "second-degree-av-block-mobitz-2": true,
  "third-degree-av-block": true,
  "left-bundle-branch-block": false,
  "right-bundle-branch-block": false,
  "left-anterior-fascicular-block": false,
  "left-posterior-fascicular-block": false,
  "right-bundle-branch-and-left-anterior-fascicular-block": false,
  "pre-excitation": false,
};

const DROPS_BEATS: ReadonlySet<Conduction> = new Set([
  "second-degree-av-block-mobitz-1",
  "second-degree-av-block-mobitz-2",
  "third-degree-av-block",
]);

const IS_VENTRICULAR: { readonly [E in Ectopy]: boolean } = {
  none: false,
  "atrial-premature": false,
  "ventricular-premature": true,
  "ventricular-bigeminy": true,
  "ventricular-couplets": true,
};

/** What can be read of the muscle whatever way the ventricles are activated. */
const ALWAYS_READ: ReadonlySet<Morphology> = new Set(["normal", "long-qt", "low-voltage"]);

/**
 * What a recording of an order can show. What the rhythm makes impossible (a PR interval without P waves), what an
 * abnormal activation hides (an infarction's Q waves in left bundle branch block) and what excludes each other is
 * left out: it is neither drawn nor claimed.
 *
 * @source  morphology in bundle branch block and pre-excitation: AHA/ACCF/HRS 2009 parts III, V and VI
 */
export const shownOf = (order: EcgOrder): EcgOrder => {
  const conduction = conductionOf(order);
  return {
    ...order,
    conduction,
    ectopy: ectopyOf(order, conduction),
    morphology: morphologyOf(order, conduction),
  };
};

/** Whether a recording of this order has one PR interval: a P wave before every QRS at a fixed distance. */
export const hasPr = (order: EcgOrder): boolean => HAS_P[order.rhythm] && !dropsBeats(order);

/** Whether some P waves of a recording of this order have no QRS of their own. */
export const dropsBeats = (order: EcgOrder): boolean => DROPS_BEATS.has(conductionOf(order));

const conductionOf = ({ rhythm, conduction, morphology }: EcgOrder): Conduction => {
  if (rhythm === "paced" || (IS_AV_BLOCK[conduction] && !HAS_P[rhythm])) return "normal";
  // Orthodromic: down the node, back over the pathway, and so without a delta wave. In flutter one cannot tell.
  const isHidden = rhythm === "supraventricular-tachycardia" || rhythm === "atrial-flutter";
  if (conduction === "pre-excitation" && isHidden) return "normal";
  // Left posterior fascicular block is a diagnosis of exclusion, and the other's Q waves are an infarction's.
  const isAxis = conduction.endsWith("fascicular-block");
  if (!isAxis || !EXPLAINS_AXIS.has(morphology)) return conduction;
  return conduction.startsWith("right") ? "right-bundle-branch-block" : "normal";
};

const EXPLAINS_AXIS: ReadonlySet<Morphology> = new Set([
  "right-ventricular-hypertrophy",
  "old-lateral-infarction",
  "old-inferior-infarction",
]);

const ectopyOf = ({ rhythm, ectopy }: EcgOrder, conduction: Conduction): Ectopy => {
  if (rhythm === "supraventricular-tachycardia" || DROPS_BEATS.has(conduction)) return "none";
  return HAS_P[rhythm] || IS_VENTRICULAR[ectopy] ? ectopy : "none";
};

const morphologyOf = ({ rhythm, morphology }: EcgOrder, conduction: Conduction): Morphology => {
  // At the rates of a re-entry T runs into the next beat: a long QT cannot be told.
  if (rhythm === "supraventricular-tachycardia" && morphology === "long-qt") return "normal";
  if (ALWAYS_READ.has(morphology)) return morphology;
  const isMasked =
    rhythm === "paced" ||
    conduction === "left-bundle-branch-block" ||
    conduction === "pre-excitation" ||
    conduction === "third-degree-av-block";
  if (isMasked) return "normal";
  const isRightBlock = conduction.startsWith("right-bundle-branch");
  return isRightBlock && morphology === "right-ventricular-hypertrophy" ? "normal" : morphology;
};
