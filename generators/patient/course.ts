import type { Encounter, PatientRecord } from "../../schemas/record.ts";
import { daysBetween, later } from "./calendar.ts";

/**
 * The course of care as three public attributes, seen from the last encounter and not from the reference date, so that
 * somebody who left years ago, or whose dates were shifted, has the same course:
 *
 * - `history/encounters`: days with an encounter in the three years up to the last one. The bins double: visits are
 *   spread over two decades, and a count is worth its ratio.
 * - `history/acute`: whether one of the last year was an emergency or a stay.
 * - `history/span`: years from the first encounter to the last.
 *
 * `none`: a coded history without an encounter that counts. Years have 365 days.
 */
export interface Course {
  readonly encounters: (typeof ENCOUNTER_COUNTS)[number];
  readonly acute: (typeof ACUTE_CARE)[number];
  readonly span: (typeof SPANS)[number];
}

export const ENCOUNTER_COUNTS = ["none", "1", "2-3", "4-7", "8-15", "16+"] as const;
export const ACUTE_CARE = ["yes", "no"] as const;
export const SPANS = ["none", "<1", "1-3", "3-10", "10+"] as const;

/** Days that count, [from, to), back from the last encounter. */
export const YEAR = 365;
export const WINDOW = 3 * YEAR;

/** Fewest and most encounters of a bin. */
export const COUNT_RANGES: Readonly<Record<Course["encounters"], readonly [number, number]>> = {
  none: [0, 0],
  "1": [1, 1],
  "2-3": [2, 3],
  "4-7": [4, 7],
  "8-15": [8, 15],
  "16+": [16, Number.POSITIVE_INFINITY],
};

/** Days from the first to the last encounter of a bin, [from, to). */
export const SPAN_RANGES: Readonly<Record<Course["span"], readonly [number, number]>> = {
  none: [0, 0],
  "<1": [0, YEAR],
  "1-3": [YEAR, WINDOW],
  "3-10": [WINDOW, 10 * YEAR],
  "10+": [10 * YEAR, Number.POSITIVE_INFINITY],
};

/** Classes of an emergency or a stay. @source  HL7 v3 ActEncounterCode; the words are those of older exports */
const ACUTE_CLASSES: ReadonlySet<string> = new Set([
  "EMER",
  "IMP",
  "ACUTE",
  "NONAC",
  "OBSENC",
  "SS",
  "EMERGENCY",
  "INPATIENT",
]);

export const isAcute = (encounter: Pick<Encounter, "class">): boolean =>
  ACUTE_CLASSES.has(encounter.class.toUpperCase());

/** No encounter is read before this day: what is dated earlier is a placeholder or a slip. */
export const EARLIEST_DAY = "1900-01-01";

/**
 * One record's course of care.
 *
 * Bounded by rule: encounters that start before 1900, before birth or after `until` do not count; several on one day
 * count once; a missing month counts as July, a missing day as the 15th.
 *
 * @param until  last day that counts, YYYY-MM-DD
 */
export const courseOf = (
  { encounters, birthDate }: Pick<PatientRecord, "encounters" | "birthDate">,
  until: string,
): Course => {
  const from = birthDate === undefined ? EARLIEST_DAY : later(EARLIEST_DAY, wholeDay(birthDate, "01"));
  const acuteOn = new Map<string, boolean>();
  for (const encounter of encounters) {
    const day = wholeDay(encounter.start, "15");
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || day < from || day > until) continue;
    acuteOn.set(day, (acuteOn.get(day) ?? false) || isAcute(encounter));
  }
  let [first, last] = [until, ""];
  for (const day of acuteOn.keys()) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  if (last === "") return { encounters: "none", acute: "no", span: "none" };
  const back = [...acuteOn].map(([day, acute]) => ({ days: daysBetween(day, last), acute }));
  const count = back.filter(({ days }) => days < WINDOW).length;
  return {
    encounters: binOf(COUNT_RANGES, count, (value, [low, high]) => low <= value && value <= high),
    acute: back.some(({ days, acute }) => acute && days < YEAR) ? "yes" : "no",
    span: binOf(SPAN_RANGES, daysBetween(first, last), (value, [low, high]) => low <= value && value < high),
  };
};

const binOf = <K extends string>(
  ranges: Readonly<Record<K, readonly [number, number]>>,
  value: number,
  isIn: (value: number, range: readonly [number, number]) => boolean,
): K => (Object.keys(ranges) as K[]).find(name => name !== "none" && isIn(value, ranges[name]))!;

const wholeDay = (date: string, day: string): string => {
  const [year, month = day === "01" ? "01" : "07", on = day] = date.slice(0, 10).split("-");
  return `${year}-${month}-${on}`;
};
