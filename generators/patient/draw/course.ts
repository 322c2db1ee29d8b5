import type { Assignment } from "../../../schemas/domain.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { ACUTE_CARE, type Course, ENCOUNTER_COUNTS, SPAN_RANGES, SPANS, YEAR } from "../course.ts";
import { acuteLaw, encountersLaw, spanLaw } from "../prior/course.ts";
import type { Law } from "../prior/signals.ts";

/** The course of care as drawn; what the domain does not hold comes from the public laws. */
export const drawCourse = (assignment: Assignment, ageYears: number, rng: Rng): Course => {
  const one = <T extends string>(name: string, categories: readonly T[], law: () => Law): T =>
    categories.find(each => each === assignment[`history/${name}`]) ??
    categories[rng.weighted(categories.map(each => law()[each] ?? 0))]!;
  const acute = one("acute", ACUTE_CARE, () => acuteLaw(ageYears, assignment.finding ?? "missing"));
  const encounters = one("encounters", ENCOUNTER_COUNTS, () => encountersLaw(ageYears, acute));
  const span = one("span", SPANS, () => spanLaw(ageYears, encounters));
  return { acute, encounters, span };
};

/** The youngest age at which somebody can be known for as long as a span says; 0 where it says nothing. */
export const youngestOf = (span: string | undefined): number => {
  const known = SPANS.find(each => each === span);
  return known === undefined ? 0 : SPAN_RANGES[known][0] / YEAR;
};

/** The longest span up to the given one that a life of so many years can hold; a single encounter skips "1-3". */
export const spanWithin = (span: string, encounters: string | undefined, years: number): string => {
  if (youngestOf(span) <= years) return span;
  const shorter = SPANS.slice(1, SPANS.indexOf(span as Course["span"])).reverse();
  const fits = shorter.find(each => youngestOf(each) <= years && (encounters !== "1" || each !== "1-3"));
  return fits ?? "<1";
};
