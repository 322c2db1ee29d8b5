import type { EcgMeasurements } from "../../schemas/ecg.ts";
import type { EcgOrder, Fact, ImageOrder, Person } from "../../schemas/person.ts";
import { fact } from "./fact.ts";
import { allergyFacts, procedureFacts, socialFacts } from "./fact-background.ts";
import { conditionFacts } from "./fact-conditions.ts";
import { medicationFacts } from "./fact-medications.ts";
import { observationFacts } from "./fact-observations.ts";
import { ecgFacts, imagingFacts } from "./fact-signals.ts";

/** What the person's signals show on the day of the visit. */
export interface Signals {
  readonly ecg?: { readonly measurements: EcgMeasurements; readonly order: EcgOrder };
  readonly image?: ImageOrder;
}

/**
 * The typed facts of a person on the visit date, with stable ids:
 *
 * - `demographic/age` (whole years), `demographic/sex`; `date/visit`, `date/admission`, `date/discharge`
 * - `condition/<slug>` "active" | "resolved" | "absent"; `…/since`, `…/until` (dates), `…/stage`
 * - `medication/<slug>` "active" | "stopped"; `…/dose`, `…/route`, `…/frequency`, `…/as-needed`
 * - `observation/<slug>` printed-precision value; `…/flag` "low" | "normal" | "high"; `…/date`
 * - `allergy/<slug>` "active", `…/reaction`; `allergy/none` false where none is known
 * - `procedure/<slug>` "done"; `…/date`
 * - `social/smoking` "never" | "former" | "some-days" | "daily"; `social/alcohol` "none" | "light" | "moderate" | "heavy";
 *   `social/occupation`
 * - `ecg/{rhythm,rate,pr,qrs,qt,qtc,axis,conduction,ectopy}`: bpm, ms, degrees, whole numbers
 * - `imaging/{finding,laterality,view}`; `imaging/<finding>` false for what the image does not show
 *
 * Negatives are listed only where the record licenses them: "absent" needs the attribute `condition/<slug>` = "no",
 * and nothing in record, ECG or image that shows it.
 */
export const factsOf = (
  person: Person,
  ecg?: NonNullable<Signals["ecg"]>,
  image?: ImageOrder,
): readonly Fact[] => {
  const demographic = demographicFacts(person, ecg, image);
  const age = demographic.find(({ id }) => id === "demographic/age")?.value;
  const medications = medicationFacts(person);
  return [
    ...demographic,
    ...dateFacts(person),
    ...conditionFacts(person, ecg?.order, image),
    ...medications,
    ...allergyFacts(person, medications),
    ...procedureFacts(person),
    ...(typeof age === "number" ? socialFacts(person, age) : []),
    ...observationFacts(person, ecg !== undefined),
    ...(ecg === undefined ? [] : ecgFacts(ecg.measurements, ecg.order)),
    ...(image === undefined ? [] : imagingFacts(image)),
  ];
};

/** Age is that of the signals' orders, else on the visit date: ECG header, image and note say the same number. */
const demographicFacts = (
  person: Person,
  ecg: Signals["ecg"],
  image: ImageOrder | undefined,
): readonly Fact[] => {
  const age = ecg?.order.ageYears ?? image?.ageYears ?? ageAtVisit(person) ?? person.record.ageYears;
  const sex = person.record.sex ?? ecg?.order.sex ?? image?.sex;
  return [
    ...(age === undefined || !Number.isFinite(age)
      ? []
      : [fact("demographic/age", "demographic", "age", Math.floor(age), "a")]),
    ...(sex === undefined ? [] : [fact("demographic/sex", "demographic", "sex", sex)]),
  ];
};

const ageAtVisit = (person: Person): number | undefined => {
  const birth = person.record.birthDate;
  if (birth === undefined || birth.length < 10) return undefined;
  const years = Number(person.visitDate.slice(0, 4)) - Number(birth.slice(0, 4));
  const age = person.visitDate.slice(5, 10) < birth.slice(5, 10) ? years - 1 : years;
  return age >= 0 ? age : undefined;
};

const STAYS = new Set(["IMP", "ACUTE", "NONAC", "OBSENC"]);

/** The stay around the visit: admission and discharge are facts only of an inpatient or observation encounter. */
const dateFacts = (person: Person): readonly Fact[] => {
  const visit = person.visitDate.slice(0, 10);
  const stay = person.record.encounters.find(
    ({ class: kind, start, end }) =>
      STAYS.has(kind) && start.slice(0, 10) <= visit && visit <= (end ?? start).slice(0, 10),
  );
  return [
    fact("date/visit", "date", "visit date", visit),
    ...(stay === undefined
      ? []
      : [fact("date/admission", "date", "admission date", stay.start.slice(0, 10))]),
    ...(stay?.end === undefined
      ? []
      : [fact("date/discharge", "date", "discharge date", stay.end.slice(0, 10))]),
  ];
};
