import { type EcgRecord, LEADS, type Lead } from "../../../schemas/ecg.ts";
import type { Sex } from "../../../schemas/record.ts";
import { type BeatMarks, type MarkedBeats, type MarkedGroup, markedBeats } from "../beat-marks.ts";
import type { Marks } from "../intervals.ts";
import { INDEPENDENT_AT, twelveLeads } from "../leads.ts";
import { BEAT_LENGTH } from "../median-beat.ts";
import { type AtrialEvents, atrialEvents, atrialSignal } from "./atrial-events.ts";
import { type FlutterWave, flutterWave } from "./flutter-wave.ts";
import { type LeadWaves, leadWaves } from "./lead-waves.ts";
import { pacingSpikes } from "./pacing-spikes.ts";

/** All that the rules look at. Milliseconds, millivolts, degrees. */
export interface Signs {
  readonly beats: readonly BeatMarks[];
  readonly groups: readonly MarkedGroup[];
  /** Index of the group that stands for the recording. */
  readonly primary: number;
  /** Intervals between successive QRS. */
  readonly rrMs: readonly number[];
  readonly waves: Readonly<Record<Lead, LeadWaves>>;
  /** Marks of the averaged dominant beat, samples in its window. */
  readonly marks: Marks;
  /** The averaged dominant beat, 12 leads of BEAT_LENGTH in the order of LEADS. */
  readonly rows: readonly Float64Array[];
  /** Whether a P wave recurs at a fixed time before the dominant QRS. */
  readonly hasP: boolean;
  readonly prMs?: number;
  readonly qrsMs: number;
  /** Fridericia. */
  readonly qtcMs: number;
  readonly axisDegrees: number;
  readonly atrial: AtrialEvents;
  readonly flutter?: FlutterWave;
  readonly spikes: number;
  readonly sex?: Sex;
  readonly ageYears?: number;
}

const SAMPLE_MS = 2;

/** Signs of a 12-lead recording at 500 Hz; undefined where beats, QRS or T cannot be told. */
export const signsOf = (record: EcgRecord): Signs | undefined => {
  const leads = INDEPENDENT_AT.map(i => Float64Array.from(record.leads[i] ?? []));
  if (record.rateHz !== 500 || leads.some(lead => lead.length < 1000 || !lead.every(Number.isFinite)))
    return undefined;
  const marked = markedBeats(leads);
  if (marked === undefined) return undefined;
  const primary = primaryOf(marked);
  const dominant = marked.groups[primary]!;
  const { marks } = dominant;
  if (marks === undefined) return undefined;
  const { beats, groups, flat } = marked;
  const rrMs = beats.slice(1).map((beat, i) => (beat.centre - beats[i]!.centre) * SAMPLE_MS);
  const rows = twelveRows(dominant.beat);
  const signal = atrialSignal(marked);
  const flutter = flutterWave(flat, beats);
  return {
    beats,
    groups,
    primary,
    rrMs,
    rows,
    marks,
    hasP: dominant.hasP,
    waves: wavesOf(rows, marks, marked.rrMs),
    ...(dominant.hasP && marks.pOn !== undefined && { prMs: (marks.qrsOn - marks.pOn) * SAMPLE_MS }),
    qrsMs: (marks.qrsOff - marks.qrsOn) * SAMPLE_MS,
    qtcMs: ((marks.tEnd - marks.qrsOn) * SAMPLE_MS) / Math.cbrt(marked.rrMs / 1000),
    axisDegrees: axisOf(rows, marks),
    atrial: atrialEvents(signal, beats),
    ...(flutter && { flutter }),
    spikes: pacingSpikes(leads, beats),
    ...(record.sex && { sex: record.sex }),
    ...(record.ageYears !== undefined && { ageYears: record.ageYears }),
  };
};

/** Of the shapes that many beats have, one that P precedes, else the narrowest: bigeminy has as many of either. */
const primaryOf = ({ groups, beats }: MarkedBeats): number => {
  const width = ({ marks }: MarkedGroup) =>
    marks === undefined ? Number.POSITIVE_INFINITY : marks.qrsOff - marks.qrsOn;
  let best = 0;
  groups.forEach((group, i) => {
    if (group.places.length < Math.max(3, 0.3 * beats.length) || group.marks === undefined) return;
    const [now, then] = [
      width(group) - (group.hasP ? 30 : 0),
      width(groups[best]!) - (groups[best]!.hasP ? 30 : 0),
    ];
    if (now < then - 5) best = i;
  });
  return best;
};

const twelveRows = (beat: Float64Array): readonly Float64Array[] => {
  const rows = INDEPENDENT_AT.map((_, l) => beat.subarray(l * BEAT_LENGTH, (l + 1) * BEAT_LENGTH));
  return twelveLeads(rows).map(row => Float64Array.from(row));
};

const wavesOf = (rows: readonly Float64Array[], marks: Marks, rrMs: number): Signs["waves"] => {
  const { qrsOn, qrsOff, tEnd, pOn, pOff } = marks;
  const bounds = {
    qrsOn,
    qrsOff,
    tEnd,
    rrMs,
    ...(pOn !== undefined && { pOn }),
    ...(pOff !== undefined && { pOff }),
  };
  return Object.fromEntries(LEADS.map((lead, i) => [lead, leadWaves(rows[i]!, bounds)])) as Record<
    Lead,
    LeadWaves
  >;
};

/** Of the net QRS area in I and aVF (aVF scaled by 2/√3 to a unit lead), −180 to 180. */
const axisOf = (rows: readonly Float64Array[], { qrsOn, qrsOff }: Marks): number => {
  let [one, foot] = [0, 0];
  for (let n = qrsOn; n <= qrsOff; n++) {
    one += rows[0]![n]!;
    foot += rows[5]![n]!;
  }
  return (Math.atan2(foot * (2 / Math.sqrt(3)), one) * 180) / Math.PI;
};
