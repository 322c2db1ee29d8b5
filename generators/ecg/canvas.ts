import { LEADS, type Lead } from "../../schemas/ecg.ts";
import { INDEPENDENT, INDEPENDENT_LEADS } from "./leads.ts";
import { FROM_I_AND_II, type LimbLead } from "./limb-leads.ts";

/**
 * The independent leads while they are drawn: samples × 8, sample-major (I, II, V1…V6 of an instant lie together, for
 * what is added is added to all of them), millivolts.
 */
export type Canvas = Float64Array;

export const blankCanvas = (samples: number): Canvas => new Float64Array(samples * INDEPENDENT);

/**
 * The twelve leads in the order of LEADS, millivolts. Limb leads follow from I and II as rounded, so that Einthoven's and
 * Goldberger's identities hold between the numbers a reader sees.
 */
export const allLeadsOf = (canvas: Canvas): Float32Array[] => {
  const rows = INDEPENDENT_LEADS.map((_, row) => rowOf(canvas, row));
  const [one, two] = rows as [Float32Array, Float32Array];
  return LEADS.map(lead => {
    const own = (INDEPENDENT_LEADS as readonly Lead[]).indexOf(lead);
    return own >= 0 ? rows[own]! : limbLead(one, two, FROM_I_AND_II[lead as LimbLead]);
  });
};

const rowOf = (canvas: Canvas, row: number): Float32Array => {
  const stride = INDEPENDENT;
  const out = new Float32Array(canvas.length / stride);
  for (let n = 0, at = row; n < out.length; n++, at += stride) out[n] = canvas[at]!;
  return out;
};

const limbLead = (one: Float32Array, two: Float32Array, [a, b]: readonly [number, number]): Float32Array => {
  const out = new Float32Array(one.length);
  for (let n = 0; n < out.length; n++) out[n] = a * one[n]! + b * two[n]!;
  return out;
};

/** The independent leads one after the other: 8 × samples, millivolts. */
export const leadMajor = (canvas: Canvas): Float64Array => {
  const out = new Float64Array(canvas.length);
  for (let lead = 0, to = 0; lead < INDEPENDENT; lead++)
    for (let at = lead; at < canvas.length; at += INDEPENDENT) out[to++] = canvas[at]!;
  return out;
};
