/** How well the uncertainty of spans tells spoilt spans from clean ones: AUROC by kind of planted error. */
import { ENGLISH_VOCABULARY } from "../../../generators/note/bank/en/vocabulary.ts";
import { uncertaintyOf } from "../../../generators/note/uncertainty.ts";
import type { SyntheticNote } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import { PLANTS } from "../../../test/generators/note/planted.ts";

export interface Review {
  readonly kind: string;
  readonly planted: number;
  readonly auroc: number;
}

/** Planted spans of each kind, and of all, against all clean spans. */
export const reviewOf = (notes: readonly SyntheticNote[], seed: string): readonly Review[] => {
  const clean = notes.flatMap(note =>
    note.spans.map(span => doubt(note, span.facts, note.text.slice(span.start, span.end))),
  );
  const byKind = Object.entries(PLANTS).map(([kind, plant]) => ({
    kind,
    doubts: notes.flatMap((note, i) => {
      const text = plant(note, rng(`${seed}/${kind}/${i}`));
      return text === undefined || text === note.text ? [] : spoiltDoubt(note, text);
    }),
  }));
  const all = { kind: "all kinds", doubts: byKind.flatMap(({ doubts }) => doubts) };
  return [all, ...byKind].map(({ kind, doubts }) => ({
    kind,
    planted: doubts.length,
    auroc: aurocOf(doubts, clean),
  }));
};

const doubt = ({ facts }: SyntheticNote, ids: readonly string[], text: string): number => {
  const byId = new Map(facts.map(fact => [fact.id, fact]));
  return uncertaintyOf(
    text,
    ids.flatMap(id => byId.get(id) ?? []),
    ENGLISH_VOCABULARY,
  );
};

/** The span that holds the change; none where it lies in a heading. */
const spoiltDoubt = (note: SyntheticNote, text: string): readonly number[] => {
  let at = 0;
  while (text[at] === note.text[at]) at++;
  const span = note.spans.find(({ start, end }) => start <= at && at <= end);
  if (span === undefined) return [];
  return [doubt(note, span.facts, text.slice(span.start, span.end + text.length - note.text.length))];
};

/** Mann–Whitney; ties count half. */
const aurocOf = (wrong: readonly number[], right: readonly number[]): number => {
  const sorted = [...right].sort((a, b) => a - b);
  const below = (x: number, orEqual: boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < x || (orEqual && sorted[middle] === x)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (
    wrong.reduce((sum, x) => sum + (below(x, false) + below(x, true)) / 2, 0) / (wrong.length * sorted.length)
  );
};
