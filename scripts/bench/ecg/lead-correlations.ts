import { INDEPENDENT, INDEPENDENT_AT } from "../../../generators/ecg/leads.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";

/** Pairs of independent leads, by their place. */
export const PAIRS: readonly (readonly [number, number])[] = Array.from({ length: INDEPENDENT }, (_, a) =>
  Array.from({ length: INDEPENDENT - 1 - a }, (_, i) => [a, a + 1 + i] as const),
).flat();

/** Pearson's correlation of every pair of independent leads over the whole recording. */
export const leadCorrelations = ({ leads }: EcgRecord): readonly number[] => {
  const standard = INDEPENDENT_AT.map(i => standardised(leads[i]!));
  return PAIRS.map(([a, b]) => {
    let sum = 0;
    for (let n = 0; n < standard[a]!.length; n++) sum += standard[a]![n]! * standard[b]![n]!;
    return sum;
  });
};

/** Mean 0, length 1. */
const standardised = (lead: Float32Array): Float64Array => {
  let mean = 0;
  for (const value of lead) mean += value / lead.length;
  let squares = 0;
  for (const value of lead) squares += (value - mean) ** 2;
  return Float64Array.from(lead, value => (value - mean) / Math.sqrt(squares));
};
