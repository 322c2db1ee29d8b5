import { LEADS } from "../../schemas/ecg.ts";

/** The leads that carry information: the other four limb leads follow from I and II. Order of the canonical vector. */
export const INDEPENDENT_LEADS = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"] as const;
export const INDEPENDENT = INDEPENDENT_LEADS.length;
/** Where the chest leads begin among the independent ones. */
export const FIRST_CHEST = 2;
/** V5 and V6, which lie far from the heart. */
export const FIRST_LATERAL = FIRST_CHEST + 4;

/** Index in LEADS of each independent lead. */
export const INDEPENDENT_AT: readonly number[] = INDEPENDENT_LEADS.map(lead => LEADS.indexOf(lead));

/**
 * Twelve leads from the eight independent ones: III = II − I (Einthoven), aVR = −(I + II)/2, aVL = I − II/2,
 * aVF = II − I/2 (Goldberger), computed in double precision and rounded once.
 *
 * @param independent  I, II, V1…V6, millivolts, equal lengths
 * @returns            12 leads in the order of LEADS, millivolts
 */
export const twelveLeads = (independent: readonly ArrayLike<number>[]): Float32Array[] =>
  withLimbs(independent.map(lead => new Float32Array(lead)));

/** The same of leads that are rounded already, and become the result's. */
export const withLimbs = (independent: readonly Float32Array[]): Float32Array[] => {
  const [I, II, ...chest] = independent as readonly [Float32Array, Float32Array, ...Float32Array[]];
  const { length } = I;
  const [III, aVR, aVL, aVF] = [0, 0, 0, 0].map(() => new Float32Array(length)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let n = 0; n < length; n++) {
    // From the rounded values, so that the identities hold between the numbers a reader sees.
    const a = I[n]!;
    const b = II[n]!;
    III[n] = b - a;
    aVR[n] = -(a + b) / 2;
    aVL[n] = a - b / 2;
    aVF[n] = b - a / 2;
  }
  return [I, II, III, aVR, aVL, aVF, ...chest];
};
