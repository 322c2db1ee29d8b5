import type { Conduction } from "../../schemas/ecg.ts";
import type { EcgOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { Vector, Wave } from "./waves.ts";

/**
 * One phase of ventricular activation in units of QRS duration: [centre, width, x, y, z]. Vectors in millivolts for
 * a man of 40.
 */
export type Phase = readonly [number, number, number, number, number];

/** One way in which the ventricles are activated and recover. */
export interface Activation {
  readonly phases: readonly Phase[];
  /** Length of the phases' unit over the QRS duration that a delineator reads of them: Gaussians have tails. */
  readonly unit: number;
  /** Share of QRS in which the left ventricle is activated: where an infarction's lost forces fall. */
  readonly left: number;
  /** Where the pattern has a frontal axis of its own: the share of the person's deviation from the average that is kept. */
  readonly axisShare?: number;
  /** QRS duration in an adult: centre, spread, limits, milliseconds; a person's own where absent. */
  readonly qrs?: readonly [number, number, number, number];
  /** Whether ST and T follow the abnormal activation (secondary change) and not the person's own axis. */
  readonly secondary: boolean;
  readonly st: Vector;
  readonly t: Vector;
}

const NORMAL_ST: Vector = [0.004, -0.016, -0.074];
const NORMAL_T: Vector = [0.3, 0.21, -0.14];

/**
 * Normal: septum (to the right and front), right ventricle and front of the septum (to the front), apex and anterior
 * wall, lateral wall, posterior base. The order and directions are those of Durrer 1970, Circulation 41:899; amplitudes put
 * R and S of V1–V6 inside Macfarlane's normal limits (Comprehensive Electrocardiology, appendix 1); times, widths and the
 * rest bring mean and spread of QRS in all leads to those of the fitted half of the public recordings (PhysioNet Challenge 2021).
 */
const NORMAL: Activation = {
  phases: [
    [0.142, 0.072, -0.022, -0.027, -0.13],
    [0.259, 0.059, 0.113, -0.014, -0.224],
    [0.416, 0.091, 0.927, 0.625, -0.157],
    [0.53, 0.091, 0.27, 0.312, 0.742],
    [0.695, 0.116, -0.335, -0.138, 0.498],
  ],
  unit: 1,
  left: 1,
  secondary: false,
  st: NORMAL_ST,
  t: NORMAL_T,
};

/**
 * Right bundle branch block: the left ventricle as usual in the first 60 % of the longer QRS, then the right one
 * alone, slowly, to the right and front (rSR' in V1, broad S in I and V6).
 */
const RIGHT_BLOCK: Activation = {
  phases: [
    [0.11, 0.048, -0.14, -0.02, -0.3],
    [0.26, 0.062, 0.98, 0.72, -0.1],
    [0.37, 0.065, 0.42, 0.32, 0.6],
    [0.49, 0.055, -0.02, -0.06, 0.36],
    [0.63, 0.085, -0.36, -0.02, -0.42],
    [0.79, 0.095, -0.4, -0.04, -0.5],
  ],
  unit: 0.94,
  left: 0.65,
  axisShare: 0.4,
  qrs: [140, 11, 126, 180],
  secondary: true,
  st: [0.03, 0.01, 0.05],
  t: [0.28, 0.18, 0.09],
};

/**
 * Left bundle branch block: the septum is crossed from right to left (no q in I and V6), then the left ventricle in
 * two humps, to the left and back (QS or rS in V1–V3, broad notched R in I, V5, V6); ST and T point away.
 */
const LEFT_BLOCK: Activation = {
  phases: [
    [0.13, 0.055, 0.1, 0.06, -0.12],
    [0.31, 0.115, 0.9, 0.36, 0.3],
    [0.52, 0.105, 0.52, 0.16, 1.15],
    [0.73, 0.1, 0.92, 0.1, 0.6],
  ],
  unit: 0.945,
  left: 1,
  axisShare: 0.5,
  qrs: [150, 11, 126, 180],
  secondary: true,
  st: [-0.1, -0.03, -0.16],
  t: [-0.26, -0.05, -0.4],
};

/**
 * Left anterior fascicular block: first down and to the right through the posterior fascicle, then late and strongly
 * up and to the left (qR in I and aVL, rS in II, III and aVF, axis beyond −45°).
 *
 * @source  criteria: Surawicz 2009, AHA/ACCF/HRS part III, Circulation 119:e235
 */
const ANTERIOR_FASCICULAR: Activation = {
  phases: [
    [0.16, 0.06, -0.12, 0.26, -0.22],
    [0.38, 0.09, 0.85, 0.0, -0.1],
    [0.56, 0.105, 0.62, -0.85, 0.42],
    [0.77, 0.09, 0.05, -0.38, 0.42],
  ],
  unit: 0.95,
  left: 1,
  axisShare: 0.15,
  qrs: [103, 5, 92, 112],
  secondary: false,
  st: NORMAL_ST,
  t: [0.25, 0.25, -0.16],
};

/** Left posterior fascicular block: the mirror image (rS in I and aVL, qR in III and aVF, axis beyond +90°). */
const POSTERIOR_FASCICULAR: Activation = {
  phases: [
    [0.16, 0.06, 0.26, -0.22, -0.24],
    [0.37, 0.085, 0.56, 0.5, -0.1],
    [0.56, 0.105, -0.5, 0.98, 0.46],
    [0.77, 0.09, -0.34, 0.36, 0.44],
  ],
  unit: 0.95,
  left: 1,
  axisShare: 0.15,
  qrs: [103, 5, 92, 112],
  secondary: false,
  st: NORMAL_ST,
  t: [0.3, 0.12, -0.2],
};

const RIGHT_BLOCK_ANTERIOR_FASCICULAR: Activation = {
  ...RIGHT_BLOCK,
  axisShare: 0.15,
  phases: [
    [0.11, 0.042, -0.12, 0.26, -0.3],
    [0.25, 0.06, 0.85, 0.0, -0.1],
    [0.37, 0.068, 0.68, -0.8, 0.5],
    [0.5, 0.058, 0.12, -0.36, 0.3],
    [0.64, 0.085, -0.3, -0.1, -0.48],
    [0.8, 0.095, -0.34, -0.08, -0.54],
  ],
};

/**
 * Pre-excitation: a slow start from the pathway's insertion (the delta wave), then the normal way meets it; ST and T
 * point away from the delta wave.
 *
 * @source  delta-wave polarity by pathway: Arruda 1998, J Cardiovasc Electrophysiol 9:2
 */
const preExcited = (delta: Vector): Activation => ({
  phases: [
    [0.3, 0.135, 0.56 * delta[0], 0.56 * delta[1], 0.56 * delta[2]],
    [0.47, 0.13, 0.6 * delta[0], 0.6 * delta[1], 0.6 * delta[2]],
    [0.57, 0.095, 0.9, 0.62, 0.05],
    [0.68, 0.09, 0.38, 0.28, 0.5],
    [0.82, 0.07, -0.16, -0.1, 0.34],
  ],
  unit: 0.96,
  left: 1,
  axisShare: 0.4,
  qrs: [138, 8, 128, 160],
  secondary: true,
  st: [-0.22 * delta[0], -0.22 * delta[1], -0.22 * delta[2]],
  t: [0.1 - 0.6 * delta[0], 0.07 - 0.6 * delta[1], -0.07 - 0.6 * delta[2]],
});

/** Insertions: left lateral (upright in V1), posteroseptal (negative in III and aVF), right free wall (negative in V1). */
const PATHWAYS: readonly Activation[] = [
  preExcited([0.02, 0.24, -0.4]),
  preExcited([0.4, -0.34, -0.2]),
  preExcited([0.48, 0.02, 0.22]),
];

/** Pacing from the apex of the right ventricle: as in left bundle branch block, and upwards. */
const APICAL_PACING: Activation = {
  phases: [
    [0.16, 0.07, 0.2, -0.4, 0.14],
    [0.38, 0.115, 0.52, -1.0, 0.42],
    [0.6, 0.11, 0.3, -0.72, 0.56],
    [0.79, 0.085, 0.12, -0.24, 0.26],
  ],
  unit: 0.945,
  left: 1,
  axisShare: 0.3,
  qrs: [159, 10, 141, 184],
  secondary: true,
  st: [-0.07, 0.12, -0.14],
  t: [-0.16, 0.32, -0.24],
};

/**
 * Right ventricular hypertrophy: the late forces are the right ventricle's, to the right, front and down (tall R in
 * V1, deep S in V5 and V6, axis beyond +110°), with strain in V1–V3 and the inferior leads.
 *
 * @source  criteria: Hancock 2009, AHA/ACCF/HRS part V, Circulation 119:e251
 */
const RIGHT_DOMINANT: Activation = {
  phases: [
    [0.17, 0.07, 0.1, -0.06, -0.22],
    [0.36, 0.09, 0.38, 0.5, -0.24],
    [0.54, 0.1, -0.5, 0.5, -0.72],
    [0.74, 0.095, -0.72, 0.2, -0.14],
  ],
  unit: 0.95,
  left: 1,
  axisShare: 0.15,
  secondary: true,
  st: [0.03, -0.03, 0.07],
  t: [0.18, -0.03, 0.26],
};

const BY_CONDUCTION: { readonly [C in Conduction]: readonly Activation[] } = {
  normal: [NORMAL],
  "first-degree-av-block": [NORMAL],
  "second-degree-av-block-mobitz-1": [NORMAL],
  "second-degree-av-block-mobitz-2": [NORMAL],
  "third-degree-av-block": [NORMAL],
  "left-bundle-branch-block": [LEFT_BLOCK],
  "right-bundle-branch-block": [RIGHT_BLOCK],
  "left-anterior-fascicular-block": [ANTERIOR_FASCICULAR],
  "left-posterior-fascicular-block": [POSTERIOR_FASCICULAR],
  "right-bundle-branch-and-left-anterior-fascicular-block": [RIGHT_BLOCK_ANTERIOR_FASCICULAR],
  "pre-excitation": PATHWAYS,
};

/** How the ventricles of this (shown) order are activated. */
export const drawActivation = ({ rhythm, conduction, morphology }: EcgOrder, rng: Rng): Activation => {
  if (rhythm === "paced") return APICAL_PACING;
  const found = rng.pick(BY_CONDUCTION[conduction]);
  return morphology === "right-ventricular-hypertrophy" && found === NORMAL ? RIGHT_DOMINANT : found;
};

/** QRS waves of an activation, stretched to a duration. */
export const ventricularWaves = ({ phases, unit }: Activation, qrsMs: number): Wave[] =>
  phases.map(([centre, width, x, y, z]) => ({
    part: "QRS",
    centreMs: centre * unit * qrsMs,
    riseMs: width * unit * qrsMs,
    fallMs: width * unit * qrsMs,
    vector: [x, y, z],
  }));
