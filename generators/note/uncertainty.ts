import type { Fact, SyntheticNote } from "../../schemas/person.ts";
import { UNCERTAINTY_WEIGHTS } from "./uncertainty-weights.ts";

/** What is looked at in a span, each in [0, 1]; 0 where all agrees. */
export const SIGNS = [
  "number that no fact of the span has",
  "fact whose number is not in the span",
  "denial without a fact denied",
  "fact denied without a denial",
  "another side",
  "side not said",
  "another sex",
  "unit that no fact of the span has",
  "word known neither to the language nor to the facts",
  "pair of words new to the language",
  "name of the fact not in the span",
] as const;

/** Words, and pairs of words, that the language writes; made from the bank, which is public. */
export interface Vocabulary {
  readonly words: ReadonlySet<string>;
  readonly pairs: ReadonlySet<string>;
}

export const vocabularyOf = (texts: Iterable<string>): Vocabulary => {
  const words = new Set<string>();
  const pairs = new Set<string>();
  for (const text of texts) {
    const found = wordsIn(text);
    found.forEach((word, i) => {
      words.add(word);
      if (i > 0) pairs.add(`${found[i - 1]} ${word}`);
    });
  }
  return { words, pairs };
};

/**
 * Signs of a span at odds with the facts it is said to state. Lexical and local: neither the reader nor the bank's rules
 * are asked, so that it can doubt what they let through.
 *
 * @param text    words of the span
 * @param stated  the facts it states
 * @param known   words of the language; words of `stated` are known as well
 */
export const signsIn = (text: string, stated: readonly Fact[], known: Vocabulary): readonly number[] => {
  const numbers = (text.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);
  const allowed = stated.flatMap(numbersOf);
  const printed = stated.flatMap(({ id, value }) =>
    typeof value === "number" && isPrinted(id) ? [value] : [],
  );
  const isDenied = stated.some(({ value }) => DENIALS.has(value));
  const denies =
    /\b(?:no|not|non|without|w\/o|denies|neg|negative|never|neither|nor|none|NKDA|NKA|abstains)\b/i.test(
      text,
    );
  const sides = text.toLowerCase().match(/\b(?:left|right|bilateral|both)\b/g) ?? [];
  const side = stated.find(({ id }) => id === "imaging/laterality")?.value;
  const own = new Set(stated.flatMap(({ name, value }) => wordsIn(`${name} ${value}`)));
  const words = wordsIn(text);
  const pairs = words.slice(1).map((word, i) => [words[i]!, word] as const);
  return [
    share(numbers, number => !allowed.some(value => near(value, number))),
    share(printed, value => !numbers.some(number => near(value, number))),
    Number(denies && !isDenied),
    Number(isDenied && !denies),
    Number(side !== undefined && sides.some(said => !isSide(said, side))),
    Number(side !== undefined && sides.length === 0),
    Number(isOtherSex(text, stated)),
    Number(hasOtherUnit(text, stated)),
    Math.min(1, 3 * share(words, word => !known.words.has(word) && !own.has(word))),
    Math.min(1, 3 * share(pairs, ([a, b]) => !known.pairs.has(`${a} ${b}`) && !own.has(a) && !own.has(b))),
    share(
      stated.filter(({ id }) => /^medication\/[^/]+$/.test(id)),
      ({ name }) => !named(name, text),
    ),
  ];
};

/** Probability that a span does not say what its facts say, by a logistic fit to spans spoilt at random. */
export const uncertaintyOf = (text: string, stated: readonly Fact[], known: Vocabulary): number => {
  const signs = signsIn(text, stated, known);
  const logit = signs.reduce(
    (sum, sign, i) => sum + sign * UNCERTAINTY_WEIGHTS.signs[i]!,
    UNCERTAINTY_WEIGHTS.bias,
  );
  return 1 / (1 + Math.exp(-logit));
};

/** Spans of a note with the uncertainty of each, two decimals: the highest are the first to be looked at. */
export const uncertainSpans = (
  { text, spans, facts }: Pick<SyntheticNote, "text" | "spans" | "facts">,
  known: Vocabulary,
): readonly (SyntheticNote["spans"][number] & { readonly uncertainty: number })[] => {
  const byId = new Map(facts.map(fact => [fact.id, fact]));
  return spans.map(span => {
    const stated = span.facts.flatMap(id => byId.get(id) ?? []);
    const uncertainty = uncertaintyOf(text.slice(span.start, span.end), stated, known);
    return { ...span, uncertainty: Number(uncertainty.toFixed(2)) };
  });
};

export const wordsIn = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}][\p{L}'/&-]*/gu) ?? [];

/** Values that are said by a denial. */
const DENIALS: ReadonlySet<Fact["value"]> = new Set([false, "absent", "none", "never"]);

const share = <T>(items: readonly T[], is: (item: T) => boolean): number =>
  items.length === 0 ? 0 : items.filter(is).length / items.length;

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9 || Math.abs(a) === Math.abs(b);

/** Numbers that may stand for a fact: its own, the parts of a date, a length in days, weeks or months. */
const numbersOf = ({ id, name, value }: Fact): readonly number[] => {
  const inName = (name.match(/\d+/g) ?? []).map(Number);
  if (typeof value === "string") return [...inName, ...(value.match(/\d+/g) ?? []).map(Number)];
  if (typeof value !== "number") return inName;
  return id === "symptom/duration" ? [value, value / 7, Math.round(value / 30)] : [...inName, value];
};

/** Durations are spelt out, axis and rate may be said in words. */
const isPrinted = (id: string): boolean =>
  /^(?:demographic\/age|observation\/[^/]+|medication\/[^/]+\/dose)$/.test(id);

const isSide = (said: string, side: Fact["value"]): boolean =>
  said === side || (said === "both" && side === "bilateral");

const FEMALE = /\b(?:woman|female|girl|she|her|Ms)\b|\d ?(?:y\/o ?|yo ?)?F\b/;
const MALE = /\b(?:man|male|boy|he|his|Mr)\b|\d ?(?:y\/o ?|yo ?)?M\b/;

const isOtherSex = (text: string, stated: readonly Fact[]): boolean => {
  const sex = stated.find(({ id }) => id === "demographic/sex")?.value;
  const said = text.replace(/\b(?:He|She|His|Her)\b/g, word => word.toLowerCase());
  return (sex === "male" && FEMALE.test(said)) || (sex === "female" && MALE.test(said));
};

const UNIT = /(?<=\d ?)(?:mg\/dL|mmol\/L|g\/dL|g\/L|°C|°F|ms|mg|mcg|mmHg|bpm|kg|%|s)(?![\w/])/g;

const hasOtherUnit = (text: string, stated: readonly Fact[]): boolean => {
  const units = new Set(stated.flatMap(({ unit }) => unit ?? []));
  return units.size > 0 && (text.match(UNIT) ?? []).some(unit => !units.has(unit));
};

const named = (name: string, text: string): boolean =>
  text.toLowerCase().includes(name.split(/[ /]/)[0]!.toLowerCase());
