import type { Lead } from "../../schemas/ecg.ts";

export const LIMB_LEADS = ["I", "II", "III", "aVR", "aVL", "aVF"] as const satisfies readonly Lead[];
export type LimbLead = (typeof LIMB_LEADS)[number];

/** Every limb lead as a·I + b·II. @source Einthoven 1912; Goldberger 1942 */
const FROM_I_AND_II: Readonly<Record<LimbLead, readonly [number, number]>> = {
  I: [1, 0],
  II: [0, 1],
  III: [-1, 1],
  aVR: [-0.5, -0.5],
  aVL: [1, -0.5],
  aVF: [-0.5, 1],
};

export const isLimbLead = (lead: Lead): lead is LimbLead => lead in FROM_I_AND_II;

/**
 * Two limb leads from which I and II follow: themselves, one of them and another, or any two.
 *
 * @returns  undefined where there are fewer than two
 */
export const limbPair = (there: readonly LimbLead[]): readonly [LimbLead, LimbLead] | undefined => {
  const [first, second] = LIMB_LEADS.filter(lead => there.includes(lead));
  return first === undefined || second === undefined ? undefined : [first, second];
};

/** I and II, millivolts, from a pair; any two limb leads are independent of each other. */
export const oneAndTwo = (
  pair: readonly [LimbLead, LimbLead],
  values: readonly [Float64Array, Float64Array],
): readonly [Float64Array, Float64Array] => {
  const [[a, b], [c, d]] = [FROM_I_AND_II[pair[0]], FROM_I_AND_II[pair[1]]];
  const det = a * d - b * c;
  const [x, y] = values;
  return [
    x.map((value, n) => (d * value - b * y[n]!) / det),
    y.map((value, n) => (a * value - c * x[n]!) / det),
  ];
};

/** More than this is no rounding or filter: root mean square, millivolts, and as a share of the lead's own. */
const LEAST_MV = 0.05;
const LEAST_SHARE = 0.2;

/**
 * Limb leads that do not follow from I and II as Einthoven and Goldberger say, offsets apart: a lead under a wrong
 * name, or electrodes that changed between leads. aVR upside down is a convention (Cabrera) and no fault.
 *
 * @param leads  millivolts, equal lengths; NaN where a sample is missing
 */
export const brokenLimbLeads = (leads: ReadonlyMap<Lead, Float64Array>): readonly LimbLead[] => {
  const [one, two] = [leads.get("I"), leads.get("II")];
  if (one === undefined || two === undefined) return [];
  return LIMB_LEADS.filter(lead => {
    const recorded = leads.get(lead);
    if (recorded === undefined || lead === "I" || lead === "II") return false;
    const [a, b] = FROM_I_AND_II[lead];
    const made = one.map((value, n) => a * value + b * two[n]!);
    const own = spread(recorded);
    const off = (sign: number) => spread(recorded.map((value, n) => value - sign * made[n]!));
    const least = lead === "aVR" ? Math.min(off(1), off(-1)) : off(1);
    return least > Math.max(LEAST_MV, LEAST_SHARE * own);
  });
};

const spread = (values: Float64Array): number => {
  const known = values.filter(value => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
};
