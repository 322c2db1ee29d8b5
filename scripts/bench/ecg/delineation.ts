/**
 * R peaks on the annotated record 100 and on recordings of another law, and errors of wave marks on the latter,
 * neurokit2 beside it. A beat counts as found within 150 ms (ANSI/AAMI EC57). Seeds named "kept" were not looked at
 * while the delineator was made.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BeatMarks, beatMarks } from "../../../generators/ecg/beat-marks.ts";
import { qrsPlaces } from "../../../generators/ecg/qrs.ts";
import { resample } from "../../../generators/ecg/resample.ts";
import { isQrs, parseAnnotations } from "../../../generators/ecg/wfdb-annotations.ts";
import { parseHeader } from "../../../generators/ecg/wfdb-header.ts";
import { decodeSamples } from "../../../generators/ecg/wfdb-samples.ts";
import { rng } from "../../../src/math/rng.ts";
import type { Bench } from "../../bench.ts";
import { NOISES } from "./law/noise.ts";
import { type MarkedRecording, markedRecording, type TrueBeat } from "./law/recording.ts";
import { RHYTHM_KINDS } from "./law/rhythm.ts";
import { type NeurokitAnswer, neurokit } from "./neurokit.ts";
import { Detection, errorText, percent } from "./scoring.ts";

const FORMATS = resolve("../shared/data/ecg/wfdb_format_samples");
const TOLERANCE_MS = 150;
const LEAD_II = 1;
/** Beats nearer than this to either end are not asked for. */
const EDGE_MS = 100;

export const delineation = (): Bench => {
  const annotated = recordOneHundred();
  const rows = [...annotated.rows];
  const skipped = [...annotated.skipped];
  const count = Number(process.env.BENCH_RECORDINGS ?? 25);
  for (const noise of NOISES) {
    const recordings = RHYTHM_KINDS.map(kind =>
      Array.from({ length: count }, (_, i) =>
        markedRecording(rng(`kept ${kind} ${noise} ${i}`), { kind, noise, seconds: 10, rateHz: 500 }),
      ),
    );
    const peer = neurokit(recordings.flat().map(({ leads, rateHz }) => ({ rateHz, lead: leads[LEAD_II]! })));
    if ("skipped" in peer && !skipped.includes(peer.skipped)) skipped.push(peer.skipped);
    const all = recordings.flat();
    const methods: readonly (readonly [string, readonly (readonly BeatMarks[])[]])[] = [
      ["8 leads", all.map(({ leads }) => beatMarks(leads))],
      ["lead II alone", all.map(({ leads }) => beatMarks([leads[LEAD_II]!]))],
      ...("skipped" in peer
        ? []
        : [[`neurokit2 ${peer.version}, lead II`, peer.answers.map(marksOfPeer)] as const]),
    ];
    for (const [method, marks] of methods) rows.push(scored(`all rhythms, ${noise}`, method, all, marks));
    RHYTHM_KINDS.forEach((kind, k) => {
      const [from, to] = [k * count, (k + 1) * count];
      for (const [method, marks] of methods)
        rows.push(scored(`${kind}, ${noise}`, method, all.slice(from, to), marks.slice(from, to)));
    });
  }
  return { rows, skipped };
};

const centreOf = ({ qrsOn, qrsOff }: { readonly qrsOn: number; readonly qrsOff: number }) =>
  (qrsOn + qrsOff) / 2;

const scored = (
  task: string,
  method: string,
  recordings: readonly MarkedRecording[],
  marks: readonly (readonly BeatMarks[])[],
): Bench["rows"][number] => {
  const beats = new Detection();
  const errors = { pOn: [], pOff: [], qrsOn: [], qrsOff: [], tOff: [] } as Record<string, number[]>;
  const p = { true: 0, found: 0, both: 0 };
  recordings.forEach(({ beats: all, leads, rateHz }, r) => {
    const lengthMs = (leads[0]!.length * 1000) / rateHz;
    const inside = all.filter(beat => beat.qrsOn > EDGE_MS && beat.qrsOff < lengthMs - EDGE_MS);
    const [from, to] = [inside[0]!.qrsOn - TOLERANCE_MS, inside.at(-1)!.qrsOff + TOLERANCE_MS];
    const found = marks[r]!.filter(({ centre }) => 2 * centre > from && 2 * centre < to);
    for (const [i, j] of beats.add(
      inside.map(centreOf),
      found.map(({ centre }) => 2 * centre),
      TOLERANCE_MS,
    ))
      compare(inside[i]!, found[j]!, lengthMs, errors, p);
  });
  return {
    task,
    method,
    beats: beats.beats,
    "R sensitivity": percent(beats.sensitivity),
    "R PPV": percent(beats.precision),
    "P sensitivity": p.true > 0 ? percent(p.both / p.true) : "",
    "P PPV": p.found > 0 ? percent(p.both / p.found) : "",
    ...Object.fromEntries(Object.entries(errors).map(([mark, all]) => [`${mark}, ms`, errorText(all)])),
  };
};

