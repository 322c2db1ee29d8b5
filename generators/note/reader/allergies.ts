import { sectionsOpenedBy } from "../headings.ts";
import type { Chart } from "./chart.ts";
import { polarityAt, type Reading, type Sentence } from "./clauses.ts";
import { matchesOf } from "./matches.ts";
import { mayHold, type Sought, sought } from "./sought.ts";
import { faulty, holding, type Statement } from "./statement.ts";

/** How allergens are written in notes, by the slug of the allergy. */
const ALLERGENS: readonly (readonly [slug: string, written: string])[] = [
  ["penicillin", "penicillins?|PCN|amoxicillin"],
  ["sulfonamide", "sulfa|sulfonamides?"],
  ["codeine", "codeine"],
  ["aspirin", "aspirin|ASA"],
  ["erythromycin", "erythromycin"],
  ["peanut", "peanuts?"],
  ["tree-nut", "tree nuts?"],
  ["shellfish", "shellfish"],
  ["egg", "eggs?"],
  ["latex", "latex"],
  ["tree-pollen", "tree pollen"],
  ["grass-pollen", "grass pollen"],
  ["house-dust-mite", "(?:house )?dust mites?"],
  ["mold", "mold"],
  ["animal-dander", "(?:animal )?dander"],
  ["bee-venom", "bee (?:stings?|venom)"],
];
const PATTERNS = ALLERGENS.map(
  ([slug, written]) => [slug, sought(new RegExp(`(?<![\\w-])(?:${written})(?![\\w-])`, "gi"))] as const,
);

type Allergens = readonly (readonly [slug: string, written: Sought])[];

/** Drugs that nobody with the allergy is to be given. */
const FORBIDDEN: readonly (readonly [slug: string, drugs: RegExp])[] = [
  ["penicillin", /cillin/i],
  ["sulfonamide", /sulfamethoxazole|sulfasalazine/i],
  ["codeine", /codeine|oxycodone|hydrocodone|morphine/i],
  ["aspirin", /^(?:aspirin|asa|ibuprofen|naproxen)$/i],
  ["erythromycin", /(?:erythro|azithro|clarithro)mycin/i],
];

/** The allergy on record that forbids a drug, if there is one. */
export const forbiddingAllergy = (drug: string, { byId }: Chart): string | undefined =>
  FORBIDDEN.filter(([, drugs]) => drugs.test(drug))
    .map(([slug]) => `allergy/${slug}`)
    .find(id => byId.has(id));

const SPEAKS_OF_ALLERGY = /\ballerg|\bintoleran|\breactions? to\b|\bNKD?A\b|^\s*All:/i;

const ORDERS = /\b(?:start(?:ed)?|begin|began|cont(?:inued?)?|given?|prescribed?|takes|taking|treated)\b/i;

/** Sentences that speak of allergies: under such a heading, or by their words. */
export const allergySentences = ({ text, sentences }: Reading): readonly Sentence[] => {
  if (!/allerg|intoleran|reactions? to|NKD?A|\bAll:/i.test(text)) return [];
  let isUnder = false;
  return sentences.filter(({ start, words }) => {
    if (start === 0 || text[start - 1] === "\n") {
      const [section] = sectionsOpenedBy(words.trim());
      if (section !== undefined) isUnder = section === "allergies";
      else if (words.trim() === "") isUnder = false;
    }
    return SPEAKS_OF_ALLERGY.test(words) || (isUnder && !ORDERS.test(words));
  });
};

const NONE =
  /\bNKD?A\b|\bno (?:(?:known|drug|medication|food) ?)*(?:allergies|allergy)\b(?! (?:entr|have))|\bdenies (?:any )?(?:drug |medication )?allergies\b|^(?:[^:\n]*:)?\s*none\b(?! (?:on|in|known to))/i;
const UNRECORDED =
  /\b(?:recorded|on file|documented|listed|entered|entries|entry|on record|in the (?:chart|record)|empty|blank|lists no|asked|not known|reviewed)\b/i;

/**
 * Allergies, which must be on record with their reactions; that there are none, which needs a record that says so.
 *
 * @param sentences  from `allergySentences`
 */
export const readAllergies = (
  sentences: readonly Sentence[],
  { triples }: Reading,
  chart: Chart,
): readonly Statement[] => {
  const allergens = PATTERNS.filter(([, written]) => mayHold(triples, written));
  return sentences.flatMap(sentence => [
    ...named(sentence, allergens, chart),
    ...denied(sentence, allergens, chart),
    ...reactions(sentence, allergens, chart),
  ]);
};

const named = (sentence: Sentence, allergens: Allergens, { byId }: Chart): readonly Statement[] =>
  allergens.flatMap(([slug, { pattern }]) =>
    matchesOf(sentence.words, pattern).map(match => {
      const id = `allergy/${slug}`;
      const [from, to] = [match.index, match.index + match[0].length];
      const span = [sentence.start + from, sentence.start + to] as const;
      const isDenied = polarityAt(sentence.words, from, to) === "denied";
      if (byId.has(id))
        return isDenied ? faulty(span, id, "allergy denied that is on record") : holding(span, id);
      return faulty(span, "allergy", isDenied ? "allergy denied without a record" : "allergy not on record");
    }),
  );

const denied = ({ start, words }: Sentence, allergens: Allergens, { byId }: Chart): readonly Statement[] => {
  const found = NONE.exec(words);
  const isUnrecorded = UNRECORDED.test(words) && lastAllergen(words, allergens) === undefined;
  if (found === null && !isUnrecorded) return [];
  const from = start + (found?.index ?? 0);
  const span = [from, found === null ? start + words.trimEnd().length : from + found[0].length] as const;
  const allergy = [...byId.keys()].find(id => /^allergy\/(?!none)[^/]+$/.test(id));
  const says = /\breaction (?:not recorded|unknown)\b/i.test(words);
  if (allergy !== undefined)
    return says ? [] : [faulty(span, allergy, "allergies denied that are on record")];
  if (isUnrecorded)
    return byId.has("allergy/none")
      ? [faulty(span, "allergy/none", "called unrecorded that is on record")]
      : [];
  return byId.has("allergy/none")
    ? [holding(span, "allergy/none")]
    : [faulty(span, "allergy", "allergies denied without a record")];
};

const REACTIONS: readonly (readonly [RegExp, string])[] = [
  [/anaphylaxis/gi, "anaphylaxis"],
  [/swelling|angioedema/gi, "swelling"],
  [/hives/gi, "hives"],
  [/rash/gi, "rash"],
  [/nausea/gi, "nausea"],
  [/itching/gi, "itching"],
  [/runny nose|rhinitis/gi, "runny-nose"],
];

/** A reaction belongs to the allergen that stands last before it. */
const reactions = ({ start, words }: Sentence, allergens: Allergens, { byId }: Chart): readonly Statement[] =>
  REACTIONS.flatMap(([pattern, value]) =>
    matchesOf(words, pattern).flatMap(match => {
      const slug = lastAllergen(words.slice(0, match.index), allergens);
      if (slug === undefined) return [];
      const id = `allergy/${slug}/reaction`;
      const span = [start + match.index, start + match.index + match[0].length] as const;
      return [byId.get(id)?.value === value ? holding(span, id) : faulty(span, id, "reaction differs")];
    }),
  );

const lastAllergen = (before: string, allergens: Allergens): string | undefined => {
  let [last, at] = [undefined as string | undefined, -1];
  for (const [slug, { pattern }] of allergens)
    for (const match of matchesOf(before, pattern)) if (match.index > at) [last, at] = [slug, match.index];
  return last;
};
