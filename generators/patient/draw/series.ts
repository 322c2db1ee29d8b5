import type { Rng } from "../../../src/math/rng.ts";
import { daysBetween } from "../calendar.ts";
import { valueLaw } from "../prior/history.ts";
import type { MeasurementEntry } from "../vocabulary/measurement-entry.ts";
import { EFFECTS, FOUND_AT, ONSET_YEARS, withinPerson } from "../vocabulary/within-person.ts";
import { conditionEntry } from "../vocabulary.ts";
import type { Body } from "./body.ts";
import type { Dated } from "./history.ts";
import type { Ordered } from "./medications.ts";

/** What a person's values over the years depend on. */
export interface Life {
  readonly body: Body;
  readonly birthDate: string;
  /** Day of the latest value; ages are counted back from it. */
  readonly visitDate: string;
  readonly conditions: readonly Dated[];
  readonly medications: readonly Ordered[];
}

/**
 * Earlier values of a measurement that lead to a known latest one: x(t) = μ(t) + z·σ(t) + e(t) + d(t), on the scale of its
 * law. μ and σ are the public law at the age and illness of the day, z the person's own rank among the like, which stays;
 * e is the effect of treatment; d a stationary Gauss–Markov deviation with the within-person spread s, corr(d(t), d(t′)) =
 * exp(−|t − t′|/memory). Of the latest deviation one expects w·(x − μ), w = s²/σ², ± s·√(1 − w): the extreme came from
 * nearer to the mean. Where its disease was found by it, the value is one by which it is found.
 *
 * @param days  days of the earlier values, descending, before the visit
 * @returns     values in the order of `days`, unrounded, unclipped
 * @source      Fraser 2001, Biological Variation, ch. 2 (homeostatic set points); regression to the mean: Galton
 */
export const earlierValues = (
  entry: MeasurementEntry,
  latest: number,
  { life, days, rng }: { readonly life: Life; readonly days: readonly string[]; readonly rng: Rng },
): readonly number[] => {
  const { cv, memory } = withinPerson(entry.slug);
  const { visitDate } = life;
  const ill = isIllOn(entry, life, visitDate);
  const [mu, sigma] = levelOn(entry, life, visitDate);
  const spread = Math.min(0.9 * sigma, cv[ill ? 1 : 0] * (entry.scale === "log" ? 1 : Math.abs(mu)));
  const w = (spread / sigma) ** 2;
  const now = entry.scale === "log" ? Math.log(latest) : latest;
  let deviation = w * (now - mu) + spread * Math.sqrt(1 - w) * rng.normal();
  const rank = (now - deviation - mu) / sigma;
  const treated = treatmentOn(entry, life, visitDate);
  let last = visitDate;
  return days.map(day => {
    const kept = Math.exp(-daysBetween(day, last) / 365.25 / memory);
    deviation = kept * deviation + spread * Math.sqrt(1 - kept ** 2) * rng.normal();
    last = day;
    const [mean, between] = levelOn(entry, life, day);
    const value = mean + rank * between + treatmentOn(entry, life, day) - treated + deviation;
    return asFound(entry, entry.scale === "log" ? Math.exp(value) : value, { life, day });
  });
};

/** A value of the day on which its disease was found, mirrored at the limit by which it is found. */
const asFound = (
  entry: MeasurementEntry,
  value: number,
  { life, day }: { readonly life: Life; readonly day: string },
): number => {
  const course = courseOf(entry, life);
  const limit = FOUND_AT[entry.slug];
  if (limit === undefined || course?.recorded !== day || course.onset !== day) return value;
  // Within 8 % beyond the limit, however far off it was.
  if ("atLeast" in limit)
    return Math.max(value, limit.atLeast + Math.min(limit.atLeast - value, 0.08 * limit.atLeast));
  return Math.min(value, limit.atMost - Math.min(value - limit.atMost, 0.08 * limit.atMost));
};

/** Onset and end of the condition that the measurement goes with, if the person has it. */
const courseOf = (entry: MeasurementEntry, { conditions }: Life): Dated["condition"] | undefined =>
  conditions.find(({ slug }) => slug === entry.condition)?.condition;

/** Whether that condition is there on a day. */
export const isIllOn = (entry: MeasurementEntry, life: Life, day: string): boolean => {
  const course = courseOf(entry, life);
  return (
    course !== undefined &&
    (course.onset ?? "") <= day &&
    (course.abatement === undefined || day <= course.abatement)
  );
};

/**
 * Mean and spread of the public law at the age of a day. Before the onset of a lasting disease the mean moves linearly
 * from that without it over `ONSET_YEARS`; a value that defines its disease (LDL) was as high before it was found.
 */
const levelOn = (entry: MeasurementEntry, life: Life, day: string): readonly [number, number] => {
  const { ageYears, sex } = life.body;
  const age = Math.max(0, ageYears - daysBetween(day, life.visitDate) / 365.25);
  const course = courseOf(entry, life);
  const well = valueLaw(entry, age, sex, false);
  if (course === undefined) return well;
  const ill = valueLaw(entry, age, sex, true);
  if (conditionEntry(entry.condition ?? "")?.course === "episode")
    return isIllOn(entry, life, day) ? ill : well;
  const years = ONSET_YEARS[entry.slug];
  const ahead = Math.max(0, daysBetween(day, course.onset ?? day) / 365.25);
  const share = years === undefined ? 1 : Math.max(0, 1 - ahead / years);
  return [well[0] + share * (ill[0] - well[0]), well[1] + share * (ill[1] - well[1])];
};

/** Days after which a treatment has done what it does. */
const TAKES_EFFECT = 21;

/** Effect of what has been taken, or known, for a while and is not yet stopped on a day, each class once. */
const treatmentOn = (entry: MeasurementEntry, life: Life, day: string): number => {
  const since = (start: string) => daysBetween(start, day) >= TAKES_EFFECT;
  const acting = new Set([
    ...life.conditions
      .filter(({ condition: { recorded } }) => recorded !== undefined && since(recorded))
      .map(({ slug }) => `condition/${slug}`),
    ...life.medications
      .filter(({ order: { authored = day, ended = day } }) => since(authored) && day <= ended)
      .map(({ slug }) => `medication/${slug}`),
  ]);
  return EFFECTS.filter(({ of, measurement }) => measurement === entry.slug && acting.has(of)).reduce(
    (sum, { shift }) => sum + shift,
    0,
  );
};
