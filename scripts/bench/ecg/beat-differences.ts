import { BEAT_SCALE, POINTS, STEP_MS, WINDOW_START_MS } from "../../../generators/ecg/canonical.ts";
import { INDEPENDENT_LEADS } from "../../../generators/ecg/leads.ts";
import { quantile } from "../../../src/math/stats.ts";
import type { Bench } from "../../bench.ts";
import type { SeenRecord } from "./seen-record.ts";

/** Points of the averaged beat from one instant that is looked at to the next: 40 ms. */
const STRIDE = 10;
const SHOWN = 15;

/**
 * Where the averaged beat of synthetic recordings lies furthest from that of real ones: by lead and instant, the
 * difference of medians over the real spread. Spreads are half the distance between the 16 % and the 84 % quantile, so
 * that a few broad QRS do not hide the rest.
 */
export const beatDifferences = (
  real: readonly SeenRecord[],
  synthetic: readonly SeenRecord[],
): Bench["rows"] =>
  INDEPENDENT_LEADS.flatMap((lead, l) =>
    Array.from({ length: POINTS / STRIDE }, (_, k) => {
      const point = k * STRIDE + STRIDE / 2;
      const at = l * POINTS + point;
      const [theirs, ours] = [real, synthetic].map(records => lawAt(records, at)) as [Law, Law];
      const off = (ours.median - theirs.median) / Math.max(LEAST_MV, theirs.spread);
      return {
        off,
        row: {
          task: "prior, beat furthest off",
          of: `${lead}, ${WINDOW_START_MS + point * STEP_MS} ms`,
          unit: "µV",
          "off, SD of real": off.toFixed(2),
          real: told(theirs),
          prior: told(ours),
        },
      };
    }),
  )
    .sort((a, b) => Math.abs(b.off) - Math.abs(a.off))
    .slice(0, SHOWN)
    .map(({ row }) => row);

/** Millivolts. */
interface Law {
  readonly median: number;
  readonly spread: number;
}

/** What is less is within the noise of an averaged beat. */
const LEAST_MV = 0.005;

const lawAt = (records: readonly SeenRecord[], at: number): Law => {
  const values = records.map(({ vector }) => vector[at]! / BEAT_SCALE);
  return { median: quantile(values, 0.5), spread: (quantile(values, 0.84) - quantile(values, 0.16)) / 2 };
};

const told = ({ median, spread }: Law): string =>
  `${(1000 * median).toFixed(0)} ± ${(1000 * spread).toFixed(0)}`;