/** Errors of one matched beat; marks outside the recording are not asked for. */
const compare = (
  truth: TrueBeat,
  found: BeatMarks,
  lengthMs: number,
  errors: Readonly<Record<string, number[]>>,
  p: { true: number; found: number; both: number },
): void => {
  const note = (mark: string, got: number | undefined, wanted: number | undefined) => {
    if (got !== undefined && !Number.isNaN(got) && wanted !== undefined) errors[mark]!.push(2 * got - wanted);
  };
  note("qrsOn", found.qrsOn, truth.qrsOn);
  note("qrsOff", found.qrsOff, truth.qrsOff);
  if (truth.tOff < lengthMs) note("tOff", found.tEnd, truth.tOff);
  const asked = truth.pOn === undefined || truth.pOn > 0;
  if (!asked) return;
  if (truth.pOn !== undefined) p.true++;
  if (found.pOn === undefined) return;
  p.found++;
  if (truth.pOn === undefined) return;
  p.both++;
  note("pOn", found.pOn, truth.pOn);
  note("pOff", found.pOff, truth.pOff);
};

const marksOfPeer = ({ peaks, waves }: NeurokitAnswer): readonly BeatMarks[] =>
  peaks.map((centre, i) => {
    const at = (column: keyof NonNullable<typeof waves>) => waves?.[column][i] ?? undefined;
    const [pOn, pOff, tEnd] = [at("ECG_P_Onsets"), at("ECG_P_Offsets"), at("ECG_T_Offsets")];
    return {
      centre,
      shape: 0,
      qrsOn: at("ECG_R_Onsets") ?? Number.NaN,
      qrsOff: at("ECG_R_Offsets") ?? Number.NaN,
      ...(tEnd !== undefined && { tEnd }),
      ...(pOn !== undefined && { pOn }),
      ...(pOff !== undefined && { pOff }),
    };
  });

/** Half an hour of two leads at 360 Hz with every beat annotated by hand. */
const recordOneHundred = (): Bench => {
  if (!existsSync(join(FORMATS, "100.atr"))) return { rows: [], skipped: ["record 100 is not here"] };
  const header = parseHeader(readFileSync(join(FORMATS, "100.hea"), "utf8"), "100.hea");
  const layout = { format: header.signals[0]!.format, byteOffset: 0, signals: header.signals.length };
  const raw = decodeSamples(readFileSync(join(FORMATS, "100.dat")), layout, "100.dat");
  const leads = header.signals.map(({ baseline, gainPerMv }, s) =>
    Float64Array.from(raw.values[s]!, value => (value - baseline) / gainPerMv),
  );
  const truth = parseAnnotations(readFileSync(join(FORMATS, "100.atr")), "100.atr")
    .filter(isQrs)
    .map(({ sample }) => (1000 * sample) / header.rateHz);
  const at500 = leads.map(lead => resample(lead, header.rateHz, 500));
  const row = (method: string, foundMs: readonly number[]) => {
    const beats = new Detection();
    beats.add(truth, foundMs, TOLERANCE_MS);
    return {
      task: "record 100 of MIT-BIH, 30 min",
      method,
      beats: beats.beats,
      "R sensitivity": percent(beats.sensitivity),
      "R PPV": percent(beats.precision),
    };
  };
  const own = (chosen: readonly Float64Array[]) => qrsPlaces(chosen).map(n => 2 * n);
  const rows = [
    row("both leads", own(at500)),
    ...header.signals.map(({ name }, s) => row(`${name} alone`, own([at500[s]!]))),
  ];
  const peer = neurokit([{ rateHz: header.rateHz, lead: leads[0]!, waves: false }]);
  if ("skipped" in peer) return { rows, skipped: [peer.skipped] };
  const peaks = peer.answers[0]!.peaks.map(n => (1000 * n) / header.rateHz);
  return {
    rows: [...rows, row(`neurokit2 ${peer.version}, ${header.signals[0]!.name}`, peaks)],
    skipped: [],
  };
};
