import type { EcgRecord } from "../../../schemas/ecg.ts";
import type { RhythmGroup } from "../../../schemas/ecg-groups.ts";
import { periodogram } from "../../../src/math/periodogram.ts";
import { quantile } from "../../../src/math/stats.ts";
import { BEFORE_SHARE } from "../canonical.ts";
import type { Analysis } from "../delineate.ts";
import { INDEPENDENT, INDEPENDENT_AT } from "../leads.ts";
import { BEAT_LENGTH, BEFORE } from "../median-beat.ts";
import { SAMPLE_MS } from "../qrs.ts";

/**
 * Bands of what a recording holds besides its beats, and the samples of the windows they are measured in: breathing's
 * wander, drift, electrodes, electrodes and muscle, muscle. Mains lie in none.
 */
export const RESIDUAL_BANDS = [
  { from: 0.2, to: 0.7, window: 4096 },
  { from: 1, to: 3, window: 1024 },
  { from: 3, to: 10, window: 512 },
  { from: 10, to: 25, window: 512 },
  { from: 25, to: 45, window: 512 },
  { from: 70, to: 95, window: 512 },
] as const;
/** Levels of a recording: lead-major, I, II, V1 … V6. */
export const RESIDUAL_SIZE = INDEPENDENT * RESIDUAL_BANDS.length;

/** Rhythms whose atria go with QRS: the waves of fibrillation and flutter would count as an electrode's noise. */
export const RESIDUAL_STRATA: readonly RhythmGroup[] = ["sinus", "bradycardia", "tachycardia"];

const RATE_HZ = 1000 / SAMPLE_MS;
/** Nothing is quieter than this, mV²: a hundredth of a microvolt. */
const SILENCE = 1e-10;

/**
 * Power in each lead and band of the recording less its averaged beat, decibels above 1 mV²: the median over half
 * overlapping Hann windows, so that an ectopic beat or a jolt does not decide.
 *
 * @param record  12 leads at 500 Hz, as it was analysed
 * @returns       RESIDUAL_SIZE levels; undefined for less than 8.2 s
 */
export const residualLevels = (record: EcgRecord, analysis: Analysis): Float64Array | undefined => {
  const leads = INDEPENDENT_AT.map(i => record.leads[i]!);
  if (leads.some(lead => lead.length < WINDOWS[0]!)) return undefined;
  const out = new Float64Array(RESIDUAL_SIZE);
  leads.forEach((lead, l) => {
    const left = withoutBeats(lead, analysis.beat.subarray(l * BEAT_LENGTH), analysis.places);
    for (const kind of KINDS) {
      const powers = powersOf(left, kind);
      kind.bands.forEach(({ band }, i) => {
        const middle = quantile(
          Float64Array.from(powers, window => window[i]!),
          0.5,
        );
        out[l * RESIDUAL_BANDS.length + band] = 10 * Math.log10(middle + SILENCE);
      });
    }
  });
  return out;
};

const WINDOWS: readonly number[] = [...new Set(RESIDUAL_BANDS.map(({ window }) => window))];

/** A lead less the averaged beat at every place, each within its own stretch of the cycle. */
const withoutBeats = (
  lead: ArrayLike<number>,
  beat: Float64Array,
  places: readonly number[],
): Float64Array => {
  const out = Float64Array.from(lead);
  places.forEach((place, i) => {
    const next = places[i + 1];
    const cycle = (next ?? place) - (next === undefined ? (places[i - 1] ?? place) : place);
    const earlier = i === 0 ? cycle : place - places[i - 1]!;
    const from = place - Math.min(BEFORE, Math.round(BEFORE_SHARE * earlier));
    const to =
      place + Math.min(BEAT_LENGTH - BEFORE, cycle - Math.min(BEFORE, Math.round(BEFORE_SHARE * cycle)));
    for (let n = Math.max(0, from); n < Math.min(out.length, to); n++)
      out[n] = out[n]! - beat[n - place + BEFORE]!;
  });
  return out;
};

/** Windows of one length, and the frequencies of the bands that are measured in them. */
interface Kind {
  readonly size: number;
  readonly powers: ReturnType<typeof periodogram>;
  readonly bands: readonly { readonly band: number; readonly first: number; readonly last: number }[];
}

const KINDS: readonly Kind[] = WINDOWS.map(size => ({
  size,
  powers: periodogram(size),
  bands: RESIDUAL_BANDS.flatMap(({ from, to, window }, band) => {
    const [first, last] = [from, to].map(hz => Math.round((hz * size) / RATE_HZ)) as [number, number];
    return window === size ? [{ band, first, last }] : [];
  }),
}));

/** Power of the kind's bands in every window, mV². */
const powersOf = (x: Float64Array, { size, powers, bands }: Kind): number[][] => {
  const out: number[][] = [];
  for (let start = 0; start + size <= x.length; start += size / 2) {
    const window = x.subarray(start, start + size);
    let mean = 0;
    for (let n = 0; n < size; n++) mean += window[n]! / size;
    const power = powers(window, mean);
    out.push(bands.map(({ first, last }) => power(first, last)));
  }
  return out;
};
