import type { Fact } from "../../../schemas/person.ts";
import { type Chart, type Contradiction, chartOf } from "./chart.ts";
import { germanAllergies, germanConditions } from "./german-conditions.ts";
import { matchesOf } from "./matches.ts";

type Found = readonly Contradiction[];

/**
 * Reads a German note back: age, sex, dates, blood pressure, rate, intervals, laboratory values, doses, rhythm, sides,
 * conditions and their denials, allergies. Smaller than the English reader: symptoms and image findings are not read.
 */
export const germanContradictions = (text: string, facts: readonly Fact[]): Found => {
  const chart = chartOf(facts);
  return [
    ...numbers(text, chart),
    ...sexes(text, chart),
    ...dates(text, chart),
    ...doses(text, chart),
    ...words(text, chart),
    ...germanConditions(text, chart),
    ...germanAllergies(text, chart),
  ].sort((a, b) => a.span[0] - b.span[0]);
};

const RATE = ["ecg/rate", "observation/heart-rate"];
const NUMBER = "(\\d+(?:,\\d+)?)";

/** Names before a number, and the facts it must equal; the first on record counts. */
const READINGS: readonly (readonly [RegExp, ...(readonly string[])[]])[] = [
  [/(\d{1,3})(?:-jährig| J\.)/g, ["demographic/age"]],
  [
    /Blutdruck (\d+)\/(\d+)/g,
    ["observation/systolic-blood-pressure"],
    ["observation/diastolic-blood-pressure"],
  ],
  [/(?:Puls|Frequenz|Kammerfrequenz von|mit) (\d+)(?=\/min)/g, RATE],
  [/QRS(?:-Dauer)? (\d+)/g, ["ecg/qrs"]],
  [/(?:QTc|QT-Zeit) (\d+)/g, ["ecg/qtc"]],
  [new RegExp(`Temperatur ${NUMBER}`, "g"), ["observation/temperature"]],
  [new RegExp(`HbA1c ${NUMBER}`, "g"), ["observation/hba1c"]],
  [new RegExp(`Kreatinin ${NUMBER}`, "g"), ["observation/creatinine"]],
  [new RegExp(`Natrium ${NUMBER}`, "g"), ["observation/sodium"]],
  [new RegExp(`Kalium ${NUMBER}`, "g"), ["observation/potassium"]],
  [new RegExp(`\\bHb ${NUMBER}`, "g"), ["observation/hemoglobin"]],
  [new RegExp(`Leukozyten ${NUMBER}`, "g"), ["observation/white-cell-count"]],
];

const numbers = (text: string, { byId }: Chart): Found =>
  READINGS.flatMap(([pattern, ...facts]) =>
    matchesOf(text, pattern).flatMap(match =>
      facts.flatMap((ids, group) => {
        const id = ids.find(candidate => byId.has(candidate)) ?? ids[0]!;
        const read = Number(match[group + 1]!.replace(",", "."));
        return read === byId.get(id)?.value ? [] : [at(match, id, "value differs")];
      }),
    ),
  );

const sexes = (text: string, { byId }: Chart): Found => {
  const sex = byId.get("demographic/sex")?.value;
  const read = (pattern: RegExp, isTrue: boolean): Found =>
    isTrue ? [] : matchesOf(text, pattern).map(match => at(match, "demographic/sex", "word of another sex"));
  return [
    ...read(/\bPatientin\b|(?<=\d J\., )w\b/g, sex === "female"),
    ...read(/\bPatient\b|(?<=\d J\., )m\b/g, sex === "male"),
  ];
};

const dates = (text: string, chart: Chart): Found => {
  const known = chart.dates.map(({ value }) => String(value).slice(0, 10));
  const days = matchesOf(text, /\b(\d{2})\.(\d{2})\.(\d{4})\b/g)
    .filter(([, day, month, year]) => !known.includes(`${year}-${month}-${day}`))
    .map(match => at(match, "date", "date that no fact has"));
  const years = matchesOf(text, /(?<=(?:[Ss]eit|Erstdiagnose) )\d{4}\b/g)
    .filter(([year]) => !known.some(date => date.startsWith(year)))
    .map(match => at(match, "date", "year that no fact has"));
  return [...days, ...years];
};

const doses = (text: string, { byId, drugs }: Chart): Found =>
  matchesOf(text, /(?<![\p{L}])(\p{Lu}[\p{L} ]{3,}?) (\d+(?:,\d+)?) (mg|mcg|puffs|units)(?!\/)/gu).flatMap(
    match => {
      const drug = drugs.find(({ name }) => match[1]!.toLowerCase().endsWith(name));
      if (drug === undefined) return [at(match, "medication", "drug not on record")];
      const dose = byId.get(`${drug.id}/dose`)?.value;
      return dose === Number(match[2]!.replace(",", "."))
        ? []
        : [at(match, `${drug.id}/dose`, "dose differs")];
    },
  );

const RHYTHMS: readonly (readonly [RegExp, string])[] = [
  [/\bSinusrhythmus\b/g, "sinus"],
  [/\bSinusbradykardie\b/g, "bradycardia"],
  [/\bSinustachykardie\b/g, "tachycardia"],
];
const SIDES: readonly (readonly [RegExp, string])[] = [
  [/(?<=(?:erguss|Infiltrat|herd|thorax|Veränderung) )links\b/g, "left"],
  [/(?<=(?:erguss|Infiltrat|herd|thorax|Veränderung) )rechts\b/g, "right"],
];

const words = (text: string, { byId }: Chart): Found => {
  const read = (all: readonly (readonly [RegExp, string])[], id: string): Found =>
    all
      .filter(([, value]) => byId.get(id)?.value !== value)
      .flatMap(([pattern]) => matchesOf(text, pattern).map(match => at(match, id, "word differs")));
  return [...read(RHYTHMS, "ecg/rhythm"), ...read(SIDES, "imaging/laterality")];
};

const at = (match: RegExpExecArray, fact: string, rule: string): Contradiction => ({
  span: [match.index, match.index + match[0].length],
  fact,
  rule,
});
