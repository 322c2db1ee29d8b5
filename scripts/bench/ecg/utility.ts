/**
 * Train on synthetic, test on real: rhythm and superclass labels of which both halves of the real recordings have enough.
 * Each half is fitted and learnt from once while the other judges. Every set that teaches is drawn through the product from
 * a release of the fitted half; the student is a ridge logistic regression on the beat, one label against the rest.
 * BENCH_EPSILONS, BENCH_DRAWS, BENCH_TAUGHT choose. The privacy noise is the system's and takes no seed: another run gives
 * other digits. Some 200 recordings are too few for a goal.
 */
import type { EcgGroups } from "../../../generators/ecg/dx.ts";
import { rng } from "../../../src/math/rng.ts";
import type { Bench } from "../../bench.ts";
import { NO_NOISE, PRIOR_ONLY } from "../in-memory.ts";
import { logisticScore } from "../logistic-score.ts";
import { beatLesson } from "./beat-lesson.ts";
import { drawnPeople } from "./drawn-people.ts";
import {
  areasOf,
  type Estimate,
  type Folds,
  gapClosed,
  type Judgement,
  macroOf,
  type Truth,
} from "./gap-closed.ts";
import { realHalves } from "./real-halves.ts";
import { recordReleases } from "./record-release.ts";
import type { SeenRecord } from "./seen-record.ts";
import { spread } from "./spread.ts";

type Row = Bench["rows"][number];
type Label = (groups: EcgGroups) => boolean | undefined;

const known = <T>(value: T | undefined, is: (value: T) => boolean): boolean | undefined =>
  value === undefined ? undefined : is(value);

/** Undefined where the labels of a recording leave it open. Superclasses as PTB-XL has them. */
const LABELS: Readonly<Record<string, Label>> = {
  "fibrillation or flutter": ({ rhythm }) => known(rhythm, value => value.startsWith("atrial")),
  bradycardia: ({ rhythm }) => known(rhythm, value => value === "bradycardia"),
  tachycardia: ({ rhythm }) => known(rhythm, value => value === "tachycardia"),
  "ectopic beats": ({ ectopy }) => known(ectopy, value => value !== "none"),
  NORM: ({ conduction, morphology }) =>
    known(conduction, c => c === "normal") && known(morphology, m => m === "normal"),
  CD: ({ conduction }) => known(conduction, value => value !== "normal"),
  HYP: ({ morphology }) => known(morphology, value => value === "hypertrophy"),
  MI: ({ morphology }) => known(morphology, value => value === "infarction"),
  STTC: ({ morphology }) => known(morphology, value => value === "st-t-change"),
};
/** A label counts where each half has so many with and without it. */
const LEAST = 8;
const RIDGE = 1;
const ROUNDS = 1000;

type Halves = readonly [readonly SeenRecord[], readonly SeenRecord[]];

export const utility = async (): Promise<Bench> => {
  const halves = await realHalves();
  if (halves === undefined) return { rows: [], skipped: ["the real recordings are not here"] };
  const both: Halves = [halves.fitted, halves.judged];
  const { labels, about } = supported(both);
  const truths = [both[1], both[0]].map(judged => truthOf(judged, labels));
  const epsilons = (process.env.BENCH_EPSILONS ?? "1,8").split(",");
  const floor = await drawn(both, PRIOR_ONLY, labels);
  const ceiling = both.map((own, fold) => [taught(own, both[1 - fold]!, labels)]);
  const ways: [string, string, Folds][] = [["prior alone", "0", floor]];
  for (const epsilon of epsilons) ways.push(["release", epsilon, await drawn(both, epsilon, labels)]);
  ways.push(["release, no noise", NO_NOISE, await drawn(both, NO_NOISE, labels)]);
  ways.push(["real recordings", "∞", ceiling]);
  return {
    rows: ways.map(([from, epsilon, own]) => rowOf({ from, epsilon }, truths, { own, floor, ceiling })),
    skipped: [],
    summary: [
      halves.about,
      about,
      "each half taught and judged once; intervals: judging recordings drawn again 1,000 times; privacy noise: the system's, without a seed",
    ],
  };
};

