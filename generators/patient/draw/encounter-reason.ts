import type { Condition, Encounter } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { ageOn } from "../age.ts";
import { addDays, daysBetween } from "../calendar.ts";
import { isAcute } from "../course.ts";
import { snomed } from "../vocabulary.ts";
import type { Dated } from "./history.ts";
import type { Timeline } from "./timeline.ts";

/** What an encounter was for. @source  SNOMED CT; all but the emergency visit as Synthea writes them */
export const ENCOUNTER_TYPES = {
  visit: snomed("390906007", "Follow-up encounter"),
  check: snomed("162673000", "General examination of patient"),
  problem: snomed("185347001", "Encounter for problem"),
  child: snomed("410620009", "Well child visit"),
  prenatal: snomed("424619006", "Prenatal visit"),
  emergency: snomed("4525004", "Emergency department patient visit"),
  admission: snomed("32485007", "Hospital admission"),
} as const;

/**
 * Encounters with what they were for: a visit soon after an acute one, or with a chronic disease on record, follows up;
 * one at which a disease was found was for a problem; pregnant women come for the pregnancy; others for a check.
 */
export const withTypes = (
  encounters: readonly Encounter[],
  conditions: readonly Dated[],
  { birthDate, rng }: Pick<Timeline, "birthDate"> & { readonly rng: Rng },
): readonly Encounter[] => {
  let checked = "";
  return encounters.map((encounter, i) => {
    const { start } = encounter;
    const before = encounters[i - 1];
    const isAfterAcute = before !== undefined && isAcute(before) && daysBetween(before.start, start) <= 45;
    const type = typeOf(encounter, conditions, { isAfterAcute, birthDate, checked, rng });
    if (type === "check" || type === "child") checked = start;
    return { ...encounter, type: ENCOUNTER_TYPES[type] };
  });
};

interface Circumstances {
  readonly isAfterAcute: boolean;
  readonly birthDate: string;
  /** Day of the last general examination, "" before the first. */
  readonly checked: string;
  readonly rng: Rng;
}

const CHILDHOOD = 18;

const typeOf = (
  { start, class: kind }: Encounter,
  conditions: readonly Dated[],
  { isAfterAcute, birthDate, checked, rng }: Circumstances,
): keyof typeof ENCOUNTER_TYPES => {
  const chance = rng.uniform();
  if (kind === "EMER") return "emergency";
  if (kind === "IMP") return "admission";
  if (conditions.some(({ slug, condition }) => slug === "pregnancy" && isGoingOn(condition, start)))
    return "prenatal";
  if (isAfterAcute) return "visit";
  if (conditions.some(({ condition }) => isFoundAt(condition, start))) return "problem";
  const isIll = conditions.some(({ condition }) => isGoingOn(condition, start));
  const age = ageOn(birthDate, start);
  if (chance < 0.5 && checked < addDays(start, -checkDays(age))) return age < CHILDHOOD ? "child" : "check";
  return chance < (isIll ? 0.85 : 0.6) && (isIll || checked !== "") ? "visit" : "problem";
};

/** Days between two general examinations: infants are seen every two months, others once a year. */
const checkDays = (age: number): number => (age < 1 ? 50 : age < 3 ? 150 : 330);

const isGoingOn = ({ onset = "", abatement }: Condition, day: string): boolean =>
  onset < day && (abatement === undefined || abatement >= day);

/** Recorded on the day, not long after it began. */
const isFoundAt = ({ onset, recorded }: Condition, day: string): boolean =>
  recorded === day && onset !== undefined && onset >= addDays(day, -90);
