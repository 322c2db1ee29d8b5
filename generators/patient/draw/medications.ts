import type { Assignment } from "../../../schemas/domain.ts";
import type { Medication } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { addDays, addYears, daysBetween, earlier, later } from "../calendar.ts";
import { RXNORM } from "../fhir-codes.ts";
import type { MedicationEntry, Product } from "../vocabulary/medications.ts";
import { medicationEntry } from "../vocabulary.ts";
import type { Dated } from "./history.ts";
import type { Lived } from "./onsets.ts";
import { slugs } from "./settle.ts";

/** An order with the class it was drawn from. */
export interface Ordered {
  readonly slug: string;
  readonly order: Medication;
}

/**
 * Orders of each class on record, ascending: from an encounter at or after the first indication was written down, at
 * times changed to another product or strength of the class, at times stopped. An order that has ended says when; none
 * outlives its patient.
 */
export const drawMedications = (
  assignment: Assignment,
  conditions: readonly Dated[],
  { timeline, encounters, rng }: Lived,
): readonly Ordered[] =>
  slugs(assignment, "medication").flatMap(slug => {
    const entry = medicationEntry(slug);
    if (entry === undefined) return [];
    const own = rng.child(slug);
    const reason = entry.indications.flatMap(each => conditions.filter(({ slug: name }) => name === each))[0];
    const { birthDate, visitDate } = timeline;
    const known = reason?.condition.recorded ?? reason?.condition.onset ?? birthDate;
    const from = earlier(visitDate, later(known, addYears(birthDate, entry.minAge)));
    const days = encounters.map(({ start }) => start).filter(day => day >= from);
    const span = daysBetween(from, visitDate);
    // Without an encounter to hang it on, the latest renewal of an order is rather recent.
    const alone = addDays(visitDate, -Math.floor(Math.min(span, 3 * 365) * own.uniform() ** 2));
    const start = days.length === 0 ? alone : days[startAt(days.length, reason !== undefined, own)]!;
    const after = days.filter(day => day > start);
    return ordersOf(entry, { start, days: after, visitDate, rng: own }).map(order => ({
      slug,
      order: endedBy(order, timeline.deceased),
    }));
  });

/** Which encounter a first order is from: mostly the one at which its reason was written down, else any. */
const startAt = (count: number, hasReason: boolean, rng: Rng): number => {
  if (!hasReason) return rng.integer(count);
  let at = 0;
  while (at < count - 1 && rng.chance(0.3)) at++;
  return at;
};

interface Occasions {
  readonly start: string;
  /** Days of the encounters after the start, ascending. */
  readonly days: readonly string[];
  readonly visitDate: string;
  readonly rng: Rng;
}

const ordersOf = (
  entry: MedicationEntry,
  { start, days, visitDate, rng }: Occasions,
): readonly Medication[] => {
  const last = entry.products[rng.weighted(entry.products.map(({ share }) => share))]!;
  const others = entry.products.filter(product => product !== last);
  const changes = days.filter(day => day >= addDays(start, 28));
  // Changes lead to the commoner product rather than away from it.
  const often = others.some(({ share }) => share > last.share) ? 0.12 : 0.3;
  const change = others.length > 0 && changes.length > 0 && rng.chance(often) ? rng.pick(changes) : undefined;
  const ends = days.filter(day => day >= addDays(change ?? start, 28) && day < visitDate);
  const [stop, status] = STOPPED[entry.slug] ?? [0.12, "stopped"];
  const end = ends.length > 0 && rng.chance(stop) ? rng.pick(ends) : undefined;
  const finished = end === undefined ? { status: "active" } : { status, ended: end };
  if (change === undefined) return [orderOf(last, start, finished)];
  return [
    orderOf(rng.pick(others), start, { status: "stopped", ended: change }),
    orderOf(last, change, finished),
  ];
};

const orderOf = (
  { rxnorm, display, dosage }: Product,
  authored: string,
  finished: Pick<Medication, "ended" | "status">,
): Medication => ({
  code: { system: RXNORM, code: rxnorm, display },
  authored,
  ...finished,
  dosage,
});

/** What was still taken at death ended with it. */
const endedBy = (order: Medication, deceased: string | undefined): Medication =>
  deceased === undefined || order.ended !== undefined
    ? order
    : { ...order, status: "completed", ended: deceased };

/**
 * Chance that a class on record was stopped before the visit, and how that is called: treatments with an end are
 * completed. Clinical expectation, rounded: low where stopping does harm; no release measures it.
 */
const STOPPED: Readonly<Record<string, readonly [chance: number, status: string]>> = {
  levothyroxine: [0.02, "stopped"],
  insulin: [0.03, "stopped"],
  anticoagulant: [0.06, "stopped"],
  albuterol: [0.08, "completed"],
  ssri: [0.25, "completed"],
  iron: [0.4, "completed"],
  bisphosphonate: [0.3, "completed"],
  "proton-pump-inhibitor": [0.3, "completed"],
};
