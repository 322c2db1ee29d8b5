import { patientOf } from "../index-of.ts";
import { type Fault, isNode, type Resource, stringAt } from "../resource.ts";
import type { Context, Rule } from "./rule.ts";

const MOMENTS = new Set(["date", "dateTime", "instant"]);

/**
 * Nothing before birth, after death or after the reference date; starts before ends; what names an encounter lies
 * inside it. Days are compared, as far as both are given: 2020 is not before 2020-05-01.
 */
export const datesAgree: Rule = (resource, context) => [
  ...withinLife(resource, context),
  ...startsBeforeEnds(resource, context),
  ...insideEncounter(resource, context),
];

const withinLife = (resource: Resource, { visits, index, asOf }: Context): readonly Fault[] => {
  const { birth, death } = index.lives.get(patientOf(resource)) ?? {};
  const faults: Fault[] = [];
  for (const { place, value, type } of visits) {
    if (!MOMENTS.has(type) || typeof value !== "string") continue;
    if (!isCalendarDay(value)) faults.push({ place, what: "is no day of the calendar" });
    if (isBefore(value, birth)) faults.push({ place, what: "lies before birth" });
    if (isBefore(death, value)) faults.push({ place, what: "lies after death" });
    if (isBefore(asOf, value)) faults.push({ place, what: "lies after the reference date" });
  }
  return faults;
};

const isCalendarDay = (moment: string): boolean => {
  const day = moment.slice(0, 10);
  if (day.length < 10) return true;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(day);
};

/** Whether one day is certainly before another. */
const isBefore = (one: string | undefined, other: string | undefined): boolean => {
  if (one === undefined || other === undefined) return false;
  const length = Math.min(one.length, other.length, 10);
  return one.slice(0, length) < other.slice(0, length);
};

const startsBeforeEnds = (resource: Resource, { visits }: Context): readonly Fault[] => {
  const faults: Fault[] = [];
  for (const { place, value, type } of visits)
    if (type === "Period" && isNode(value) && isReversed(stringAt(value, "start"), stringAt(value, "end")))
      faults.push({ place, what: "ends before it starts" });
  if (isReversed(stringAt(resource, "onsetDateTime"), stringAt(resource, "abatementDateTime")))
    faults.push({ place: "abatementDateTime", what: "lies before the onset" });
  return faults;
};

/** Moments with a time of day are compared to the second, all others by day. */
const isReversed = (start: string | undefined, end: string | undefined): boolean =>
  isBefore(end, start) ||
  (start?.includes("T") === true && end?.includes("T") === true && Date.parse(end) < Date.parse(start));

/** When a resource of each type took place. */
const OCCURRED: Readonly<Record<string, readonly string[]>> = {
  Observation: ["effectiveDateTime"],
  DiagnosticReport: ["effectiveDateTime"],
  ImagingStudy: ["started"],
  DocumentReference: ["date"],
  MedicationRequest: ["authoredOn"],
  Condition: ["recordedDate"],
  AllergyIntolerance: ["recordedDate"],
  Procedure: ["performedDateTime"],
};

const insideEncounter = (resource: Resource, { index }: Context): readonly Fault[] => {
  const reference =
    stringAt(resource, "encounter", "reference") ?? stringAt(resource, "context", "encounter", "reference");
  const { start, end } = index.entries.get(reference ?? "")?.period ?? {};
  return (OCCURRED[resource.resourceType] ?? []).flatMap(name => {
    const moment = stringAt(resource, name);
    const isOutside = isBefore(moment, start) || isBefore(end, moment);
    return isOutside ? [{ place: name, what: "lies outside the encounter it names" }] : [];
  });
};
