import type { Fact } from "../../../schemas/person.ts";
import type { Chart, Contradiction } from "./chart.ts";
import { DRUG_NAMES } from "./drug-names.ts";

const ALIASES: Readonly<Record<string, string>> = {
  asa: "aspirin",
  hctz: "hydrochlorothiazide",
  apap: "acetaminophen",
};
const STEMS =
  "[a-z]{3,}(?:olol|april|opril|sartan|statin|gliptin|gliflozin|glutide|xaban|prazole|cillin|mycin|floxacin|triptan|dipine|zosin|setron|dronate)";
const NAMED = new RegExp(`\\b(?:${DRUG_NAMES.join("|")}|${STEMS}|ASA|HCTZ|APAP)\\b`, "gi");
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

/** Drugs that are not on record, and doses and frequencies that are not the drug's. */
export const readDrugs = (text: string, chart: Chart): readonly Contradiction[] => {
  const named = [...text.matchAll(NAMED)].map(match => ({ start: match.index, words: match[0] }));
  const dosed = [...text.matchAll(DOSED)]
    .map(match => ({ start: match.index, words: match[1]! }))
    .filter(
      ({ start }) =>
        !named.some(other => other.start <= start && start < other.start + other.words.length + 12),
    );
  return [...named, ...dosed].flatMap(({ start, words }) => {
    const end = start + words.length;
    const name = ALIASES[words.toLowerCase()] ?? words.toLowerCase();
    const fact = chart.drugs.find(drug => drug.name.split(/[ /]/).includes(name));
    const span = [start, end] as const;
    if (fact === undefined) return [{ span, fact: "medication", rule: "drug not on record" }];
    return [...wrongDose(text, span, fact, chart), ...wrongFrequency(text, span, fact, chart)];
  });
};

/** What follows a drug's name up to the next drug, sentence or line. */
const detailAfter = (text: string, end: number): string => {
  const rest = text.slice(end, end + 60);
  NAMED.lastIndex = 0;
  const stop = rest.search(/\n|;|\.\s|\.$| and | for | on /);
  const next = NAMED.exec(rest)?.index ?? rest.length;
  NAMED.lastIndex = 0;
  return rest.slice(0, Math.min(stop < 0 ? rest.length : stop, next));
};

const wrongDose = (
  text: string,
  [start, end]: readonly [number, number],
  drug: Fact,
  { byId }: Chart,
): readonly Contradiction[] => {
  const read = DOSE.exec(detailAfter(text, end));
  if (read === null) return [];
  const dose = byId.get(`${drug.id}/dose`);
  const same = dose !== undefined && Number(read[1]) === dose.value && read[2]!.toLowerCase() === dose.unit;
  return same ? [] : [{ span: [start, end + read[0].length], fact: `${drug.id}/dose`, rule: "dose differs" }];
};

const wrongFrequency = (
  text: string,
  [start, end]: readonly [number, number],
  drug: Fact,
  { byId }: Chart,
): readonly Contradiction[] => {
  const detail = detailAfter(text, end);
  const read = FREQUENCIES.find(([pattern]) => pattern.test(detail))?.[1];
  const given = byId.get(`${drug.id}/frequency`)?.value;
  if (read === undefined || read === given) return [];
  return [{ span: [start, end], fact: `${drug.id}/frequency`, rule: "frequency differs" }];
};
