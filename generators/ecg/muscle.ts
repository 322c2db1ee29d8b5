import type { Lead, Morphology } from "../../schemas/ecg.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { Phase } from "./activation.ts";
import type { Vector } from "./waves.ts";

/** How the state of the muscle changes QRS, ST and T of whatever activation there is. */
export interface Muscle {
  /** Forces added to QRS (an infarction's lost ones with the sign turned), in units of the left ventricle's activation. */
  readonly forces: readonly Phase[];
  /** Limits of the frontal axis that the rest of QRS is turned to, degrees. */
  readonly axis?: readonly [number, number];
  /** Direction of a level ST deviation, and the mean deviation in `leads` that it is scaled to, millivolts. */
  readonly st?: {
    readonly vector: Vector;
    readonly leads: readonly Lead[];
    readonly mv: readonly [number, number];
  };
  /** T in place of the person's own, millivolts. */
  readonly t?: Vector;
  /** By how much each component of it may be more or less. */
  readonly tWithin?: Vector;
  /** ST that slopes down or up into T (strain), millivolts. */
  readonly slope?: Vector;
  /** Share of people whose ST and T show it; all unless told. */
  readonly strain?: number;
}

const NONE: Muscle = { forces: [] };

const INFERIOR = ["II", "III", "aVF"] as const;
const LATERAL = ["I", "aVL", "V5", "V6"] as const;
const ANTERIOR = ["V2", "V3", "V4"] as const;

/**
 * Territories: lost forces give the Q waves (inferior: upwards; anterior and septal: backwards; lateral: to the right),
 * current of injury points to the injured wall and away from the opposite one (reciprocal depression), T turns away
 * from an old infarction. Strain of left ventricular hypertrophy points away from the free wall.
 *
 * @source  Q waves and ST by territory: Thygesen 2018 (Fourth Universal Definition), Circulation 138:e618; Wagner 2009,
 *          AHA/ACCF/HRS part VI, Circulation 119:e262; strain: Hancock 2009, part V, 119:e251
 */
const MUSCLE: { readonly [M in Morphology]: Muscle } = {
  normal: NONE,
  "long-qt": NONE,
  "low-voltage": NONE,
  "left-ventricular-hypertrophy": {
    forces: [
      [0.5, 0.11, 0.55, 0.02, 0.45],
      [0.62, 0.1, 0.06, -0.1, 0.75],
    ],
    axis: [-30, 30],
    strain: 0.65,
    slope: [-0.1, -0.03, -0.13],
    t: [-0.27, -0.04, -0.32],
  },
  "right-ventricular-hypertrophy": NONE,
  "old-inferior-infarction": {
    forces: [[0.315, 0.148, 0.05, -0.95, -0.05]],
    axis: [15, 50],
    t: [0.26, -0.1, -0.16],
  },
  "old-lateral-infarction": {
    forces: [[0.36, 0.17, -1.3, 0.04, 0.0]],
    axis: [10, 55],
    t: [-0.13, 0.2, -0.22],
  },
  "old-anterior-infarction": {
    forces: [
      [0.2, 0.1, 0, 0, 0.42],
      [0.4, 0.13, -0.5, 0, 0.62],
    ],
    axis: [0, 60],
    t: [0.08, 0.14, 0.19],
  },
  "old-septal-infarction": {
    forces: [
      [0.2, 0.1, 0.08, 0, 0.5],
      [0.38, 0.1, 0, 0, 0.3],
    ],
    axis: [0, 70],
    t: [0.26, 0.18, 0.06],
  },
  "acute-inferior-infarction": {
    forces: [],
    axis: [10, 75],
    st: { vector: [-0.1, 0.85, 0.16], leads: INFERIOR, mv: [0.18, 0.4] },
    t: [0.04, 0.42, 0.0],
  },
  "acute-lateral-infarction": {
    forces: [],
    axis: [0, 75],
    st: { vector: [0.72, -0.42, 0.36], leads: LATERAL, mv: [0.16, 0.32] },
    t: [0.4, -0.1, 0.02],
  },
  "acute-anterior-infarction": {
    forces: [[0.3, 0.11, -0.12, 0, 0.25]],
    axis: [0, 75],
    st: { vector: [0.42, -0.16, -0.85], leads: ANTERIOR, mv: [0.28, 0.55] },
    t: [0.3, 0.08, -0.45],
  },
  "ischaemic-st-t-change": {
    forces: [],
    axis: [0, 75],
    st: { vector: [-0.72, -0.55, 0.3], leads: ["II", "V4", "V5", "V6"], mv: [-0.21, -0.1] },
    // No rising ST of health beneath it: level, or falling.
    slope: [0, 0, 0],
    t: [-0.14, -0.08, -0.12],
  },
  // T flat to the left and below, and lower in front: of no one cause.
  "t-wave-change": {
    forces: [],
    slope: [-0.01, -0.005, -0.025],
    t: [-0.02, -0.015, -0.09],
    tWithin: [0.03, 0.025, 0.04],
  },
};

/** A person's muscle: hypertrophy may be there in voltage alone. */
export const drawMuscle = (morphology: Morphology, rng: Rng): Muscle => {
  const { strain = 1, slope, t, tWithin, ...rest } = MUSCLE[morphology];
  const isShown = strain === 1 || rng.chance(strain);
  if (!isShown) return rest;
  const own = (k: 0 | 1 | 2) => t![k] + (tWithin === undefined ? 0 : tWithin[k] * (2 * rng.uniform() - 1));
  return { ...rest, ...(slope && { slope }), ...(t && { t: [own(0), own(1), own(2)] as const }) };
};
