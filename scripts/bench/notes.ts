/**
 * Notes: what they say against what the record says (by the independent reader), errors planted and found, uncertainty
 * of spans, ways of wording side by side, what a classifier learns from them, diversity, speed. Environment:
 * NOTES_PERSONS (834 persons × six types), NOTES_DRAWN (persons of the prior whose notes are learnt from, 1,000),
 * NOTES_PLANTED (persons with planted errors, 150), NOTES_WORDED (notes for each way of wording, 300), NOTES_HOUSE (notes
 * for each ε and draw of the noise, 400; three draws), NOTES_SEED.
 */
import { shippedDenoiser } from "../../generators/note/denoise/shipped.ts";
import { NOTE_TYPES } from "../../generators/note/section.ts";
import { corpus } from "../../test/generators/note/corpus.ts";
import type { Bench } from "../bench.ts";
import { ablation } from "./notes/ablation.ts";
import { type Consistency, consistencyOf } from "./notes/consistency.ts";
import { diversityOf } from "./notes/diversity.ts";
import { drawnNotes } from "./notes/drawn.ts";
import { type HouseRow, houseRows } from "./notes/house.ts";
import { letterModel } from "./notes/letters.ts";
import { caughtIn } from "./notes/planted.ts";
import { heldOutTexts } from "./notes/real-texts.ts";
import { reviewOf } from "./notes/review.ts";
import { type Utility, utilityOf } from "./notes/utility.ts";

type Row = Bench["rows"][number];

const number = (variable: string, usual: number) => Number(process.env[variable] ?? usual);

export const notes = async (): Promise<Bench> => {
  const seed = process.env.NOTES_SEED ?? "bench";
  const persons = number("NOTES_PERSONS", 834);
  corpus(20, "warm");
  const before = process.cpuUsage();
  const written = corpus(persons, seed);
  const { user, system } = process.cpuUsage(before);
  const all = written.map(({ note }) => note);
  const consistency = consistencyOf(all);
  const clean = corpus(number("NOTES_PLANTED", 150), `${seed}/planted`).map(({ note }) => note);
  const caught = caughtIn(clean, seed);
  const texts = heldOutTexts();
  const worded = ablation(shippedDenoiser().network, number("NOTES_WORDED", 300), {
    seed: `${seed}/worded`,
    model: texts.length === 0 ? undefined : letterModel(texts),
  });
  console.table(worded);
  const house = await houseRows({ seed, notes: number("NOTES_HOUSE", 400), planted: 1200, draws: 3 });
  const corrections = written.reduce((sum, { note }) => sum + note.corrections, 0);
  return {
    rows: [
      ...consistencyRows(consistency),
      row("corrections a note", corrections / all.length, "redrawn by the gate"),
      ...caught.map(({ kind, planted, found }) => row(`planted: ${kind}`, found / planted, `of ${planted}`)),
      ...reviewOf(clean, seed).map(({ kind, planted, auroc }) =>
        row(`AUROC of uncertainty: ${kind}`, auroc, `${planted} spoilt spans`),
      ),
      ...utilityRows(utilityOf([...all, ...drawnNotes(number("NOTES_DRAWN", 1000), seed)]) ?? []),
      ...diversityRows(all),
      ...house.flatMap(houseBits),
      row("notes a second and core", (1e6 * all.length) / (user + system), "CPU time, persons made too"),
    ],
    skipped: texts.length === 0 ? ["bits a letter: no real notes here"] : [],
    summary: [
      `${all.length} notes, ${NOTE_TYPES.length} types, seed "${seed}"; prior style`,
      ...consistency.examples.slice(0, 12),
    ],
  };
};

const row = (measure: string, value: number, of: string): Row => ({
  measure,
  value: Number(value.toPrecision(5)),
  of,
});

const consistencyRows = (found: Consistency): readonly Row[] => [
  row("fact precision", found.right / found.read, `of ${found.read} statements read`),
  row("fact recall", found.found / found.stated, `of ${found.stated} facts stated`),
  row("contradictions", found.read - found.right, JSON.stringify(found.contradictions)),
  ...Object.entries(found.missed)
    .filter(([, { missed }]) => missed > 0)
    .map(([kind, { stated, missed }]) => row(`not read: ${kind}`, missed, `of ${stated}`)),
];

const utilityRows = (found: readonly Utility[]): readonly Row[] =>
  found.flatMap(({ task, of, chance, ...scores }) =>
    (["synthetic", "real", "ratio"] as const).map(name => {
      const { value, low, high } = scores[name];
      const spread = `95 % ${low.toFixed(2)} to ${high.toFixed(2)}`;
      const what = name === "ratio" ? "ratio, synthetic to real" : `trained on ${name} notes`;
      return row(`${task}: ${what}`, value, `${spread}; ${of}; chance ${chance.toFixed(2)}`);
    }),
  );

/** One row a corpus and length of run: the mean, with every draw beside it. */
const houseBits = ({ cohort, epsilon, learnt, bits, phrases }: HouseRow): readonly Row[] =>
  Object.entries(bits).map(([target, draws]) =>
    row(
      `bits to ${target}: ${epsilon === "real" ? learnt : `ε ${epsilon}, ${learnt}`}`,
      draws.reduce((sum, draw) => sum + draw, 0) / draws.length,
      `fitted to ${cohort}; draws ${draws.map(draw => draw.toFixed(4)).join(" ")}${phrases.length > 0 ? `; phrases ${phrases.join(" ")}` : ""}`,
    ),
  );

const diversityRows = (all: Parameters<typeof diversityOf>[0]): readonly Row[] => {
  const found = diversityOf(all);
  return [
    row("distinct-1", found.distinct1, "words"),
    row("distinct-2", found.distinct2, "pairs"),
    row("distinct-3", found.distinct3, "triples"),
    row("self-BLEU", found.selfBleu, "100 notes against 40 of their type"),
    row("share of notes with the most common sentence", found.mostRepeated, found.sentence),
    row("sentences that stand in one note only", found.unique, "of sentences of four words or more"),
  ];
};
