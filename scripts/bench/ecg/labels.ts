/**
 * The reader on simulated recordings, drawn without any gate: how often it finds what a recording was asked to show,
 * and how often it says so of recordings that were asked for something else in the same group. The reader's own
 * accuracy on real recordings is the part "reader": read these numbers beside it.
 */
import { DIMENSION } from "../../../generators/ecg/canonical.ts";
import { ecgPrior } from "../../../generators/ecg/prior.ts";
import type { ReaderLabel } from "../../../generators/ecg/reader/label.ts";
import { readLabels } from "../../../generators/ecg/reader/read.ts";
import type { Conduction, Ectopy, Morphology, Rhythm } from "../../../schemas/ecg.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import type { Bench } from "../../bench.ts";

/** The reader's labels for each kind; all of them must be said. */
const RHYTHMS: { readonly [R in Rhythm]: readonly ReaderLabel[] } = {
  sinus: ["sinus rhythm"],
  bradycardia: ["sinus bradycardia"],
  tachycardia: ["sinus tachycardia"],
  "sinus-arrhythmia": ["sinus arrhythmia"],
  "atrial-fibrillation": ["atrial fibrillation"],
  "atrial-flutter": ["atrial flutter"],
  "supraventricular-tachycardia": ["supraventricular tachycardia"],
  paced: ["paced rhythm"],
};
const CONDUCTIONS: { readonly [C in Exclude<Conduction, "normal">]: readonly ReaderLabel[] } = {
  "first-degree-av-block": ["first degree AV block"],
  "second-degree-av-block-mobitz-1": ["second degree AV block, Mobitz I"],
  "second-degree-av-block-mobitz-2": ["second degree AV block, Mobitz II"],
  "third-degree-av-block": ["third degree AV block"],
  "left-bundle-branch-block": ["left bundle branch block"],
  "right-bundle-branch-block": ["right bundle branch block"],
  "left-anterior-fascicular-block": ["left anterior fascicular block"],
  "left-posterior-fascicular-block": ["left posterior fascicular block"],
  "right-bundle-branch-and-left-anterior-fascicular-block": [
    "right bundle branch block",
    "left anterior fascicular block",
  ],
  "pre-excitation": ["pre-excitation"],
};
const ECTOPIES: { readonly [E in Exclude<Ectopy, "none">]: readonly ReaderLabel[] } = {
  "atrial-premature": ["atrial premature beat"],
  "ventricular-premature": ["ventricular premature beat"],
  "ventricular-bigeminy": ["ventricular bigeminy"],
  "ventricular-couplets": ["ventricular couplet"],
};
const MORPHOLOGIES: { readonly [M in Exclude<Morphology, "normal">]: readonly ReaderLabel[] } = {
  "left-ventricular-hypertrophy": ["left ventricular hypertrophy"],
  "right-ventricular-hypertrophy": ["right ventricular hypertrophy"],
  "old-anterior-infarction": ["old anterior infarction"],
  "old-septal-infarction": ["old septal infarction"],
  "old-lateral-infarction": ["old lateral infarction"],
  "old-inferior-infarction": ["old inferior infarction"],
  "acute-anterior-infarction": ["anterior ST elevation"],
  "acute-lateral-infarction": ["lateral ST elevation"],
  "acute-inferior-infarction": ["inferior ST elevation"],
  "ischaemic-st-t-change": ["ischaemic ST-T change"],
  "t-wave-change": ["T-wave change"],
  "long-qt": ["long QT"],
  "low-voltage": ["low voltage"],
};

const NORMAL = { rhythm: "sinus", conduction: "normal", ectopy: "none", morphology: "normal" } as const;

interface Asked {
  readonly name: string;
  readonly order: Omit<EcgOrder, "ageYears" | "sex">;
  readonly labels: readonly ReaderLabel[];
}

const asked = (): readonly Asked[] => {
  const kinds = <K extends "rhythm" | "conduction" | "ectopy" | "morphology">(
    group: K,
    table: Readonly<Record<string, readonly ReaderLabel[]>>,
  ): Asked[] =>
    Object.entries(table).map(([name, labels]) => ({
      name,
      order: { ...NORMAL, [group]: name } as Asked["order"],
      labels,
    }));
  return [
    ...kinds("rhythm", RHYTHMS),
    ...kinds("conduction", CONDUCTIONS),
    ...kinds("ectopy", ECTOPIES),
    ...kinds("morphology", MORPHOLOGIES),
  ];
};

const AGES = [30, 45, 58, 70, 82];

export const labels = (): Bench => {
  const count = Number(process.env.BENCH_RECORDINGS ?? 150);
  const none = new Float64Array(DIMENSION);
  const read = asked().map(kind => ({
    ...kind,
    found: Array.from({ length: count }, (_, i) => {
      const random = rng(`agreement of labels ${kind.name} ${i}`);
      const sex = i % 2 === 0 ? "female" : "male";
      const order: EcgOrder = { ...kind.order, ageYears: AGES[i % AGES.length]!, sex };
      const { scene } = ecgPrior.simulate(order, random.child("simulate"));
      return readLabels(ecgPrior.render(scene, none, random.child("render"))) ?? [];
    }),
  }));
  const normal = read.find(({ name }) => name === "sinus")!;
  const rows = read.map(({ name, labels: wanted, found }) => {
    const says = (all: readonly ReaderLabel[]) => wanted.every(label => all.includes(label));
    const share = (many: readonly (readonly ReaderLabel[])[]) =>
      ((100 * many.filter(says).length) / many.length).toFixed(1);
    const missed = found.filter(all => !says(all)).flat();
    return {
      asked: name,
      recordings: found.length,
      "read as asked, %": share(found),
      "of normal sinus rhythm, %": name === "sinus" ? "" : share(normal.found),
      "instead, most often": mostFrequent(missed),
    };
  });
  return { rows, skipped: [] };
};

const mostFrequent = (names: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([name, count]) => `${name} ${count}`)
    .join("; ");
};
