import type { Encounter } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { addDays, daysBetween, earlier, later } from "../calendar.ts";
import { type Course, SPAN_RANGES, WINDOW, YEAR } from "../course.ts";
import { encounterDays } from "./encounter-days.ts";
import { restDays, type Timeline } from "./timeline.ts";

/** How the index visit comes about. */
export type Urgency = "planned" | "acute";

/** Whether the index visit itself is the acute one, where the year has one: nearly always if the X-ray shows why. */
export const drawUrgency = (course: Course, isIll: boolean, rng: Rng): Urgency =>
  course.acute === "yes" && rng.chance(isIll ? 0.95 : course.encounters === "1" ? 1 : 0.3)
    ? "acute"
    : "planned";

export interface Visits {
  readonly timeline: Timeline;
  readonly urgency: Urgency;
  readonly rng: Rng;
}

/**
 * Encounters of a course of care, ascending, the last on the visit day, without types. In the year up to the visit
 * there is an emergency or a stay exactly if the course says so; a stay is over before the next encounter, which often
 * follows it within three weeks. Planned visits are on working days.
 */
export const drawEncounters = (course: Course, { timeline, urgency, rng }: Visits): readonly Encounter[] => {
  const { birthDate, visitDate } = timeline;
  const days = [
    ...encounterDays(course, { lived: daysBetween(birthDate, visitDate), rng: rng.child("days") }),
  ];
  const acute = acuteAmong(days, course, { urgency, rng: rng.child("acute") });
  const own = rng.child("classes");
  const classes = days.map((_, i) => (acute.has(i) ? (own.chance(0.55) ? "EMER" : "IMP") : "AMB"));
  followUp(days, classes, rng.child("follow-up"));
  toWorkingDays(days, classes, visitDate);
  const stays = rng.child("stays");
  return days
    .map((day, i): Encounter => {
      const start = addDays(visitDate, -day);
      const limit = i === 0 ? timeline.end : addDays(visitDate, -days[i - 1]! - 1);
      const end =
        classes[i] === "IMP" ? later(start, earlier(limit, addDays(start, stayDays(stays)))) : start;
      return { start, end, class: classes[i]! };
    })
    .reverse();
};

/** Where there is no coded history, the visit at which the other records were made stands alone. */
export const visitAlone = ({ timeline, urgency, rng }: Visits): readonly Encounter[] =>
  drawEncounters(
    { encounters: "1", acute: urgency === "acute" ? "yes" : "no", span: "<1" },
    {
      timeline,
      urgency,
      rng,
    },
  );

/** Which of the days are acute, by index. */
const acuteAmong = (
  days: readonly number[],
  course: Course,
  { urgency, rng }: Pick<Visits, "urgency" | "rng">,
): ReadonlySet<number> => {
  const chosen = new Set<number>();
  for (const [i, day] of days.entries()) {
    const often = course.acute === "yes" ? 0.12 : day < YEAR ? 0 : 0.05;
    if (i > 0 && rng.chance(often)) chosen.add(i);
  }
  if (course.acute === "no") return chosen;
  const recent = days.map((_, i) => i).filter(i => i > 0 && days[i]! < YEAR);
  if (urgency === "acute" || recent.length === 0) chosen.add(0);
  else if (!recent.some(i => chosen.has(i))) chosen.add(rng.pick(recent));
  return chosen;
};

/** Moves the encounter after an acute one close behind it, three times in four. */
const followUp = (days: number[], classes: readonly string[], rng: Rng): void => {
  for (let i = days.length - 1; i >= 2; i--) {
    const wanted = days[i]! - (5 + rng.integer(16));
    if (classes[i] === "AMB" || classes[i - 1] !== "AMB" || !rng.chance(0.75)) continue;
    if (wanted > days[i - 2]! && isSameYear(wanted, days[i - 1]!)) days[i - 1] = wanted;
  }
};

/** Whether two days back fall on the same side of every limit that counts. */
const isSameYear = (one: number, other: number): boolean =>
  [YEAR, WINDOW, SPAN_RANGES["10+"][0]].every(limit => one < limit === other < limit);

/** Moves planned visits of the weekend to Monday, where that leaves the order and the limits alone. */
const toWorkingDays = (days: number[], classes: readonly string[], visitDate: string): void => {
  for (let i = 1; i < days.length; i++) {
    const rest = restDays(addDays(visitDate, -days[i]!));
    const wanted = rest === 0 ? days[i]! : days[i]! - (3 - rest);
    if (classes[i] === "AMB" && wanted > days[i - 1]! && isSameYear(wanted, days[i]!)) days[i] = wanted;
  }
};

/** Days of a stay: 1 and more, 4 in the middle, 21 at most. @source  HCUP Statistical Brief 246: mean 4.6 days */
const stayDays = (rng: Rng): number => Math.min(21, 1 + Math.floor(-4 * Math.log(1 - rng.uniform())));
