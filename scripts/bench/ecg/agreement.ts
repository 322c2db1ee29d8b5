/**
 * The delineator on the real recordings: agreement with neurokit2, which is no truth, and with itself at other
 * sampling rates and lengths. Peaks agree within 50 ms; neurokit2 reads lead II.
 */

import { type BeatMarks, markedBeats } from "../../../generators/ecg/beat-marks.ts";
import { analyse, measure } from "../../../generators/ecg/delineate.ts";
import { INDEPENDENT_AT } from "../../../generators/ecg/leads.ts";
import { resample } from "../../../generators/ecg/resample.ts";
import type { EcgMeasurements, EcgRecord } from "../../../schemas/ecg.ts";
import type { Bench } from "../../bench.ts";
import { type NeurokitAnswer, neurokit } from "./neurokit.ts";
import { type RealRecord, realRecords } from "./real-records.ts";
import { Detection, errorText, percent } from "./scoring.ts";

const TOLERANCE_MS = 50;
const LEAD_II = 1;
const RATES = [250, 257, 360, 1000];
const SECONDS = [5, 7];

type Seen = RealRecord & { readonly record: EcgRecord };

export const agreement = async (): Promise<Bench> => {
  const all = await realRecords();
  if (all === undefined) return { rows: [], skipped: ["the real recordings are not here"] };
  const seen = all.flatMap(entry => (entry.record === undefined ? [] : [{ ...entry, record: entry.record }]));
  const itself = [
    ...RATES.map(rate => ({ name: `at ${rate} Hz and back`, change: atRate(rate) })),
    ...SECONDS.map(seconds => ({ name: `first ${seconds} s`, change: firstSeconds(seconds) })),
  ].map(({ name, change }) => withItself(name, seen, change));
  const peer = neurokit(seen.map(({ record }) => ({ rateHz: 500, lead: record.leads[1]! })));
  const skipped = "skipped" in peer ? [peer.skipped] : [];
  const beside =
    "skipped" in peer
      ? []
      : [true, false].map(isTenSeconds =>
          withPeer(
            isTenSeconds ? "201 recordings of 10 s" : "16 of other lengths, first 10 s",
            `neurokit2 ${peer.version}`,
            seen.flatMap((entry, i) =>
              entry.isTenSeconds === isTenSeconds ? [{ ...entry, answer: peer.answers[i]! }] : [],
            ),
          ),
        );
  const read = seen.filter(({ record }) => analyse(record) !== undefined).length;
  return {
    rows: [...beside, ...itself],
    skipped,
    summary: [`${all.length} real recordings: ${seen.length} accepted, ${read} measured`],
  };
};

const withPeer = (
  task: string,
  method: string,
  recordings: readonly (Seen & { readonly answer: NeurokitAnswer })[],
): Bench["rows"][number] => {
  const beats = new Detection();
  const [qrs, qt]: [number[], number[]] = [[], []];
  let used = 0;
  for (const { record, answer } of recordings) {
    const marked = markedBeats(INDEPENDENT_AT.map(i => Float64Array.from(record.leads[i]!)));
    if (marked === undefined || answer.error !== undefined) continue;
    used++;
    beats.add(
      answer.peaks.map(n => 2 * n),
      marked.beats.map(beat => 2 * highest(marked.flat[LEAD_II]!, beat)),
      TOLERANCE_MS,
    );
    const marks = marked.groups[0]!.marks;
    const spans = peerSpans(answer);
    if (marks === undefined) continue;
    if (spans.qrs !== undefined) qrs.push(2 * (marks.qrsOff - marks.qrsOn) - spans.qrs);
    if (spans.qt !== undefined) qt.push(2 * (marks.tEnd - marks.qrsOn) - spans.qt);
  }
  return {
    task: `agreement, ${task}`,
    with: method,
    recordings: used,
    "its peaks found": percent(beats.sensitivity),
    "ours found by it": percent(beats.precision),
    "QRS, ms": errorText(qrs),
    "QT, ms": errorText(qt),
    "median QRS, QT difference, ms": `${median(qrs)?.toFixed(0)}, ${median(qt)?.toFixed(0)}`,
  };
};

/** Where QRS is furthest from the line in a lead: neurokit2 marks peaks of lead II, we mark centres of all leads. */
const highest = (lead: Float64Array, { qrsOn, qrsOff }: BeatMarks): number => {
  let best = Math.max(0, Math.round(qrsOn));
  for (let n = best; n <= Math.min(lead.length - 1, qrsOff); n++)
    if (Math.abs(lead[n]!) > Math.abs(lead[best]!)) best = n;
  return best;
};

/** Medians over a recording of what neurokit2 makes QRS and QT, milliseconds. */
const peerSpans = ({ waves }: NeurokitAnswer): { readonly qrs?: number; readonly qt?: number } => {
  if (waves === undefined) return {};
  const span = (to: readonly (number | null)[]) =>
    median(
      waves.ECG_R_Onsets.flatMap((on, i) => {
        const end = to[i];
        return on === null || end === null || end === undefined ? [] : [2 * (end - on)];
      }),
    );
  const [qrs, qt] = [span(waves.ECG_R_Offsets), span(waves.ECG_T_Offsets)];
  return { ...(qrs !== undefined && { qrs }), ...(qt !== undefined && { qt }) };
};

const median = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[values.length >> 1];

const withItself = (
  task: string,
  recordings: readonly Seen[],
  change: (record: EcgRecord) => EcgRecord,
): Bench["rows"][number] => {
  const pairs = recordings.flatMap(({ record }) => {
    const [a, b] = [measure(record), measure(change(record))];
    return a && b ? [[a, b] as const] : [];
  });
  const of = (value: (m: EcgMeasurements) => number | undefined) =>
    errorText(
      pairs.flatMap(([a, b]) => {
        const [x, y] = [value(a), value(b)];
        return x === undefined || y === undefined ? [] : [y - x];
      }),
    );
  return {
    task,
    with: "itself at 500 Hz, 10 s",
    recordings: pairs.length,
    "rate, 1/min": of(m => m.heartRate),
    "PR, ms": of(m => m.prMs),
    "QRS, ms": of(m => m.qrsMs),
    "QT, ms": of(m => m.qtMs),
  };
};

const atRate = (rateHz: number) => (record: EcgRecord) => ({
  ...record,
  leads: record.leads.map(lead =>
    Float32Array.from(resample(resample(Float64Array.from(lead), 500, rateHz), rateHz, 500)),
  ),
});

const firstSeconds = (seconds: number) => (record: EcgRecord) => ({
  ...record,
  leads: record.leads.map(lead => lead.slice(0, 500 * seconds)),
});
