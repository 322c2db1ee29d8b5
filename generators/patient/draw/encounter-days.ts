import type { Rng } from "../../../src/math/rng.ts";
import { COUNT_RANGES, type Course, SPAN_RANGES, WINDOW, YEAR } from "../course.ts";

/** Most encounters of a drawn history in the window, and before it. */
export const MOST = { window: 40, before: 12 };

/** Longest drawn history before the visit, days. */
const LONGEST = 20 * YEAR;

/** Days of life before the visit that a course of care needs: only infants have fewer. */
export const daysNeeded = ({ encounters, span }: Course): number =>
  span === "<1" ? Math.min(120, 7 * COUNT_RANGES[encounters][0]) : 0;

/**
 * Days with an encounter, back from the visit, ascending, the visit (0) first: as many in the three years before it as
 * the category says, the first of all as far back as the span says. Gaps vary like appointments, more even than chance
 * alone (Erlang 2).
 *
 * @param lived  whole days from birth to the visit; nothing lies before
 */
export const encounterDays = (
  { encounters, span }: Course,
  { lived, rng }: { readonly lived: number; readonly rng: Rng },
): readonly number[] => {
  const [low, high] = COUNT_RANGES[encounters];
  const count = countIn(low, Math.min(high, MOST.window), rng);
  if (count === 0) return [];
  const first = firstDay(span, count, { lived, rng });
  if (first < WINDOW) return spaced(Math.min(count, first + 1), first, rng);
  const reach = Math.round(WINDOW * (1 - (0.25 + 0.5 * rng.uniform()) / count)) - 1;
  const inside = spaced(count, count === 1 ? 0 : reach, rng);
  return [...inside, ...before(first, count, rng)];
};

/** Few more often than many: each further encounter of the bin is somewhat less likely. */
const countIn = (low: number, high: number, rng: Rng): number => {
  const weights = Array.from({ length: high - low + 1 }, (_, i) => 0.88 ** i);
  return low + rng.weighted(weights);
};

const firstDay = (
  span: Course["span"],
  count: number,
  { lived, rng }: { readonly lived: number; readonly rng: Rng },
): number => {
  if (span === "<1" || span === "none") {
    if (count === 1) return 0;
    const most = Math.min(YEAR - 1, lived);
    const least = Math.min(most, Math.max(count - 1, Math.min(most, 7 * (count - 1))));
    return least + rng.integer(most - least + 1);
  }
  const [from, to] = SPAN_RANGES[span];
  const most = Math.min(to - 1, lived, LONGEST);
  return most <= from ? Math.min(from, lived) : from + rng.integer(most - from + 1);
};

/** `count` different days from 0 to `last`, both among them. */
const spaced = (count: number, last: number, rng: Rng): readonly number[] => {
  if (count <= 1) return [0];
  const gaps = Array.from({ length: count - 1 }, () => -Math.log((1 - rng.uniform()) * (1 - rng.uniform())));
  const total = gaps.reduce((a, b) => a + b, 0);
  const days = [0];
  let passed = 0;
  for (const [i, gap] of gaps.entries()) {
    passed += gap;
    const day = Math.round((passed / total) * last);
    days.push(Math.min(last - (gaps.length - 1 - i), Math.max(days.at(-1)! + 1, day)));
  }
  return days;
};

/** Encounters before the window: the first of all, and others at a third of the later pace. */
const before = (first: number, count: number, rng: Rng): readonly number[] => {
  const years = (first - WINDOW) / YEAR;
  const pace = (count / 3) * years * (0.2 + 0.3 * rng.uniform());
  const more = Math.min(MOST.before - 1, Math.floor(pace));
  const days = new Set([first]);
  for (let i = 0; i < more; i++) {
    const day = WINDOW + rng.integer(Math.max(1, first - WINDOW));
    if (day < first) days.add(day);
  }
  return [...days].sort((a, b) => a - b);
};
