import { INDEPENDENT_LEADS, twelveLeads } from "../../../generators/ecg/leads.ts";
import { BEAT_LENGTH } from "../../../generators/ecg/median-beat.ts";
import { SAMPLE_MS } from "../../../generators/ecg/qrs.ts";
import { RESIDUAL_BANDS, residualLevels } from "../../../generators/ecg/residual/levels.ts";
import { LEADS } from "../../../schemas/ecg.ts";
import { BANDS, bandLevels } from "./band-levels.ts";
import { leadCorrelations, PAIRS } from "./lead-correlations.ts";
import type { SeenRecord } from "./seen-record.ts";

/** A number that is read off a recording. Traits of one family are averaged in a table. */
export interface Trait {
  readonly family: string;
  readonly unit: string;
  /** Which of the family: a lead, or a pair of leads. */
  readonly of?: string;
}

const WAVES = ["P", "R", "Q or S", "ST 60 ms after J", "T"] as const;

const SCALARS: readonly (Trait & { readonly read: (seen: SeenRecord) => number | undefined })[] = [
  { family: "heart rate", unit: "1/min", read: ({ analysis }) => analysis.measurements.heartRate },
  { family: "RR, SDNN", unit: "ms", read: ({ analysis }) => analysis.measurements.sdnnMs },
  { family: "RR, RMSSD", unit: "ms", read: ({ analysis }) => analysis.measurements.rmssdMs },
  { family: "PR", unit: "ms", read: ({ analysis }) => analysis.measurements.prMs },
  {
    family: "PR measured",
    unit: "share",
    read: ({ analysis }) => (analysis.measurements.prMs === undefined ? 0 : 1),
  },
  { family: "QRS", unit: "ms", read: ({ analysis }) => analysis.measurements.qrsMs },
  { family: "QT", unit: "ms", read: ({ analysis }) => analysis.measurements.qtMs },
  { family: "QTc", unit: "ms", read: ({ analysis }) => analysis.measurements.qtcMs },
  { family: "axis", unit: "°", read: ({ analysis }) => unrolled(analysis.measurements.axisDegrees) },
  { family: "noise", unit: "µV", read: ({ analysis }) => 1000 * analysis.noiseMv },
];

/** What is compared between real and synthetic recordings; `traitValues` has the same order. */
export const TRAITS: readonly Trait[] = [
  ...SCALARS.map(({ family, unit }) => ({ family, unit })),
  ...WAVES.flatMap(wave => LEADS.map(of => ({ family: `${wave}, height`, unit: "mV", of }))),
  ...BANDS.flatMap(({ name }) => INDEPENDENT_LEADS.map(of => ({ family: `power ${name}`, unit: "dB", of }))),
  ...RESIDUAL_BANDS.flatMap(({ from, to }) =>
    INDEPENDENT_LEADS.map(of => ({ family: `besides beats, ${from}–${to} Hz`, unit: "dB", of })),
  ),
  ...PAIRS.map(([a, b]) => ({
    family: "correlation of leads",
    unit: "r",
    of: `${INDEPENDENT_LEADS[a]}–${INDEPENDENT_LEADS[b]}`,
  })),
];

/** NaN where a recording has no such thing, such as P in fibrillation. */
export const traitValues = (seen: SeenRecord): Float64Array =>
  Float64Array.of(
    ...SCALARS.map(({ read }) => read(seen) ?? Number.NaN),
    ...waveHeights(seen),
    ...bandLevels(seen.record),
    ...besidesBeats(seen),
    ...leadCorrelations(seen.record),
  );

/** Bands × leads, as `residualLevels` has them leads × bands. */
const besidesBeats = ({ record, analysis }: SeenRecord): readonly number[] => {
  const levels = residualLevels(record, analysis);
  return RESIDUAL_BANDS.flatMap((_, b) =>
    INDEPENDENT_LEADS.map((_, l) => levels?.[l * RESIDUAL_BANDS.length + b] ?? Number.NaN),
  );
};

/** Few hearts point to −135°: the circle is cut there. */
const unrolled = (degrees: number): number => (degrees < -135 ? degrees + 360 : degrees);

/** Waves × 12 leads of the averaged beat, millivolts: R up, Q or S down, the others by their largest deflection. */
const waveHeights = ({ analysis }: SeenRecord): readonly number[] => {
  const { beat, marks, measurements } = analysis;
  const leads = twelveLeads(
    INDEPENDENT_LEADS.map((_, l) => beat.subarray(l * BEAT_LENGTH, (l + 1) * BEAT_LENGTH)),
  );
  const stretch = (lead: Float32Array, from: number, to: number) =>
    lead.subarray(Math.max(0, Math.round(from)), Math.max(1, Math.round(to) + 1));
  const { qrsOn, qrsOff, tEnd, pOn, pOff } = marks;
  const hasP = measurements.prMs !== undefined && pOn !== undefined && pOff !== undefined;
  const heights: Readonly<Record<(typeof WAVES)[number], (lead: Float32Array) => number>> = {
    P: lead => (hasP ? largest(stretch(lead, pOn, pOff)) : Number.NaN),
    R: lead => Math.max(0, ...stretch(lead, qrsOn, qrsOff)),
    "Q or S": lead => Math.min(0, ...stretch(lead, qrsOn, qrsOff)),
    "ST 60 ms after J": lead =>
      lead[Math.min(BEAT_LENGTH - 1, Math.round(qrsOff + 60 / SAMPLE_MS))] ?? Number.NaN,
    T: lead => largest(stretch(lead, Math.min(tEnd, qrsOff + 80 / SAMPLE_MS), tEnd)),
  };
  return WAVES.flatMap(wave => leads.map(heights[wave]));
};

/** Furthest from zero, with its sign. */
const largest = (values: Float32Array): number =>
  values.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
