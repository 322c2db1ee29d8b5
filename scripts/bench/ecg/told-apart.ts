import { BEAT_SIZE, POINTS, STEP_MS, WINDOW_START_MS } from "../../../generators/ecg/canonical.ts";
import { INDEPENDENT_LEADS } from "../../../generators/ecg/leads.ts";
import type { Interval } from "../../../src/math/stats.ts";
import type { Bench } from "../../bench.ts";
import { discriminator } from "../images/film-realism.ts";
import { beatLesson } from "./beat-lesson.ts";
import { cnnDiscriminator } from "./cnn-discriminator.ts";
import { type Kind, REAL } from "./drawn-kinds.ts";
import type { SeenRecord } from "./seen-record.ts";
import { spread } from "./spread.ts";
import { nearestNeighbour } from "./two-sample.ts";

type Row = Bench["rows"][number];
type Set = readonly SeenRecord[];
type View = (vector: Float64Array) => Float64Array;

/** How well three discriminators tell the judging half from a kind. The network sees the first draw only: it is slow. */
export const toldApart = (judged: Set, kind: Kind): Bench => {
  const network = cnnDiscriminator(
    judged.map(({ record }) => record),
    kind.draws[0]!.map(({ record }) => record),
  );
  const of = `${judged.length} real, ${kind.name}`;
  const like = {
    ...row(
      { of, labels: kind.name === REAL ? "its own" : "the judging half's" },
      judged,
      kind.draws,
      vector => vector,
    ),
    ...("value" in network && { "network, AUC": areas([network]) }),
  };
  const people =
    kind.people === undefined
      ? []
      : [row({ of, labels: "the release's" }, judged, kind.people, vector => vector)];
  return { rows: [like, ...people], skipped: "skipped" in network ? [network.skipped] : [] };
};

/** The same by parts of the canonical vector alone, first draw: which of them tell. */
export const toldByPart = (judged: Set, kind: Kind): readonly Row[] =>
  Object.entries(PARTS).map(([part, view]) =>
    row(
      { of: `${kind.name}, by ${part} alone`, labels: "the judging half's" },
      judged,
      kind.draws.slice(0, 1),
      view,
    ),
  );

/** Stretches of the beat, milliseconds from the centre of QRS; leads; rhythm features. */
const PARTS: Readonly<Record<string, View>> = {
  "P (−300 to −60 ms)": stretch(-300, -60),
  "QRS (−60 to 60 ms)": stretch(-60, 60),
  "ST and T (60 to 500 ms)": stretch(60, 500),
  "rhythm features": vector => vector.slice(BEAT_SIZE),
  ...Object.fromEntries(
    INDEPENDENT_LEADS.map((lead, l) => [
      `lead ${lead}`,
      (vector: Float64Array) => vector.slice(l * POINTS, (l + 1) * POINTS),
    ]),
  ),
};

function stretch(fromMs: number, toMs: number): View {
  const [from, to] = [fromMs, toMs].map(ms =>
    Math.max(0, Math.min(POINTS, Math.round((ms - WINDOW_START_MS) / STEP_MS))),
  );
  return vector =>
    Float64Array.of(
      ...INDEPENDENT_LEADS.flatMap((_, l) => [...vector.subarray(l * POINTS + from!, l * POINTS + to!)]),
    );
}

const row = (
  named: { readonly of: string; readonly labels: string },
  judged: Set,
  draws: readonly Set[],
  view: View,
): Row => {
  const views = (set: Set) => set.map(({ vector }) => view(vector));
  const found = draws.map(set => nearestNeighbour(views(judged), views(set)));
  const lessons = (set: Set) =>
    views(set).map(vector => (vector.length > BEAT_SIZE ? beatLesson(vector) : vector));
  const { ofReal, ofSynthetic } = found[0]!;
  return {
    task: "told apart",
    ...named,
    draws: draws.length,
    "1-NN, own kind (of real, of synthetic)": `${spread(found.map(({ sameKind }) => sameKind))} (${ofReal.toFixed(2)}, ${ofSynthetic.toFixed(2)})`,
    "1-NN, AUC of distances": areas(found.map(({ area }) => area)),
    "regression, AUC": areas(draws.map(set => discriminator(lessons(judged), lessons(set)))),
  };
};

/** Mean ± standard deviation over draws, and the interval of the first. */
const areas = (all: readonly Interval[]): string => {
  const { low, high } = all[0]!;
  return `${spread(all.map(({ value }) => value))} (${low.toFixed(2)} to ${high.toFixed(2)})`;
};
