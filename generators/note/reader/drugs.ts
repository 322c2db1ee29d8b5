import type { Fact } from "../../../schemas/person.ts";
import { forbiddingAllergy } from "./allergies.ts";
import type { Chart } from "./chart.ts";
import type { Reading, Sentence } from "./clauses.ts";
import { DRUG_NAMES } from "./drug-names.ts";
import { matchesOf } from "./matches.ts";
import { faulty, holding, type Statement } from "./statement.ts";

const ALIASES: Readonly<Record<string, string>> = {
  asa: "aspirin",
  hctz: "hydrochlorothiazide",
  apap: "acetaminophen",
};
const STEMS =
  "[a-z]{3,}(?:olol|april|opril|sartan|statin|gliptin|gliflozin|glutide|xaban|prazole|cillin|mycin|floxacin|triptan|dipine|zosin|setron|dronate)";
const NAMES: ReadonlySet<string> = new Set([...DRUG_NAMES, ...Object.keys(ALIASES)]);
const STEM = new RegExp(`^${STEMS}$`);
const WORD = /\w{3,}/g;
const DOSED = /\b([a-z][a-z-]{3,})\s+(?:at\s+)?\d+(?:\.\d+)?\s?(?:mg|mcg|units|puffs)\b(?!\/)/gi;
const DOSE = /^[a-z/ -]{0,24}?[\s(]+(\d+(?:\.\d+)?)\s?(mg|mcg|g|units|puffs)\b(?!\/)/i;

const FREQUENCIES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:four times (?:a day|daily)|QID)\b/i, "four-times-daily"],
  [/\b(?:three times (?:a day|daily)|TID)\b/i, "three-times-daily"],
  [/\b(?:twice (?:a day|daily)|BID)\b/i, "twice-daily"],
  [/\b(?:every 4 to 6 hours|q4-6h)\b/i, "every-4-to-6-hours"],
  [/\b(?:every 6 hours|q6h)\b/i, "every-6-hours"],
  [/\b(?:every 8 hours|q8h)\b/i, "every-8-hours"],
  [/\b(?:weekly|once a week|qwk)\b/i, "once-weekly"],
  [/\b(?:at bedtime|nightly|QHS)\b/i, "at-bedtime"],
  [/\b(?:once (?:a day|daily)|daily|QD)\b/i, "once-daily"],
];

/**
 * Drugs, which must be on record and allowed by the allergies, with their doses, routes and frequencies. Where a
 * sentence speaks of allergies a drug is an allergen.
 *
 * @param allergens  sentences that speak of allergies, from `allergySentences`
 */
export const readDrugs = (
  allergens: readonly Sentence[],
  { text }: Reading,
  chart: Chart,
): readonly Statement[] => {
  const isAllergen = (start: number) =>
    allergens.some(sentence => sentence.start <= start && start < sentence.end);
  const named = drugsIn(text);
  const dosed = matchesOf(text, DOSED)
    .map(match => ({ start: match.index, words: match[1]! }))
    .filter(
      ({ start }) =>
        !named.some(other => other.start <= start && start < other.start + other.words.length + 12),
    );
  return [...named, ...dosed].flatMap(({ start, words }) => {
    if (isAllergen(start)) return [];
    const end = start + words.length;
    const name = ALIASES[words.toLowerCase()] ?? words.toLowerCase();
    const fact = chart.drugs.find(drug => drug.name.split(/[ /]/).includes(name));
    const span = [start, end] as const;
    const allergy = forbiddingAllergy(name, chart);
    if (allergy !== undefined) return [faulty(span, allergy, "drug given in spite of an allergy")];
    if (fact === undefined) return [faulty(span, "medication", "drug not on record")];
    const place = { span, detail: detailAfter(text, end), drug: fact, chart };
    return [holding(span, fact.id), ...readDose(place), ...readFrequency(place), ...readRoute(place)];
  });
};

/** Words that are names of drugs, or end as such names do. */
const drugsIn = (text: string): readonly { readonly start: number; readonly words: string }[] =>
  matchesOf(text, WORD).flatMap(({ index, 0: words }) => {
    const lower = words.toLowerCase();
    return NAMES.has(lower) || STEM.test(lower) ? [{ start: index, words }] : [];
  });

/** What follows a drug's name up to the next drug, sentence or line. */
const detailAfter = (text: string, end: number): string => {
  const rest = text.slice(end, end + 60);
  const stop = rest.search(/\n|;|\.\s|\.$| and | for | on /);
  const next = drugsIn(rest)[0]?.start ?? rest.length;
  return rest.slice(0, Math.min(stop < 0 ? rest.length : stop, next));
};

interface Place {
  readonly span: Statement["span"];
  /** What follows the name. */
  readonly detail: string;
  readonly drug: Fact;
  readonly chart: Chart;
}

const readDose = ({ span: [start, end], detail, drug, chart: { byId } }: Place): readonly Statement[] => {
  const read = DOSE.exec(detail);
  if (read === null) return [];
  const dose = byId.get(`${drug.id}/dose`);
  const same = dose !== undefined && Number(read[1]) === dose.value && read[2]!.toLowerCase() === dose.unit;
  const span = [start, end + read[0].length] as const;
  return [same ? holding(span, `${drug.id}/dose`) : faulty(span, `${drug.id}/dose`, "dose differs")];
};

const readFrequency = ({ span, detail, drug, chart: { byId } }: Place): readonly Statement[] => {
  const id = `${drug.id}/frequency`;
  const read = FREQUENCIES.find(([pattern]) => pattern.test(detail))?.[1];
  const asNeeded = /\b(?:as needed|PRN)\b/i.test(detail) ? [`${drug.id}/as-needed`] : [];
  if (asNeeded.length > 0 && !byId.has(asNeeded[0]!))
    return [faulty(span, asNeeded[0]!, "as needed that is taken regularly")];
  const regular = read === byId.get(id)?.value ? [id] : [];
  if (read !== undefined && regular.length === 0) return [faulty(span, id, "frequency differs")];
  const facts = [...(read === undefined ? [] : regular), ...asNeeded];
  return facts.length === 0 ? [] : [holding([span[0], span[1] + detail.length], ...facts)];
};

const ROUTES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:by mouth|PO|orally)\b/i, "oral"],
  [/\b(?:inhaled|inh|by inhalation)\b/i, "inhaled"],
  [/\b(?:subcutaneously|subcut|SC|SQ)\b/i, "subcutaneous"],
  [/\b(?:intravenously|IV)\b/i, "intravenous"],
  [/\b(?:topically|topical|top)\b/i, "topical"],
  [/\b(?:under the tongue|SL|sublingually)\b/i, "sublingual"],
  [/\b(?:to the eyes?|in the eyes?|ophthalmic|ophth)\b/i, "ophthalmic"],
  [/\b(?:nasally|nasal|intranasal|intranasally)\b/i, "nasal"],
];

const readRoute = ({ span, detail, drug, chart: { byId } }: Place): readonly Statement[] => {
  const read = ROUTES.find(([pattern]) => pattern.test(detail))?.[1];
  if (read === undefined) return [];
  const id = `${drug.id}/route`;
  const whole = [span[0], span[1] + detail.length] as const;
  return [byId.get(id)?.value === read ? holding(whole, id) : faulty(whole, id, "route differs")];
};