/** The labels that both halves support, and what became of the others. */
const supported = (both: Halves) => {
  const counts = Object.entries(LABELS).map(([name, label]) => {
    const of = (value: boolean) =>
      both.map(half => half.filter(({ groups }) => label(groups) === value).length) as [number, number];
    return { name, label, withIt: of(true), without: of(false) };
  });
  const isSupported = ({ withIt, without }: (typeof counts)[number]) =>
    Math.min(...withIt, ...without) >= LEAST;
  return {
    labels: Object.fromEntries(counts.filter(isSupported).map(({ name, label }) => [name, label])),
    about: `recordings with a label, by half (${LEAST} needed): ${counts.map(each => `${each.name} ${each.withIt.join(" + ")}${isSupported(each) ? "" : " left out"}`).join("; ")}`,
  };
};

const truthOf = (judged: readonly SeenRecord[], labels: Readonly<Record<string, Label>>): Truth =>
  Object.fromEntries(
    Object.entries(labels).map(([name, label]) => [
      name,
      judged.map(({ groups }) => {
        const value = label(groups);
        return value === undefined ? undefined : value ? 1 : 0;
      }),
    ]),
  );

/** Both folds of a way of training, a judgement a draw. */
const drawn = async (
  both: Halves,
  epsilon: string,
  labels: Readonly<Record<string, Label>>,
): Promise<Folds> => {
  const draws = Number(process.env.BENCH_DRAWS ?? 3);
  const count = Number(process.env.BENCH_TAUGHT ?? 250);
  const folds: Judgement[][] = [];
  for (const [fold, own] of both.entries()) {
    const records = own.map(({ record }) => record);
    const releases = await recordReleases(records, epsilon, draws);
    const found: Judgement[] = releases.map((release, draw) =>
      taught(drawnPeople(release, count, String(draw)), both[1 - fold]!, labels),
    );
    folds.push(found);
  }
  return folds;
};

/** One label against the rest; a label that the lessons do not show scores every recording alike. */
const taught = (
  lessons: readonly SeenRecord[],
  judged: readonly SeenRecord[],
  labels: Readonly<Record<string, Label>>,
): Judgement => {
  const views = judged.map(({ vector }) => beatLesson(vector));
  return {
    scores: Object.fromEntries(
      Object.entries(labels).map(([name, label]) => {
        const rows = lessons.flatMap(({ vector, groups }) => {
          const value = label(groups);
          return value === undefined ? [] : [{ x: beatLesson(vector), y: value ? 1 : 0 }];
        });
        const isShown = rows.some(({ y }) => y === 1) && rows.some(({ y }) => y === 0);
        const score = isShown ? logisticScore(rows, RIDGE) : () => 0;
        return [name, Float64Array.from(views, score)];
      }),
    ),
  };
};

const rowOf = (
  { from, epsilon }: { readonly from: string; readonly epsilon: string },
  truths: readonly Truth[],
  ways: { readonly own: Folds; readonly floor: Folds; readonly ceiling: Folds },
): Row => {
  const { macro, share, gap } = gapClosed(truths, ways, ROUNDS, rng("utility/bootstrap"));
  const text = ({ value, low, high }: Estimate) =>
    `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
  const isEnd = ways.own === ways.floor || ways.own === ways.ceiling;
  return {
    "trained on": from,
    ε: epsilon,
    draws: ways.own[0]!.length,
    "macro-AUC, 95 %": text(macro),
    "by draw": spread(
      ways.own[0]!.map((_, draw) =>
        macroOf(
          areasOf(
            truths,
            ways.own.map(fold => [fold[draw]!]),
          ),
        ),
      ),
    ),
    "share of the gap closed, 95 %": isEnd ? "" : share === undefined ? "no gap" : text(share),
    "the gap itself, 95 %": ways.own === ways.ceiling ? text(gap) : "",
    ...Object.fromEntries(
      Object.entries(areasOf(truths, ways.own)).map(([label, area]) => [label, area.toFixed(3)]),
    ),
  };
};
