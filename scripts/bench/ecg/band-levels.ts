import { INDEPENDENT_AT } from "../../../generators/ecg/leads.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";
import { bitReversed, realFft } from "../../../src/math/fft.ts";

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
const transform = realFft(SIZE);

const PLACES = bitReversed(SIZE / 2);

const HANN = Float64Array.from({ length: SIZE }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / SIZE));

/**
 * Power of every band and independent lead, decibels above 1 mV², bands first: two Hann windows of 8.2 s, at the
 * beginning and the end.
 */
export const bandLevels = ({ leads, rateHz }: EcgRecord): readonly number[] => {
  const spectra = INDEPENDENT_AT.map(i => powers(leads[i]!));
  return BANDS.flatMap(({ from, to }) =>
    spectra.map(power => {
      const [first, last] = [from, to].map(hz => Math.round((hz * SIZE) / rateHz)) as [number, number];
      let sum = 0;
      for (let k = first; k < last; k++) sum += power[k]!;
      return 10 * Math.log10(sum + 1e-12);
    }),
  );
};

/** One-sided: the sum over frequencies is the variance of the signal, mV². */
const powers = (lead: Float32Array): Float64Array => {
  const out = new Float64Array(SIZE / 2);
  const starts = [0, Math.max(0, lead.length - SIZE)];
  const mean = lead.reduce((sum, value) => sum + value, 0) / lead.length;
  // Mean square of the Hann window is 3/8; both signs of a frequency count.
  const scale = 2 / (SIZE * SIZE * 0.375) / starts.length;
  for (const start of starts) {
    const { re, im } = transform.forward(
      HANN.map((weight, n) => weight * ((lead[start + n] ?? mean) - mean)),
    );
    for (let k = 1; k < out.length; k++)
      out[k] = out[k]! + scale * (re[PLACES[k]!]! ** 2 + im[PLACES[k]!]! ** 2);
  }
  return out;
};
