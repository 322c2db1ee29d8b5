import { createHash } from "node:crypto";
import type { EcgRecord } from "../../../schemas/ecg.ts";
import { realRecords } from "./real-records.ts";
import { type SeenRecord, seenRecord } from "./seen-record.ts";

/** The real ten-second recordings that can be measured, in two halves; what was left out, in words. */
export interface RealHalves {
  /** The half on which thresholds of the reader were chosen: fitted. */
  readonly fitted: readonly SeenRecord[];
  /** The half kept for measuring: judges. */
  readonly judged: readonly SeenRecord[];
  readonly about: string;
}

/**
 * Undefined where the recordings are not here. One recording counts as one patient: the headers hold no patient ids.
 * Of recordings with the same signal the first is kept, so that none is in both halves.
 */
export const realHalves = async (): Promise<RealHalves | undefined> => {
  const all = await realRecords();
  if (all === undefined) return undefined;
  const halves = { fitted: [] as SeenRecord[], judged: [] as SeenRecord[] };
  const known = new Set<string>();
  const left = { refused: 0, repeated: 0, unmeasured: 0 };
  const tenSeconds = all.filter(({ isTenSeconds }) => isTenSeconds);
  for (const { record, isDevelopment } of tenSeconds) {
    const seen = record && seenRecord(record);
    if (record === undefined) left.refused++;
    else if (known.has(signalOf(record))) left.repeated++;
    else if (seen === undefined) left.unmeasured++;
    else halves[isDevelopment ? "fitted" : "judged"].push(seen);
    if (record !== undefined) known.add(signalOf(record));
  }
  return {
    ...halves,
    about: `${tenSeconds.length} real recordings of 10 s: ${halves.fitted.length} fitted, ${halves.judged.length} judge; left out: ${left.refused} refused by the product, ${left.repeated} with a signal seen before, ${left.unmeasured} that cannot be measured; one recording counts as one patient`,
  };
};

const signalOf = ({ leads }: EcgRecord): string => {
  const hash = createHash("sha256");
  for (const lead of leads) hash.update(new Uint8Array(lead.buffer, lead.byteOffset, lead.byteLength));
  return hash.digest("hex");
};
