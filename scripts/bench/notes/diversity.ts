/** How much notes repeat themselves and each other. */
import type { SyntheticNote } from "../../../schemas/person.ts";

export interface Diversity {
  readonly distinct1: number;
  readonly distinct2: number;
  readonly distinct3: number;
  /** Mean BLEU-4 of a note against others of its type, numbers and names kept. */
  readonly selfBleu: number;
  /** Share of notes that hold the most common sentence of four words or more. */
  readonly mostRepeated: number;
  readonly sentence: string;
  /** Share of sentences that stand in no other note. */
  readonly unique: number;
}

export const wordsOf = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\d][\p{L}\d'/&.-]*[\p{L}\d%]|[\p{L}\d]/gu) ?? [];

/** Sentences and list items of the sections, without headings, of four words or more. */
export const sentencesOf = ({ sections }: Pick<SyntheticNote, "sections">): readonly string[] =>
  sections
    .flatMap(({ text }) => text.split(/\n|(?<=[.;])\s+/))
    .map(line => line.replace(/^(?:\d+\.|[-*])\s+/, "").trim())
    .filter(line => line.split(/\s+/).length >= 4);

export const diversityOf = (notes: readonly SyntheticNote[]): Diversity => {
  const tokens = notes.map(({ text }) => wordsOf(text));
  const counts = new Map<string, number>();
  for (const note of notes)
    for (const sentence of new Set(sentencesOf(note))) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [sentence, most] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ["", 0]);
  return {
    distinct1: distinct(tokens, 1),
    distinct2: distinct(tokens, 2),
    distinct3: distinct(tokens, 3),
    selfBleu: selfBleu(notes, tokens),
    mostRepeated: most / notes.length,
    sentence,
    unique: [...counts.values()].filter(count => count === 1).length / total,
  };
};

const grams = (words: readonly string[], n: number): readonly string[] =>
  Array.from({ length: Math.max(0, words.length - n + 1) }, (_, i) => words.slice(i, i + n).join(" "));

const distinct = (tokens: readonly (readonly string[])[], n: number): number => {
  const seen = new Set<string>();
  let total = 0;
  for (const words of tokens)
    for (const gram of grams(words, n)) {
      seen.add(gram);
      total++;
    }
  return seen.size / total;
};

const JUDGED = 100;
const REFERENCES = 40;

/** The first hundred notes, each against the next forty of its type. */
const selfBleu = (notes: readonly SyntheticNote[], tokens: readonly (readonly string[])[]): number => {
  let sum = 0;
  const judged = Math.min(JUDGED, notes.length);
  for (let i = 0; i < judged; i++) {
    const references: (readonly string[])[] = [];
    for (let j = i + 1; j < notes.length && references.length < REFERENCES; j++)
      if (notes[j]!.type.code === notes[i]!.type.code) references.push(tokens[j]!);
    sum += bleu(tokens[i]!, references);
  }
  return sum / judged;
};

/** BLEU-4 with add-one smoothing above one word. @source Papineni et al. 2002; Lin & Och 2004 */
const bleu = (words: readonly string[], references: readonly (readonly string[])[]): number => {
  let log = 0;
  for (let n = 1; n <= 4; n++) {
    const most = new Map<string, number>();
    for (const reference of references)
      for (const [gram, count] of countsOf(grams(reference, n)))
        most.set(gram, Math.max(count, most.get(gram) ?? 0));
    let [hit, all] = [n > 1 ? 1 : 0, n > 1 ? 1 : 0];
    for (const [gram, count] of countsOf(grams(words, n))) {
      hit += Math.min(count, most.get(gram) ?? 0);
      all += count;
    }
    log += Math.log(Math.max(hit, 1e-9) / Math.max(all, 1)) / 4;
  }
  return Math.exp(log);
};

const countsOf = (items: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
};
