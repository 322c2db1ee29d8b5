import type { Encounter } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { addDays, addYears, daysBetween, earlier, later } from "../calendar.ts";
import { snomed } from "../vocabulary.ts";
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

/**
 * Birth, index visit and (rarely) death. The birthday never falls between visit and reference date, so that the age is
 * the same on both.
 *
 * @source  death after the visit: Gompertz law through the 2021 US life table (NCHS NVSR 72-12; yearly 0.3 % at 40, 6 %
 *          at 80)
 */
export const drawTimeline = ({ ageYears }: Body, asOf: string, rng: Rng): Timeline => {
  const born = addDays(addYears(asOf, -(ageYears + 1)), 1);
  const back = Math.min(rng.integer(365), Math.max(0, daysBetween(born, asOf)));
  const visitDate = addDays(asOf, -back);
  const latest = addYears(visitDate, -ageYears);
  const birthDate = addDays(born, rng.integer(Math.max(1, daysBetween(born, latest) + 1)));
  const yearly = Math.min(0.5, Math.exp(-8.8 + 0.075 * ageYears));
  const dies = rng.chance((yearly * back) / 365);
  const deceased = dies ? addDays(visitDate, 1 + rng.integer(Math.max(1, back))) : undefined;
  const end = deceased === undefined ? asOf : earlier(deceased, asOf);
  return { birthDate, visitDate, ...(deceased === undefined ? {} : { deceased: end }), end };
};

/** How acute the index visit is: an emergency, a stay, or a planned visit. */
export type Urgency = "planned" | "urgent";

/** What an encounter was for. @source  SNOMED CT; all but the emergency visit as Synthea writes them */
export const ENCOUNTER_TYPES = {
  visit: snomed("390906007", "Follow-up encounter"),
  check: snomed("162673000", "General examination of patient"),
  emergency: snomed("4525004", "Emergency department patient visit"),
  admission: snomed("32485007", "Hospital admission"),
} as const;

/**
 * One to six encounters, the last on the visit day. Earlier ones lie some months apart, never before birth.
 */
export const drawEncounters = (timeline: Timeline, urgency: Urgency, rng: Rng): readonly Encounter[] => {
  const encounters: Encounter[] = [indexEncounter(timeline, urgency, rng)];
  const more = Math.min(5, Math.floor(-1.6 * Math.log(1 - rng.uniform())));
  let day = timeline.visitDate;
  for (let i = 0; i < more; i++) {
    day = addDays(day, -(20 + Math.floor(-170 * Math.log(1 - rng.uniform()))));
    if (day < timeline.birthDate) break;
    encounters.unshift({
      start: day,
      end: day,
      class: "AMB",
      type: rng.chance(0.5) ? ENCOUNTER_TYPES.check : ENCOUNTER_TYPES.visit,
    });
  }
  return encounters;
};

const indexEncounter = ({ visitDate, end }: Timeline, urgency: Urgency, rng: Rng): Encounter => {
  const kind = urgency === "planned" ? 0 : rng.weighted([0.35, 0.35, 0.3]);
  if (kind === 0)
    return {
      start: visitDate,
      end: visitDate,
      class: "AMB",
      type: rng.chance(0.4) ? ENCOUNTER_TYPES.check : ENCOUNTER_TYPES.visit,
    };
  if (kind === 1) return { start: visitDate, end: visitDate, class: "EMER", type: ENCOUNTER_TYPES.emergency };
  const leave = later(visitDate, earlier(end, addDays(visitDate, 1 + rng.integer(7))));
  return { start: visitDate, end: leave, class: "IMP", type: ENCOUNTER_TYPES.admission };
};
