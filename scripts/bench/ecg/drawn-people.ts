import { population } from "../../../src/pipeline/population.ts";
import type { Fitted } from "./record-release.ts";
import { type SeenRecord, seenRecord } from "./seen-record.ts";

/** Recordings of people as `generate` draws them from a release: how many have which label is the release's too. */
export const drawnPeople = ({ release, models }: Fitted, count: number, seed: string): SeenRecord[] => {
  const found: SeenRecord[] = [];
  for (const { ecg } of population(release, models, { patients: 2 * count, seed })) {
    const seen = ecg && seenRecord(ecg.record);
    if (seen !== undefined) found.push(seen);
    if (found.length === count) break;
  }
  return found;
};
