import type { ReaderLabel } from "./label.ts";
import type { Signs } from "./signs.ts";

/**
 * Hypertrophy, voltage and axis.
 *
 * @source  Hancock et al. 2009, AHA/ACCF/HRS recommendations part V, Circulation 119:e251 (Sokolow–Lyon, Cornell, low
 *          voltage); axis limits of part III
 */
export const chambers = (signs: Signs, conduction: readonly ReaderLabel[]): readonly ReaderLabel[] => {
  const labels: ReaderLabel[] = [];
  const aberrant = conduction.some(label => /bundle|pre-excitation/.test(label));
  if (!aberrant && isLeft(signs)) labels.push("left ventricular hypertrophy");
  if (!aberrant && isRight(signs)) labels.push("right ventricular hypertrophy");
  if (isLow(signs)) labels.push("low voltage");
  const { axisDegrees: axis } = signs;
  if (axis < -30 && axis >= -90) labels.push("left axis deviation");
  if (axis > 90) labels.push("right axis deviation");
  if (axis < -90) labels.push("extreme axis deviation");
  return labels;
};

/** Sokolow–Lyon from 35 years on or with strain in V5 or V6, or Cornell by sex. */
const isLeft = ({ waves, sex, ageYears }: Signs): boolean => {
  const { V1, V3, V5, V6, aVL } = waves;
  const strain = [V5, V6].some(({ stMv, tMv }) => stMv <= -0.05 && tMv <= -0.1);
  const sokolow = depth(V1) + Math.max(V5.rMv, V6.rMv);
  const cornell = aVL.rMv + depth(V3);
  return (((ageYears ?? 50) >= 35 || strain) && sokolow >= 3.5) || cornell > (sex === "female" ? 2 : 2.8);
};

const depth = ({ sMv, qMv, isQs }: Signs["waves"]["V1"]): number => (isQs ? qMv : sMv);

/** Axis of 100° or more with a tall R in V1, or R in V1 and S in V5 or V6 that add up. */
const isRight = ({ waves, axisDegrees }: Signs): boolean => {
  const { V1, V5, V6 } = waves;
  const tall = V1.rMv >= 0.7 && V1.rMv > V1.sMv;
  const sum = V1.rMv + Math.max(V5.sMv, V6.sMv) > 1.05;
  return (axisDegrees >= 100 || axisDegrees < -90) && (tall || sum);
};

/** All limb leads below 0.5 mV from peak to peak, or all chest leads below 1 mV. */
const isLow = ({ waves }: Signs): boolean =>
  LIMB.every(lead => waves[lead].spanMv < 0.5) || CHEST.every(lead => waves[lead].spanMv < 1);

const LIMB = ["I", "II", "III", "aVR", "aVL", "aVF"] as const;
const CHEST = ["V1", "V2", "V3", "V4", "V5", "V6"] as const;
