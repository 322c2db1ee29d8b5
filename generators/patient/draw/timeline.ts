import type { Rng } from "../../../src/math/rng.ts";
import { addDays, addYears, daysBetween, earlier } from "../calendar.ts";
import type { Body } from "./body.ts";

/** The days of one life that everything else hangs on. */
export interface Timeline {
  readonly birthDate: string;
  /** Day of the index encounter, within the year before the reference date. */
  readonly visitDate: string;
  readonly deceased?: string;
  /** The last day anything may be recorded: death or the reference date. */
  readonly end: string;
}

export interface TimelineOptions {
  readonly asOf: string;
  readonly rng: Rng;
  /** Days of life that the course of care before the visit needs, 0 to 120. */
  readonly lived?: number;
  /** A planned visit is on a working day. */
  readonly planned?: boolean;
}

/**
 * Birth, index visit and (rarely) death. The birthday never falls between visit and reference date, so that the age is
 * the same on both.
 *
 * @source  death after the visit: Gompertz law through the 2021 US life table (NCHS NVSR 72-12; yearly 0.3 % at 40, 6 %
 *          at 80)
 */
export const drawTimeline = (
  { ageYears }: Body,
  { asOf, rng, lived = 0, planned = false }: TimelineOptions,
): Timeline => {
  const born = addDays(addYears(asOf, -(ageYears + 1)), 1);
  const most = Math.max(0, Math.min(364, daysBetween(born, asOf) - lived));
  const drawn = Math.min(rng.integer(365), most);
  const weekend = planned ? restDays(addDays(asOf, -drawn)) : 0;
  const back = drawn + weekend <= most ? drawn + weekend : drawn;
  const visitDate = addDays(asOf, -back);
  const latest = earlier(addYears(visitDate, -ageYears), addDays(visitDate, -lived));
  const birthDate = addDays(born, rng.integer(Math.max(1, daysBetween(born, latest) + 1)));
  const yearly = Math.min(0.5, Math.exp(-8.8 + 0.075 * ageYears));
  const dies = rng.chance((yearly * back) / 365);
  const deceased = dies ? addDays(visitDate, 1 + rng.integer(Math.max(1, back))) : undefined;
  const end = deceased === undefined ? asOf : earlier(deceased, asOf);
  return { birthDate, visitDate, ...(deceased === undefined ? {} : { deceased: end }), end };
};

/** Days from the Friday before to a day of the weekend, 0 on working days. */
export const restDays = (day: string): number => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 6 ? 1 : weekday === 0 ? 2 : 0;
};
