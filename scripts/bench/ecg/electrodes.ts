/**
 * Exchanged electrodes, planted in the real recordings: how many are doubted, and named rightly, on the half kept for
 * measuring (thresholds were chosen on the other). What is doubted without planting counts as a false alarm, although
 * some real recordings may have been exchanged.
 */

import { SWAPS, type Swap, suspectedSwap, swapped } from "../../../generators/ecg/lead-swap.ts";
import { INDEPENDENT_AT, twelveLeads } from "../../../generators/ecg/leads.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";
import type { Bench } from "../../bench.ts";
import { realRecords } from "./real-records.ts";

export const electrodes = async (): Promise<Bench> => {
  const all = await realRecords();
  if (all === undefined) return { rows: [], skipped: ["the real recordings are not here"] };
  const kept = all.flatMap(({ record, isDevelopment, isTenSeconds }) =>
    record === undefined || isDevelopment || !isTenSeconds ? [] : [record],
  );
  const rows = ([undefined, ...SWAPS] as const).map(planted => {
    const found = kept.map(record =>
      suspectedSwap(planted === undefined ? record : exchanged(record, planted)),
    );
    const doubted = found.filter(swap => swap !== undefined).length;
    const right = found.filter(swap => swap !== undefined && swap === planted).length;
    return {
      planted: planted ?? "none",
      recordings: kept.length,
      doubted: `${doubted} ${((100 * doubted) / kept.length).toFixed(1)} %`,
      "named rightly": planted === undefined ? "" : `${right} ${((100 * right) / kept.length).toFixed(1)} %`,
    };
  });
  return { rows, skipped: [] };
};

const exchanged = (record: EcgRecord, swap: Swap): EcgRecord => {
  const length = record.leads[0]!.length;
  const eight = new Float64Array(INDEPENDENT_AT.length * length);
  INDEPENDENT_AT.forEach((i, l) => {
    eight.set(record.leads[i]!, l * length);
  });
  const out = swapped(eight, swap);
  return {
    ...record,
    leads: twelveLeads(INDEPENDENT_AT.map((_, l) => out.subarray(l * length, (l + 1) * length))),
  };
};
