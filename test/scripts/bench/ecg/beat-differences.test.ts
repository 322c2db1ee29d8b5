import { describe, expect, it } from "vitest";
import { BEAT_SCALE, DIMENSION, POINTS } from "../../../../generators/ecg/canonical.ts";
import { beatDifferences } from "../../../../scripts/bench/ecg/beat-differences.ts";
import type { SeenRecord } from "../../../../scripts/bench/ecg/seen-record.ts";

/** Recordings whose point 75 (0 ms) of V1 runs evenly from `low` to `high` millivolts; all else is 0. */
const records = (low: number, high: number): SeenRecord[] =>
  Array.from({ length: 101 }, (_, i) => {
    const vector = new Float64Array(DIMENSION);
    vector[2 * POINTS + 75] = BEAT_SCALE * (low + ((high - low) * i) / 100);
    return { vector } as SeenRecord;
  });

describe("where the averaged beat is furthest off", () => {
  it("names lead and instant, in spreads of the real ones, and puts the largest difference first", () => {
    const [first, second] = beatDifferences(records(-0.1, 0.1), records(0, 0.2));
    expect(first).toMatchObject({
      of: "V1, 0 ms",
      "off, SD of real": (0.1 / 0.068).toFixed(2),
      real: "0 ± 68",
      prior: "100 ± 68",
    });
    expect(second).toMatchObject({ "off, SD of real": "0.00" });
  });
});
