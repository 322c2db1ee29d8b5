import { INDEPENDENT_AT } from "../../../generators/ecg/leads.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";
import { type Powers, periodogram } from "../../../src/math/periodogram.ts";

/** What each band is known for: wander, T and P, QRS, its notches, muscle and electronics. Mains lie in none. */
export const BANDS = [
  { name: "0.2–0.7 Hz", from: 0.2, to: 0.7 },
  { name: "0.7–3 Hz", from: 0.7, to: 3 },
  { name: "3–10 Hz", from: 3, to: 10 },
  { name: "10–25 Hz", from: 10, to: 25 },
  { name: "25–45 Hz", from: 25, to: 45 },
  { name: "70–95 Hz", from: 70, to: 95 },
  { name: "110–140 Hz", from: 110, to: 140 },
] as const;

const SIZE = 4096;
const powersOf = periodogram(SIZE);

/**
 * Power of every band and independent lead, decibels above 1 mV², bands first: two Hann windows of 8.2 s, at the
 * beginning and the end.
 */
export const bandLevels = ({ leads, rateHz }: EcgRecord): readonly number[] => {
  const windows = INDEPENDENT_AT.map(i => windowsOf(leads[i]!));
  return BANDS.flatMap(({ from, to }) =>
    windows.map(both => {
      const [first, end] = [from, to].map(hz => Math.round((hz * SIZE) / rateHz)) as [number, number];
      const power = both.reduce((sum, powers) => sum + powers(first, end - 1) / both.length, 0);
      return 10 * Math.log10(power + 1e-12);
    }),
  );
};

const windowsOf = (lead: Float32Array): readonly Powers[] => {
  const mean = lead.reduce((sum, value) => sum + value, 0) / lead.length;
  return [0, Math.max(0, lead.length - SIZE)].map(start =>
    powersOf(
      Float64Array.from({ length: SIZE }, (_, n) => lead[start + n] ?? mean),
      mean,
    ),
  );
};
