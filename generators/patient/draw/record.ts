import type { Assignment } from "../../../schemas/domain.ts";
import type { EcgOrder, ImageOrder } from "../../../schemas/person.ts";
import { ETHNICITIES, type PatientRecord, RACES } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { drawAllergies } from "./allergies.ts";
import { drawAntibiotics } from "./antibiotics.ts";
import type { Body } from "./body.ts";
import { drawCourse } from "./course.ts";
import { drawEarlier } from "./earlier.ts";
import { daysNeeded } from "./encounter-days.ts";
import { withTypes } from "./encounter-reason.ts";
import { drawEncounters, drawUrgency, visitAlone } from "./encounters.ts";
import { drawConditions } from "./history.ts";
import { drawMeasurements } from "./measurements.ts";
import { drawMedications } from "./medications.ts";
import { drawProcedures } from "./procedures.ts";
import { drawSocial } from "./social.ts";
import { drawTimeline } from "./timeline.ts";

export interface Circumstances {
  /** Reference date, YYYY-MM-DD. */
  readonly asOf: string;
  readonly rng: Rng;
  /** What ECG and image of the visit show, which must fit. */
  readonly ecg?: EcgOrder;
  readonly image?: ImageOrder;
}

/** The coded record of a body with these categories, and the day of its index visit. */
export const drawRecord = (
  assignment: Assignment,
  body: Body,
  { asOf, rng, ecg, image }: Circumstances,
): { readonly record: PatientRecord; readonly visitDate: string } => {
  const known = (attribute: string) => (assignment[attribute] ?? "missing") !== "missing";
  const hasHistory = assignment["has/fhir"] === "yes";
  const isIll =
    (image !== undefined && ILL.has(image.finding)) || ecg?.morphology.startsWith("acute-") === true;
  const own = rng.child("record");
  const course = drawCourse(assignment, body.ageYears, own.child("course"));
  const urgency = drawUrgency(course, isIll, own.child("urgency"));
  const timeline = drawTimeline(body, {
    asOf,
    rng: rng.child("timeline"),
    lived: hasHistory ? daysNeeded(course) : 0,
    planned: urgency === "planned",
  });
  const visits = { timeline, urgency, rng: own.child("encounters") };
  const encounters = hasHistory ? drawEncounters(course, visits) : visitAlone(visits);
  const conditions = drawConditions(assignment, { timeline, encounters, rng: own.child("conditions") });
  const medications = drawMedications(assignment, conditions, {
    timeline,
    encounters,
    rng: own.child("medications"),
  });
  const { birthDate, visitDate, deceased } = timeline;
  const latest = hasHistory
    ? drawMeasurements(assignment, body, {
        date: visitDate,
        birthDate,
        rng: own.child("observations"),
      })
    : [];
  const earlier = drawEarlier(
    latest,
    { body, birthDate, visitDate, conditions, medications },
    { encounters, rng: own.child("earlier") },
  );
  const lived = hasHistory ? encounters : [];
  const orders = medications.map(each => each.order);
  const allergies = drawAllergies({
    ageYears: body.ageYears,
    encounters: lived,
    medications: orders,
    rng: own.child("allergies"),
  });
  const antibiotics = drawAntibiotics(conditions, allergies, {
    timeline,
    encounters: lived,
    rng: own.child("antibiotics"),
  });
  const procedures = hasHistory
    ? drawProcedures(body, { conditions, ecg }, { timeline, encounters, rng: own.child("procedures") })
    : [];
  const social = hasHistory
    ? drawSocial({ ageYears: body.ageYears, conditions, date: visitDate, rng: own.child("social") })
    : [];
  const race = RACES.find(each => each === assignment.race);
  const ethnicity = ETHNICITIES.find(each => each === assignment.ethnicity);
  const record: PatientRecord = {
    ...(known("sex") ? { sex: body.sex } : {}),
    ...(known("age") ? { birthDate, ageYears: body.ageYears } : {}),
    ...(deceased === undefined ? {} : { deceased }),
    ...(race === undefined ? {} : { race }),
    ...(ethnicity === undefined ? {} : { ethnicity }),
    encounters: withTypes(encounters, conditions, { birthDate, rng: own.child("types") }),
    conditions: conditions.map(each => each.condition),
    medications: [...orders, ...antibiotics],
    observations: [...earlier, ...latest],
    ...(allergies.length === 0 ? {} : { allergies }),
    ...(procedures.length === 0 ? {} : { procedures }),
    ...(social.length === 0 ? {} : { social }),
  };
  return { record, visitDate };
};

/** Findings that bring people to the hospital. */
const ILL: ReadonlySet<string> = new Set(["consolidation", "effusion", "pneumothorax"]);
