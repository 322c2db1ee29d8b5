import { LEADS } from "../../schemas/ecg.ts";

/** The leads that carry information: the other four limb leads follow from I and II. Order of the canonical vector. */
export const INDEPENDENT_LEADS = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"] as const;
export const INDEPENDENT = INDEPENDENT_LEADS.length;
/** Where the chest leads begin among the independent ones. */
export const FIRST_CHEST = 2;

/** Index in LEADS of each independent lead. */
export const INDEPENDENT_AT: readonly number[] = INDEPENDENT_LEADS.map(lead => LEADS.indexOf(lead));

/**
 * Twelve leads from the eight independent ones: III = II − I (Einthoven), aVR = −(I + II)/2, aVL = I − II/2,
 * aVF = II − I/2 (Goldberger), computed in double precision and rounded once.
 *
 * @param independent  I, II, V1…V6, millivolts, equal lengths
 * @returns            12 leads in the order of LEADS, millivolts
 */
export const twelveLeads = (independent: readonly ArrayLike<number>[]): Float32Array[] => {
  const [one, two, ...chest] = independent as readonly [ArrayLike<number>, ArrayLike<number>];
  const length = one.length;
  const limb = Array.from({ length: 6 }, () => new Float32Array(length));
  const [I, II, III, aVR, aVL, aVF] = limb as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let n = 0; n < length; n++) {
    I[n] = one[n]!;
    II[n] = two[n]!;
    // From the rounded values, so that the identities hold between the numbers a reader sees.
    const a = I[n]!;
    const b = II[n]!;
    III[n] = b - a;
    aVR[n] = -(a + b) / 2;
    aVL[n] = a - b / 2;
    aVF[n] = b - a / 2;
  }
  return [...limb, ...(chest as readonly ArrayLike<number>[]).map(lead => new Float32Array(lead))];
};
