import type { EcgOrder } from "../../../schemas/person.ts";
import type { Procedure } from "../../../schemas/record.ts";
import { addDays, addYears, daysBetween, earlier, later } from "../calendar.ts";
import { PACEMAKER, PROCEDURES, type ProcedureEntry } from "../vocabulary/procedures.ts";
import type { Body } from "./body.ts";
import type { Dated } from "./history.ts";
import type { Lived } from "./onsets.ts";

/** Days before the visit that are free of operations: what was done then would be the reason for it. */
const FREE_DAYS = 60;

/**
 * Operations of a life so far, the oldest first: at an age at which they are done, after the onset of their reason. On
 * the day of an encounter where the record covers it, else by year.
 */
export const drawProcedures = (
  { ageYears, sex }: Body,
  { conditions, ecg }: { readonly conditions: readonly Dated[]; readonly ecg?: EcgOrder | undefined },
  { timeline, encounters, rng }: Lived,
): readonly Procedure[] => {
  const { birthDate, visitDate } = timeline;
  const latest = addDays(visitDate, -FREE_DAYS);
  const due = [...PROCEDURES, ...(ecg?.rhythm === "paced" ? [PACEMAKER] : [])];
  return due
    .flatMap((entry): readonly Procedure[] => {
      const own = rng.child(entry.slug);
      if (entry.sex !== undefined && entry.sex !== sex) return [];
      const onset = onsetOf(entry, conditions);
      if (onset === undefined || !own.chance(chanceAt(entry, ageYears))) return [];
      const from = later(onset, addYears(birthDate, entry.ages[0]));
      const to = earlier(latest, addYears(birthDate, entry.ages[1]));
      if (from >= to) return [];
      const day = addDays(from, Math.floor(own.uniform() * daysBetween(from, to)));
      const seen = encounters.find(({ start }) => start >= day && start <= to)?.start;
      const isCovered = encounters[0] !== undefined && encounters[0].start <= day && seen !== undefined;
      return [{ code: entry.code, performed: isCovered ? seen : day.slice(0, 4) }];
    })
    .sort((a, b) => (a.performed! < b.performed! ? -1 : 1));
};

/** Day from which it may have been done; undefined without its reason. */
const onsetOf = ({ reason }: ProcedureEntry, conditions: readonly Dated[]): string | undefined => {
  if (reason === undefined) return "";
  return conditions.find(({ slug }) => slug === reason)?.condition.onset;
};

/** The share grows evenly over the ages at which it is done. */
const chanceAt = ({ ages: [from, to], chance, reason }: ProcedureEntry, age: number): number =>
  reason !== undefined || chance === 1
    ? chance
    : chance * Math.min(1, Math.max(0, (age - from) / (to - from)));
