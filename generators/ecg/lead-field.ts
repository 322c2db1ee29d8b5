import type { Rng } from "../../src/math/rng.ts";
import { INDEPENDENT } from "./leads.ts";

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

/** 8 × 3, row-major: independent leads from the heart vector. */
export type LeadField = Float64Array;

export const standardLeadField = (): LeadField => Float64Array.from(DOWER.flat());

/** Dower's field on one torso: every lead with its own gain (14 %) and direction (0.08), as no two chests and placements are alike. */
export const drawLeadField = (rng: Rng): LeadField => {
  const field = standardLeadField();
  for (let l = 0; l < INDEPENDENT; l++) {
    const gain = Math.exp(0.14 * rng.normal());
    for (let k = 0; k < 3; k++) field[3 * l + k] = gain * field[3 * l + k]! + 0.08 * rng.normal();
  }
  return field;
};

/** Leads = field × vector, over all samples. `vector` is 3 × n, the result 8 arrays of n. */
export const project = (field: LeadField, vector: Float64Array, n: number): Float64Array[] =>
  Array.from({ length: INDEPENDENT }, (_, l) => {
    const [a, b, c] = [field[3 * l]!, field[3 * l + 1]!, field[3 * l + 2]!];
    const out = new Float64Array(n);
    for (let i = 0; i < n; i++) out[i] = a * vector[i]! + b * vector[n + i]! + c * vector[2 * n + i]!;
    return out;
  });
