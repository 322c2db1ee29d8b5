import type { Conduction } from "../../schemas/ecg.ts";
import type { Wave } from "./waves.ts";

/**
 * One phase of ventricular activation in units of QRS duration: [centre, width, x, y, z]. Vectors in millivolts for
 * a man of 40.
 */
type Phase = readonly [number, number, number, number, number];

/**
 * Normal activation: septum (to the right and front), apex and anterior wall, lateral wall, posterior base.
 * The order and directions are those of Durrer 1970, Circulation 41:899; amplitudes put R and S of V1–V6 inside
 * Macfarlane's normal limits (Comprehensive Electrocardiology, appendix 1).
 */
const NORMAL: readonly Phase[] = [
  [0.17, 0.075, -0.13, -0.02, -0.25],
  [0.4, 0.095, 1.0, 0.74, -0.07],
  [0.57, 0.1, 0.42, 0.32, 0.6],
  [0.78, 0.085, -0.2, -0.14, 0.42],
];

/**
 * Right bundle branch block: the left ventricle as usual in the first 60 % of the longer QRS, then the right one
 * alone, slowly, to the right and front (rSR' in V1, broad S in I and V6).
 */
const RIGHT_BLOCK: readonly Phase[] = [
  [0.11, 0.048, -0.14, -0.02, -0.3],
  [0.26, 0.062, 0.98, 0.72, -0.1],
  [0.37, 0.065, 0.42, 0.32, 0.6],
  [0.49, 0.055, -0.02, -0.06, 0.36],
  [0.63, 0.085, -0.36, -0.02, -0.42],
  [0.79, 0.095, -0.4, -0.04, -0.5],
];

/**
 * Left bundle branch block: the septum is crossed from right to left (no q in I and V6), then the left ventricle in
 * two humps, to the left and back (QS or rS in V1–V3, broad notched R in I, V5, V6).
 */
const LEFT_BLOCK: readonly Phase[] = [
  [0.13, 0.055, 0.1, 0.06, -0.12],
  [0.31, 0.115, 0.62, 0.3, 0.28],
  [0.52, 0.105, 0.3, 0.12, 0.9],
  [0.73, 0.1, 0.62, 0.08, 0.5],
];

const PHASES: { readonly [C in Conduction]: readonly Phase[] } = {
  normal: NORMAL,
  "first-degree-av-block": NORMAL,
  "right-bundle-branch-block": RIGHT_BLOCK,
  "left-bundle-branch-block": LEFT_BLOCK,
};

/** Length of the phases' unit over the QRS duration that the delineator reads of them: Gaussians have tails. */
const UNIT: { readonly [C in Conduction]: number } = {
  normal: 0.955,
  "first-degree-av-block": 0.955,
  "right-bundle-branch-block": 0.94,
  "left-bundle-branch-block": 0.945,
};

/** QRS waves of a conduction, stretched to a duration. */
export const ventricularWaves = (conduction: Conduction, qrsMs: number): Wave[] => {
  const unit = UNIT[conduction] * qrsMs;
  return PHASES[conduction].map(([centre, width, x, y, z]) => ({
    part: "QRS",
    centreMs: centre * unit,
    riseMs: width * unit,
    fallMs: width * unit,
    vector: [x, y, z],
  }));
};

/**
 * ST segment and T wave. T ends (tangent) at QT: its falling side is two widths long, peak to end 0.21 QT (85 ms at
 * 400: Rautaharju 2013's Tp–Te), and its rise is half as long again: asymmetric as T waves are. In the bundle branch
 * blocks ST and T point away from the late forces (secondary repolarisation change).
 *
 * @param qtMs   QT interval
 */
export const repolarisation = (conduction: Conduction, qrsMs: number, qtMs: number): Wave[] => {
  const fall = 0.106 * qtMs;
  const t: Wave = {
    part: "T",
    centreMs: qtMs - 2 * fall,
    riseMs: 1.5 * fall,
    fallMs: fall,
    vector: T_VECTOR[conduction],
  };
  const st = ST_VECTOR[conduction];
  const middle = (qrsMs + t.centreMs) / 2;
  const width = 0.3 * (t.centreMs - qrsMs);
  return [{ part: "T", centreMs: middle, riseMs: width, fallMs: width, vector: st }, t];
};

const T_VECTOR: { readonly [C in Conduction]: readonly [number, number, number] } = {
  normal: [0.3, 0.2, -0.2],
  "first-degree-av-block": [0.3, 0.2, -0.2],
  "right-bundle-branch-block": [0.28, 0.18, 0.09],
  "left-bundle-branch-block": [-0.26, -0.05, -0.4],
};

const ST_VECTOR: { readonly [C in Conduction]: readonly [number, number, number] } = {
  normal: [0.015, 0.01, -0.03],
  "first-degree-av-block": [0.015, 0.01, -0.03],
  "right-bundle-branch-block": [0.03, 0.01, 0.05],
  "left-bundle-branch-block": [-0.1, -0.03, -0.16],
};

/** A ventricular premature beat: one slow wave front from its origin, no P, T opposite. */
export const prematureVentricular = (
  from: "right-outflow" | "left-inferior",
  qrsMs: number,
  qtMs: number,
  size: number,
): Wave[] => {
  // Outflow tract of the right ventricle: down, and back; inferior left ventricle: up, to the right and front.
  const [x, y, z] = from === "right-outflow" ? ([0.2, 0.85, 0.6] as const) : ([-0.3, -0.75, -0.65] as const);
  const scaled = (k: number, a: number, b: number, c: number): [number, number, number] => [
    k * size * (x + a),
    k * size * (y + b),
    k * size * (z + c),
  ];
  const fall = 0.11 * qtMs;
  return [
    {
      part: "QRS",
      centreMs: 0.34 * qrsMs,
      riseMs: 0.13 * qrsMs,
      fallMs: 0.13 * qrsMs,
      vector: scaled(0.85, 0.15, 0.1, -0.1),
    },
    {
      part: "QRS",
      centreMs: 0.63 * qrsMs,
      riseMs: 0.15 * qrsMs,
      fallMs: 0.13 * qrsMs,
      vector: scaled(0.8, -0.1, -0.1, 0.15),
    },
    {
      part: "T",
      centreMs: 0.52 * qtMs,
      riseMs: 0.09 * qtMs,
      fallMs: 0.09 * qtMs,
      vector: scaled(-0.12, 0, 0, 0),
    },
    {
      part: "T",
      centreMs: qtMs - 2 * fall,
      riseMs: 1.4 * fall,
      fallMs: fall,
      vector: scaled(-0.38, 0, 0, 0),
    },
  ];
};

/**
 * P wave: the right atrium (down and front), then the left (left and back), which makes V1 biphasic. The onset, as a
 * tangent sees it, lies at −PR.
 *
 * @param durationMs  onset to end
 */
export const atrialWaves = (prMs: number, durationMs: number): Wave[] => {
  const width = 0.165 * durationMs;
  return [
    { part: "P", centreMs: -prMs + 1.9 * width, riseMs: width, fallMs: width, vector: [0.044, 0.08, -0.048] },
    {
      part: "P",
      centreMs: -prMs + 3.8 * width,
      riseMs: width,
      fallMs: 1.1 * width,
      vector: [0.068, 0.05, 0.044],
    },
  ];
};
