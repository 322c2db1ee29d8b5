import type { EcgMeasurements, EcgRecord } from "../../schemas/ecg.ts";
import { flatLeads } from "./flat-leads.ts";
import { type Marks, marksOf } from "./intervals.ts";
import { INDEPENDENT_AT } from "./leads.ts";
import { BEAT_LENGTH, type MedianBeat, medianBeat } from "./median-beat.ts";
import { noiseLevel } from "./noise-level.ts";
import { pRecurs, pShares } from "./p-shares.ts";
import { qrsPlaces, SAMPLE_MS } from "./qrs.ts";
import { variability } from "./variability.ts";

/** All that is measured of one recording. */
export interface Analysis {
  readonly measurements: EcgMeasurements;
  /** 8 leads × BEAT_LENGTH at 500 Hz, millivolts, zero before QRS. */
  readonly beat: Float64Array;
  readonly marks: Marks;
  /** Mean RR interval. */
  readonly rrMs: number;
  /** High-frequency noise, millivolts. */
  readonly noiseMv: number;
  /** QRS centres of all beats, samples. */
  readonly places: readonly number[];
}

/**
 * Rate, variability, intervals, axis and P energy of a recording; undefined where there are fewer than three beats
 * of one shape or QRS or T cannot be told. Never throws because of a value.
 *
 * @param record  12 leads at 500 Hz
 */
export const measure = (record: EcgRecord): EcgMeasurements | undefined => analyse(record)?.measurements;

/** `measure` with the averaged beat it was read from. */
export const analyse = (record: EcgRecord): Analysis | undefined => {
  const leads = INDEPENDENT_AT.map(i => Float64Array.from(record.leads[i] ?? []));
  if (record.rateHz !== 500 || leads.some(lead => lead.length < 1000 || lead.length !== leads[0]!.length))
    return undefined;
  if (leads.some(lead => lead.some(value => !Number.isFinite(value)))) return undefined;
  const rough = medianBeat(leads, qrsPlaces(leads));
  if (rough === undefined) return undefined;
  const kept = rough.places.filter((_, i) => rough.dominant[i]);
  const level = flatLeads(leads, { knots: kept, places: kept, beat: rough.beat });
  return level && summary(level.flat, { ...rough, beat: level.beat }, noiseLevel(leads));
};

const summary = (
  leads: readonly Float64Array[],
  median: MedianBeat,
  noiseMv: number,
): Analysis | undefined => {
  const rhythm = variability(
    median.places.map(n => n * SAMPLE_MS),
    median.dominant,
  );
  if (rhythm === undefined) return undefined;
  const marks = marksOf(median.beat, rhythm.rrMs);
  if (marks === undefined) return undefined;
  const kept = median.places.filter((_, i) => median.dominant[i]);
  const hasP = marks.pOn !== undefined && pRecurs(pShares(leads, kept, median.beat, marks));
  const { beat } = median;
  const measurements = measurementsOf(beat, marks, rhythm, hasP);
  return { beat, marks, rrMs: rhythm.rrMs, noiseMv, places: median.places, measurements };
};

/** Numbers of an averaged beat and its rhythm; shared with the simulator, which has both without a recording. */
export const measurementsOf = (
  beat: Float64Array,
  marks: Marks,
  rhythm: { readonly rrMs: number; readonly sdnnMs: number; readonly rmssdMs: number },
  hasP: boolean,
): EcgMeasurements => {
  const qtMs = (marks.tEnd - marks.qrsOn) * SAMPLE_MS;
  const prMs = hasP && marks.pOn !== undefined ? (marks.qrsOn - marks.pOn) * SAMPLE_MS : undefined;
  return {
    heartRate: 60_000 / rhythm.rrMs,
    sdnnMs: rhythm.sdnnMs,
    rmssdMs: rhythm.rmssdMs,
    ...(prMs !== undefined && prMs >= 80 && prMs <= 400 && { prMs }),
    qrsMs: (marks.qrsOff - marks.qrsOn) * SAMPLE_MS,
    qtMs,
    // Fridericia 1920: QT / RR^(1/3), RR in seconds.
    qtcMs: qtMs / Math.cbrt(rhythm.rrMs / 1000),
    axisDegrees: frontalAxis(beat, marks),
    pEnergy: marks.pEnergy,
  };
};

/** Angle of the net QRS area in the frontal plane, from I and aVF = II − I/2 (aVF scaled by 2/√3 to a unit lead). */
const frontalAxis = (beat: Float64Array, marks: Marks): number => {
  let [one, two] = [0, 0];
  for (let n = marks.qrsOn; n <= marks.qrsOff; n++) {
    one += beat[n]!;
    two += beat[BEAT_LENGTH + n]!;
  }
  return (Math.atan2((two - one / 2) * (2 / Math.sqrt(3)), one) * 180) / Math.PI;
};
