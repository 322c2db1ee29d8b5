import type { Conduction, EcgAnnotation, Rhythm } from "../../schemas/ecg.ts";
import type { PlacedBeat } from "./render.ts";
import type { BeatKind } from "./rhythm-process.ts";
import type { EcgScene } from "./scene.ts";

/**
 * Marks of a rendered recording: its rhythm at the start, then every beat whose QRS it shows, at the middle of QRS, by
 * the codes of the MIT databases (N normal, L and R bundle branch block, A and V premature, / paced, E and j escape).
 *
 * @source  WFDB Applications Guide, annotation codes: https://physionet.org/physiotools/wbd/annotations.shtml
 */
export const annotationsOf = (
  scene: EcgScene,
  beats: readonly PlacedBeat[],
  { stepMs, samples }: { readonly stepMs: number; readonly samples: number },
): readonly EcgAnnotation[] => {
  const half = { dominant: 0.5 * scene.intervals.qrsMs, premature: 80 };
  const marks = beats.map(({ onset, kind }) => ({
    sample: Math.round(onset + (kind === "ventricular-premature" ? half.premature : half.dominant) / stepMs),
    symbol: symbolOf(scene, kind),
  }));
  const rhythm = rhythmText(scene);
  return [
    { sample: 0, symbol: "+", text: rhythm },
    ...marks.filter(({ sample }) => sample >= 0 && sample < samples),
  ];
};

const symbolOf = ({ order, isEscape }: EcgScene, kind: BeatKind): string => {
  if (kind === "ventricular-premature") return "V";
  if (kind === "atrial-premature") return "A";
  if (order.rhythm === "paced") return "/";
  if (isEscape) return "E";
  return CONDUCTED[order.conduction];
};

const CONDUCTED: { readonly [C in Conduction]: string } = {
  normal: "N",
  "first-degree-av-block": "N",
  "second-degree-av-block-mobitz-1": "N",
  "second-degree-av-block-mobitz-2": "N",
  "third-degree-av-block": "j",
  "left-bundle-branch-block": "L",
  "right-bundle-branch-block": "R",
  "left-anterior-fascicular-block": "N",
  "left-posterior-fascicular-block": "N",
  "right-bundle-branch-and-left-anterior-fascicular-block": "R",
  "pre-excitation": "N",
};

const RHYTHM_TEXT: { readonly [R in Rhythm]: string } = {
  sinus: "(N",
  bradycardia: "(SBR",
  tachycardia: "(N",
  "sinus-arrhythmia": "(N",
  "atrial-fibrillation": "(AFIB",
  "atrial-flutter": "(AFL",
  "supraventricular-tachycardia": "(SVTA",
  paced: "(P",
};

const BLOCK_TEXT: { readonly [C in Conduction]?: string } = {
  "second-degree-av-block-mobitz-1": "(BII",
  "second-degree-av-block-mobitz-2": "(BII",
  "third-degree-av-block": "(BIII",
  "pre-excitation": "(PREX",
};

const rhythmText = ({ order }: EcgScene): string =>
  order.ectopy === "ventricular-bigeminy"
    ? "(B"
    : (BLOCK_TEXT[order.conduction] ?? RHYTHM_TEXT[order.rhythm]);
