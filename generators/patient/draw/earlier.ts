import type { Encounter, Observation } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { addYears, daysBetween } from "../calendar.ts";
import { isAcute } from "../course.ts";
import type { MeasurementEntry } from "../vocabulary/measurement-entry.ts";
import { type WithinPerson, withinPerson } from "../vocabulary/within-person.ts";
import { measurementEntry, measurementOf } from "../vocabulary.ts";
import { GROWN, medianHeightCm } from "./growth.ts";
import { creatinineFrom, observed } from "./measurements.ts";
import { earlierValues, isIllOn, type Life } from "./series.ts";

/**
 * What was measured at the encounters before the visit, ascending: the vital signs and tests of the visit again, as
 * often as is usual, with values that lead to those of the visit.
 *
 * @param latest  observations of the visit
 */
export const drawEarlier = (
  latest: readonly Observation[],
  life: Life,
  { encounters, rng }: { readonly encounters: readonly Encounter[]; readonly rng: Rng },
): readonly Observation[] => {
  const past = encounters.filter(({ start }) => start < life.visitDate).reverse();
  if (past.length === 0) return [];
  const now = new Map(latest.map(({ code, value }) => [measurementOf(code)!.slug, value]));
  const byDay = new Map(past.map(({ start }) => [start, new Map<string, number>()]));
  const together = occasions(past, rng.child("occasions"));
  for (const [slug, value] of now) {
    const entry = measurementEntry(slug)!;
    if (FOLLOWING.has(slug) && followed(slug, now)) continue;
    const own = rng.child(slug);
    const days = daysTaken(entry, life, { past, together, rng: own.child("days") });
    const values = earlierValues(entry, value, { life, days, rng: own });
    for (const [i, day] of days.entries()) byDay.get(day)!.set(slug, kept(entry, values[i]!));
  }
  return [...byDay].reverse().flatMap(([day, values]) => {
    addFollowing(values, now, { life, day, rng: rng.child(day) });
    return observed(values, day);
  });
};

/** What follows from another value by arithmetic, and from which. */
const FOLLOWING: ReadonlyMap<string, string> = new Map([
  ["diastolic-blood-pressure", "systolic-blood-pressure"],
  ["body-height", "body-mass-index"],
  ["body-weight", "body-mass-index"],
  ["creatinine", "egfr"],
]);

const followed = (slug: string, now: ReadonlyMap<string, number>): boolean => now.has(FOLLOWING.get(slug)!);

const kept = (entry: MeasurementEntry, value: number): number =>
  Math.min(entry.hard[1], Math.max(entry.hard[0], value));

interface Occasions {
  readonly past: readonly Encounter[];
  /** Days on which vital signs, and height and weight, are taken. */
  readonly together: Readonly<Record<"vital" | "body", ReadonlySet<string>>>;
  readonly rng: Rng;
}

const occasions = (past: readonly Encounter[], rng: Rng): Occasions["together"] => {
  const vital = past.filter(each => isAcute(each) || rng.chance(0.93)).map(({ start }) => start);
  const body = past.filter(each => !isAcute(each) && rng.chance(0.75)).map(({ start }) => start);
  return { vital: new Set(vital), body: new Set(body) };
};

/** Days on which a measurement was taken, descending; counted back from the visit, each interval a little different. */
const daysTaken = (
  entry: MeasurementEntry,
  life: Life,
  { past, together, rng }: Occasions,
): readonly string[] => {
  const { taken } = withinPerson(entry.slug);
  if (typeof taken === "string") return [...together[taken]].sort().reverse();
  const days: string[] = [];
  let next = life.visitDate;
  for (const encounter of past) {
    const passed = daysBetween(encounter.start, next);
    const interval = intervalOn(entry, life, { taken, day: encounter.start }) ?? Number.POSITIVE_INFINITY;
    const isDue = passed >= interval * (0.85 + 0.3 * rng.uniform());
    if (!isDue && !(taken.acute && isAcute(encounter))) continue;
    days.push(encounter.start);
    next = encounter.start;
  }
  return days;
};

/** Age from which people without a disease are tested now and then. */
const ADULT = 18;

/** Days to wait, undefined where it is not taken: a disease to come is not followed yet. */
const intervalOn = (
  entry: MeasurementEntry,
  life: Life,
  { taken, day }: { readonly taken: Exclude<WithinPerson["taken"], string>; readonly day: string },
): number | undefined => {
  if (isIllOn(entry, life, day)) return taken.days[1];
  const comes = entry.slug === "hemoglobin-a1c" && isIllOn(entry, life, life.visitDate);
  const isChild = day < addYears(life.birthDate, ADULT);
  return comes || isChild ? undefined : taken.days[0];
};

/** Diastolic pressure, height, weight and creatinine of an earlier day, from what was taken on it. */
const addFollowing = (
  values: Map<string, number>,
  now: ReadonlyMap<string, number>,
  { life, day, rng }: { readonly life: Life; readonly day: string; readonly rng: Rng },
): void => {
  const { body, visitDate } = life;
  const ageOn = (date: string) => daysBetween(life.birthDate, date) / 365.25;
  const age = ageOn(day);
  const [systolic, bmi, egfr] = ["systolic-blood-pressure", "body-mass-index", "egfr"].map(slug =>
    values.get(slug),
  );
  const diastolic = now.get("diastolic-blood-pressure");
  if (systolic !== undefined && diastolic !== undefined) {
    const moved = diastolic + 0.4 * (systolic - now.get("systolic-blood-pressure")!) + 4 * rng.normal();
    values.set("diastolic-blood-pressure", Math.max(30, Math.min(systolic - 15, moved)));
  }
  const height = now.get("body-height");
  if (bmi !== undefined && height !== undefined) {
    const median = (date: string) => medianHeightCm(ageOn(date), body.sex);
    const share = age >= GROWN ? 1 : Math.min(1, median(day) / median(visitDate));
    const cm = Math.round(height * share * 10) / 10;
    values.set("body-height", cm);
    values.set("body-weight", (Math.round(bmi * 10) / 10) * (cm / 100) ** 2);
  }
  if (egfr !== undefined && age >= 18 && now.has("creatinine"))
    values.set("creatinine", creatinineFrom(Math.round(egfr), { ...body, ageYears: Math.floor(age) }));
};
