import type { Fact } from "../../../schemas/person.ts";
import type { Chart } from "./chart.ts";
import type { Reading, Sentence } from "./clauses.ts";
import { conditionsNamedIn } from "./conditions.ts";
import { matchesOf } from "./matches.ts";
import { operationsNamedIn } from "./operations.ts";
import type { Triples } from "./sought.ts";
import { faulty, holding, type Statement } from "./statement.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\\.?";
const FULL: readonly (readonly [RegExp, (parts: readonly string[]) => string])[] = [
  [/\b(\d{4})-(\d{2})-(\d{2})\b/g, ([year, month, day]) => iso(year!, month!, day!)],
  [/\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/g, ([month, day, year]) => iso(year!, month!, day!)],
  [
    new RegExp(`\\b${MONTH} (\\d{1,2}), (\\d{4})\\b`, "g"),
    ([month, day, year]) => iso(year!, monthNumber(month!), day!),
  ],
  [
    new RegExp(`\\b(\\d{1,2}) ${MONTH} (\\d{4})\\b`, "g"),
    ([day, month, year]) => iso(year!, monthNumber(month!), day!),
  ],
];
const MONTH_YEAR = new RegExp(`(?<!\\d )\\b${MONTH} (\\d{4})\\b`, "g");
const YEAR = /(?<![\d/-])\b((?:19|20)\d{2})\b(?![-/]\d)/g;
const YEARS = /\b(?:for|x)\s?(\d{1,2}) (?:years|yrs?)\b/gi;

const iso = (year: string, month: string, day: string): string =>
  `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
const monthNumber = (name: string): string => String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1);

/**
 * Dates. A year or month in a sentence about one condition must be one of that condition's own; with none or several
 * conditions in the sentence, it must belong to some fact.
 */
export const readDates = ({ sentences, triples }: Reading, chart: Chart): readonly Statement[] =>
  sentences
    .filter(({ words }) => /\d{4}|\d (?:years|yrs?)\b/.test(words))
    .flatMap(sentence => {
      const taken: (readonly [number, number])[] = [];
      const full = FULL.flatMap(([pattern, toIso]) =>
        matches(sentence, pattern).map(({ start, end, groups }) => {
          taken.push([start, end]);
          const date = toIso(groups);
          const role = roleOf(sentence.words.slice(0, start - sentence.start));
          const allowed = chart.byId.has(role ?? "")
            ? chart.dates.filter(({ id }) => id === role)
            : chart.dates.filter(({ id }) => !id.startsWith("procedure/"));
          return oneOf(
            [start, end],
            allowed.filter(({ value }) => String(value).slice(0, 10) === date),
            "date that no fact has",
          );
        }),
      );
      return [
        ...full,
        ...coarse(sentence, { chart, triples }, taken),
        ...durations(sentence, { chart, triples }),
      ];
    });

const oneOf = (span: Statement["span"], facts: readonly Fact[], rule: string): Statement =>
  facts.length > 0 ? holding(span, ...facts.map(({ id }) => id)) : faulty(span, "date", rule);

const ROLES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:discharged?|d\/c(?:'d)?)\b[^.]{0,16}$/i, "date/discharge"],
  [/\b(?:admit(?:ted)?|admission|adm|hospitalized|brought in)\b[^.]{0,16}$/i, "date/admission"],
  [/\b(?:date|DOS|seen on|performed|date of (?:service|study))[: ]*$/i, "date/visit"],
];

/** The event whose date is announced by the words before it. */
const roleOf = (before: string): string | undefined => ROLES.find(([pattern]) => pattern.test(before))?.[1];

/** What a date is judged by: the chart, and the letter triples of the text. */
interface Ground {
  readonly chart: Chart;
  readonly triples: Triples;
}

const coarse = (
  sentence: Sentence,
  ground: Ground,
  taken: (readonly [number, number])[],
): readonly Statement[] => {
  const from = (at: number, begins: string) =>
    datesAt(sentence, at, ground).filter(({ value }) => String(value).startsWith(begins));
  const isFree = ({ start, end }: { readonly start: number; readonly end: number }) =>
    !taken.some(([from, to]) => start < to && from < end);
  const months = matches(sentence, MONTH_YEAR).filter(isFree);
  for (const { start, end } of months) taken.push([start, end]);
  const years = matches(sentence, YEAR).filter(isFree);
  return [
    ...months.map(({ start, end, groups: [month, year] }) =>
      oneOf(
        [start, end],
        from(start, `${year}-${monthNumber(month!).padStart(2, "0")}`),
        "month that no fact has",
      ),
    ),
    ...years.map(({ start, end, groups: [year] }) =>
      oneOf([start, end], from(start, year!), "year that no fact has"),
    ),
  ];
};

const YEAR_MS = 365.25 * 86_400_000;

const durations = (sentence: Sentence, ground: Ground): readonly Statement[] => {
  const visit = Date.parse(String(ground.chart.byId.get("date/visit")?.value ?? ""));
  return matches(sentence, YEARS).map(({ start, end, groups: [count] }) =>
    oneOf(
      [start, end],
      datesAt(sentence, start, ground).filter(
        ({ value }) => Math.abs((visit - Date.parse(String(value))) / YEAR_MS - Number(count) - 0.5) <= 1,
      ),
      "length of illness differs",
    ),
  );
};

/**
 * Dates a sentence may name at a place: those of the operation beside it, else of the one condition the
 * sentence speaks of, else all but those of operations.
 */
const datesAt = ({ words, start }: Sentence, at: number, { chart, triples }: Ground): readonly Fact[] => {
  const before = words.slice(0, at - start);
  const operation = operationsNamedIn(before, chart).at(-1);
  const isBeside = operation !== undefined && /^[\s,(]*(?:in )?$/.test(before.slice(operation.end));
  const named = isBeside ? [operation.id] : conditionsNamedIn(words, chart, triples);
  const own = named.length === 1 ? chart.dates.filter(({ id }) => id.startsWith(`${named[0]}/`)) : [];
  return own.length > 0 ? own : chart.dates.filter(({ id }) => !id.startsWith("procedure/"));
};

const matches = ({ words, start }: Sentence, pattern: RegExp) =>
  matchesOf(words, pattern).map(match => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
    groups: match.slice(1),
  }));
