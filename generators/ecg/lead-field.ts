import type { Rng } from "../../src/math/rng.ts";
import { FIRST_CHEST, FIRST_LATERAL, INDEPENDENT } from "./leads.ts";
import type { SeenWave, Wave } from "./waves.ts";

/**
 * Dower's lead vectors: row i is the weight of (x, y, z) in the i-th independent lead; x to the left, y down, z to
 * the back.
 *
 * @source Dower 1968; coefficients as in Edenbrandt & Pahlm 1988, J Electrocardiol 21:361
 */
const DOWER: readonly (readonly [number, number, number])[] = [
  [0.632, -0.235, 0.059], // I
  [0.235, 1.066, -0.132], // II
  [-0.515, 0.157, -0.917], // V1
  [0.044, 0.164, -1.387], // V2
  [0.882, 0.098, -1.277], // V3
  [1.213, 0.127, -0.601], // V4
  [1.125, 0.127, -0.086], // V5
  [0.831, 0.076, 0.23], // V6
];

/** Dower's V1 sees too much: with these hearts S in it would be a half deeper than in people. */
const V1_GAIN = 0.7;
/** Dower's vectors with that gain. */
const ROWS = DOWER.map((row, l) => (l === FIRST_CHEST ? row.map(weight => V1_GAIN * weight) : row));

/**
 * What each lead sees of the atria beside what it sees of the ventricles: they lie further from the chest electrodes,
 * V1 apart, and nearer to the shoulders. P is then 0.07 mV in I, 0.14 in II and 0.06 in V3 to V6 at the median.
 *
 * @source  P amplitudes: Macfarlane & Lawrie, Comprehensive Electrocardiology, appendix 1
 */
const ATRIAL = [1.45, 1.45, 0.85 / V1_GAIN, 0.6, 0.53, 0.55, 0.6, 0.65] as const;

/**
 * What each lead sees of the ventricles' recovery beside what it sees of their activation: T comes from all of the wall at
 * once, and is not as near to the electrodes over the apex as the front that runs to them. Fitted with T's vectors to the mean
 * T of the normal ones in the fitted half of the public recordings (PhysioNet Challenge 2021).
 */
const RECOVERY = [1.1, 0.96, 0.99, 1.23, 0.92, 0.78, 0.84, 1.08] as const;

/** 8 × 3, row-major: independent leads from the heart vector. */
export type LeadField = Float64Array;

const STANDARD = Float64Array.from(ROWS.flat());

export const standardLeadField = (): LeadField => STANDARD.slice();

/** V5 and V6 lie far from the heart: what each sees alone differs less from torso to torso, and R is much alike in both. */
const LATERAL = 0.4;

/**
 * Dower's field on one torso. Limb leads: a gain (18 %) and a direction (0.11) of their own. Chest electrodes: moved along
 * the row of V1 to V6 by 0.4 of the way to the next (some 2 cm), together and each alone, and up or down; their gains
 * differ by 15 % between chests and by 15 % within one.
 *
 * @param spread  1: as chests and placements differ; 0: Dower's own but for V1
 * @source  placement: Wenger & Kligfield 1996, J Electrocardiol 29:179; Rajaganeshan 2008, Int J Clin Pract 62:65
 */
export const drawLeadField = (rng: Rng, spread = 1): LeadField => {
  const field = standardLeadField();
  const chest = Math.exp(0.15 * spread * rng.normal());
  const [along, up] = [0.2 * spread * rng.normal(), 0.09 * spread * rng.normal()];
  for (let l = 0; l < INDEPENDENT; l++) {
    const isChest = l >= FIRST_CHEST;
    const alone = l >= FIRST_LATERAL ? LATERAL * spread : spread;
    const gain = isChest
      ? chest * Math.exp(0.15 * alone * rng.normal())
      : Math.exp(0.18 * spread * rng.normal());
    const row = isChest ? rowAt(l - FIRST_CHEST + along + 0.38 * alone * rng.normal()) : ROWS[l]!;
    for (let k = 0; k < 3; k++) {
      const turn = isChest && k === 1 ? up + 0.12 * spread * rng.normal() : 0.11 * spread * rng.normal();
      field[3 * l + k] = gain * row[k]! + turn;
    }
  }
  return field;
};

/** Dower's vector at a place along V1 to V6, 0 to 5; beyond, by the nearest two. */
const rowAt = (place: number): readonly number[] => {
  const below = Math.max(0, Math.min(4, Math.floor(place)));
  const [a, b] = [ROWS[FIRST_CHEST + below]!, ROWS[FIRST_CHEST + below + 1]!];
  const u = Math.max(-0.5, Math.min(1.5, place - below));
  return a.map((value, k) => value + u * (b[k]! - value));
};

/** What the leads of a torso see of the atria. */
export const atrialField = (field: LeadField): LeadField =>
  field.map((weight, i) => ATRIAL[Math.floor(i / 3)]! * weight);

/** What the leads of a torso see of the ventricles' recovery. */
export const recoveryField = (field: LeadField): LeadField =>
  field.map((weight, i) => RECOVERY[Math.floor(i / 3)]! * weight);

const ALIKE = [1, 1, 1, 1, 1, 1, 1, 1] as const;
const GAINS = { P: ATRIAL, QRS: ALIKE, T: RECOVERY } as const;

/** Waves as the leads of a torso see them. */
export const seenWaves = (field: LeadField, waves: readonly Wave[]): SeenWave[] =>
  waves.map(({ part, centreMs, riseMs, fallMs, vector, local }) => {
    const gains = GAINS[part];
    const [x, y, z] = vector;
    const heights = new Float64Array(INDEPENDENT);
    for (let l = 0; l < INDEPENDENT; l++) {
      const dipole = field[3 * l]! * x + field[3 * l + 1]! * y + field[3 * l + 2]! * z;
      heights[l] = gains[l]! * dipole + (local?.[l] ?? 0);
    }
    return { part, centreMs, riseMs, fallMs, heights };
  });
