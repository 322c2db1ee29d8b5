import type { Encounter } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { addDays, addYears, daysBetween, earlier, later } from "../calendar.ts";
import { isAcute } from "../course.ts";
import type { ConditionEntry } from "../vocabulary/conditions.ts";
import type { Timeline } from "./timeline.ts";

/** A life so far: its days and its encounters, ascending. */
export interface Lived {
  readonly timeline: Timeline;
  readonly encounters: readonly Encounter[];
  readonly rng: Rng;
}

export interface Dates {
  readonly onset: string;
  readonly abatement?: string;
}

/** Years since onset: exponential with the condition's typical span, cut at the youngest age of onset. */
export const chronicDates = (entry: ConditionEntry, { timeline, encounters, rng }: Lived): Dates => {
  const { birthDate, visitDate } = timeline;
  const start = earlier(visitDate, addYears(birthDate, entry.minAge));
  const longest = daysBetween(start, visitDate) / 365.25;
  const years = -entry.span * Math.log(1 - rng.uniform() * (1 - Math.exp(-longest / entry.span)));
  const onset = later(start, addDays(visitDate, -years * 365.25));
  const [first] = encounters;
  if (first === undefined || onset <= first.start) return { onset };
  const emergencies = encounters.filter(each => isAcute(each) && each.start >= start);
  if (SUDDEN.has(entry.slug) && emergencies.length > 0 && rng.chance(0.8))
    return { onset: rng.pick(emergencies).start };
  const found = encounters.find(each => each.start >= onset)!.start;
  const complaints = COMPLAINTS[entry.slug] ?? 0;
  return { onset: later(start, addDays(found, complaints * Math.log(1 - rng.uniform()))) };
};

/** Diseases that mostly show themselves by an emergency. */
const SUDDEN: ReadonlySet<string> = new Set([
  "stroke",
  "coronary-artery-disease",
  "heart-failure",
  "atrial-fibrillation",
]);

/** Mean days of complaints before a disease is found; the others are silent until they are measured or seen. */
const COMPLAINTS: Readonly<Record<string, number>> = {
  asthma: 30,
  copd: 60,
  anemia: 20,
  hypothyroidism: 30,
  osteoarthritis: 90,
  depression: 45,
  anxiety: 45,
  gerd: 30,
  gout: 2,
  migraine: 60,
  dementia: 90,
};

/** Active at the visit: began shortly before it, no end. Otherwise over by the visit, within the year that counts. */
export const episodeDates = (entry: ConditionEntry, lived: Lived, active: boolean): Dates => {
  const { timeline, rng } = lived;
  const { birthDate, visitDate, end } = timeline;
  const length = Math.max(2, Math.round(entry.span * (0.7 + 0.6 * rng.uniform())));
  const earliest = earlier(visitDate, addYears(birthDate, entry.minAge));
  if (active) {
    const days = entry.span > 100 ? 30 + rng.integer(entry.span - 40) : rng.integer(5);
    return { onset: later(earliest, addDays(visitDate, -days)) };
  }
  const oldest = addDays(end, -365);
  const began = entry.span > 100 ? undefined : beganAt(lived, { earliest, oldest, length });
  if (began !== undefined) return { onset: began, abatement: addDays(began, length) };
  const abatement = later(oldest, addDays(visitDate, -(3 + rng.integer(320))));
  const onset = addDays(abatement, -length);
  // Too young to have one behind them: it ended on the visit day at the latest.
  if (onset < earliest)
    return { onset: earliest, abatement: earlier(visitDate, later(abatement, addDays(earliest, 1))) };
  return { onset, abatement };
};

/** The day that a past episode began, at most three days before an encounter: six times as often an acute one. */
const beganAt = (
  { timeline, encounters, rng }: Lived,
  {
    earliest,
    oldest,
    length,
  }: { readonly earliest: string; readonly oldest: string; readonly length: number },
): string | undefined => {
  const before = rng.integer(4);
  const seen = encounters
    .map(each => ({ onset: addDays(each.start, -before), weight: isAcute(each) ? 6 : 1 }))
    .filter(({ onset }) => {
      const over = addDays(onset, length);
      return onset >= earliest && over >= oldest && over < timeline.visitDate;
    });
  return seen[rng.weighted(seen.map(({ weight }) => weight))]?.onset;
};
