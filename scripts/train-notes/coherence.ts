/** How far a note is from being written by one hand: what the teacher of the denoiser makes small. */
import type { Sentence } from "../../generators/note/draft.ts";
import type { Part } from "../../generators/note/frame.ts";
import { bound } from "../../generators/note/realise.ts";

/** Names of one thing of which a writer uses one. */
const VARIANTS: readonly (readonly RegExp[])[] = [
  [/\bECG\b/, /\bEKG\b/, /\b[Ee]lectrocardiogram\b/],
  [/\bCXR\b/, /\b[Cc]hest X-ray\b/, /\b[Cc]hest film\b/, /\b[Cc]hest radiograph\b/, /\b[Cc]hest imaging\b/],
  [/\b[Ff]ollow-up\b/, /\b[Ff]\/u\b/],
  [/\bwith\b/, /\bw\//],
  [/\bechocardiogram\b/, /\becho\b/, /\bTTE\b/],
  [/\b[Cc]ontinue\b/, /\b[Cc]ont\b/],
  [/\bpt\b/, /\b[Pp]atient\b/],
  [/\b[Ll]abs\b/, /\b[Bb]loods\b/, /\b[Ll]ab(?:oratory)? (?:work|values|results)\b/],
  [/\bbilateral(?:ly)?\b/, /\bbilat\b/, /\bb\/l\b/],
];

const VERBS =
  /\b(?:reviewed|discussed|noted|seen|shows?|showed|reports?|denies|continued?|cont|remains?|takes|takes|treated|monitor|recheck|repeat|reassess|known|includes|identified|present|demonstrates?)\b/gi;

const LISTS = new Set(["pmh.item", "med.item", "dx.item"]);

const WEIGHTS = {
  triples: 1,
  openers: 1.5,
  verbs: 0.6,
  forms: 1,
  variants: 1.5,
  wordings: 0.7,
  registers: 1,
  lists: 1,
};

export const incoherence = (sentences: readonly Sentence[]): number => {
  const literal = sentences.map(literalOf);
  const prose = sentences.map(({ say }) => !LISTS.has(say.move));
  const text = literal.join("\n");
  return (
    WEIGHTS.triples * repeats(literal.filter((_, i) => prose[i]).flatMap(triples)) +
    WEIGHTS.openers *
      repeats(sentences.flatMap(({ say }, i) => (say.layout === "item" ? [] : [opener(literal[i]!)]))) +
    WEIGHTS.verbs *
      repeats(sentences.flatMap(({ say }, i) => verbsOf(literal[i]!).map(verb => `${say.section}:${verb}`))) +
    WEIGHTS.forms * minority(sentences.flatMap(formsOf)) +
    WEIGHTS.variants * mixed(text) +
    WEIGHTS.wordings * mixedWordings(sentences) +
    WEIGHTS.registers * minority(sentences.flatMap(({ utterance }) => utterance.frame.register ?? [])) +
    WEIGHTS.lists * mixedLists(sentences)
  );
};

/** The sentence without what the facts put into it. */
const literalOf = ({ utterance: { frame, picks } }: Sentence): string => {
  let next = 0;
  const visit = (parts: readonly Part[]): string =>
    parts
      .map(part => {
        if (part.kind === "text") return part.text;
        const pick = picks[next++]!;
        return part.kind === "slot" ? "_" : visit(part.options[pick]!);
      })
      .join("");
  return visit(frame.parts);
};

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\d/'-]+|_/gu) ?? [];

const triples = (text: string): readonly string[] => {
  const words = wordsOf(text);
  return words
    .slice(2)
    .map((_, i) => words.slice(i, i + 3).join(" "))
    .filter(triple => triple.replaceAll("_", "").trim().includes(" "));
};

const opener = (text: string): string => wordsOf(text).slice(0, 2).join(" ");

const verbsOf = (text: string): readonly string[] =>
  (text.match(VERBS) ?? []).map(verb => verb.toLowerCase());

const repeats = (items: readonly string[]): number => items.length - new Set(items).size;

const minority = (items: readonly string[]): number => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return items.length - Math.max(0, ...counts.values());
};

const mixed = (text: string): number =>
  VARIANTS.reduce((sum, names) => sum + Math.max(0, names.filter(name => name.test(text)).length - 1), 0);

/** "full" or "short" for every slot of a sentence that has both. */
const formsOf = (sentence: Sentence): readonly string[] =>
  slotsOf(sentence).map(({ isShort }) => (isShort ? "short" : "full"));

const mixedWordings = (sentences: readonly Sentence[]): number => {
  const seen = new Map<string, Set<number>>();
  for (const { name, isShort, pick } of sentences.flatMap(slotsOf)) {
    const key = `${name}:${isShort}`;
    seen.set(key, (seen.get(key) ?? new Set()).add(pick));
  }
  return [...seen.values()].reduce((sum, picks) => sum + picks.size - 1, 0);
};

const slotsOf = ({ utterance: { frame, picks }, scope }: Sentence) => {
  const found: { name: string; isShort: boolean; pick: number }[] = [];
  let next = 0;
  const visit = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.kind === "text") continue;
      const pick = picks[next++]!;
      if (part.kind === "choice") visit(part.options[pick]!);
      else {
        const { full, short = [] } = bound(scope, part.name)!;
        if (full.length > 0 && short.length > 0 && full[0] !== short[0])
          found.push({ name: part.name, isShort: pick >= full.length, pick });
      }
    }
  };
  visit(frame.parts);
  return found;
};

const mixedLists = (sentences: readonly Sentence[]): number => {
  const forms = new Map<string, Set<string>>();
  for (const { say, utterance } of sentences)
    if (LISTS.has(say.move)) forms.set(say.move, (forms.get(say.move) ?? new Set()).add(utterance.frame.id));
  return [...forms.values()].reduce((sum, ids) => sum + ids.size - 1, 0);
};
