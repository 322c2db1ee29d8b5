import type { Assignment } from "../../../schemas/domain.ts";
import type { Condition, Medication } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { addDays, addYears, daysBetween, earlier, later } from "../calendar.ts";
import { RXNORM } from "../fhir-codes.ts";
import { ATRIAL_FORMS, type ConditionEntry } from "../vocabulary/conditions.ts";
import { conditionEntry, medicationEntry, snomed } from "../vocabulary.ts";
import { slugs } from "./settle.ts";
import type { Timeline } from "./timeline.ts";

/** A condition with the vocabulary entry it was drawn from. */
export interface Dated {
  readonly slug: string;
  readonly condition: Condition;
}

/**
 * Conditions with onsets between the age they start at and the visit, episodes with an end. An episode that the X-ray
 * shows is going on at the visit; one that it does not show is over. A nodule or pneumothorax on the X-ray is put on
 * record even where the domain does not count it.
 */
export const drawConditions = (assignment: Assignment, timeline: Timeline, rng: Rng): readonly Dated[] => {
  const shown = SHOWN[assignment.finding ?? ""];
  const named = slugs(assignment, "condition");
  const recorded = assignment["has/fhir"] === "yes";
  const all =
    recorded && shown !== undefined && assignment[`condition/${shown}`] === undefined
      ? [...named, shown]
      : named;
  return all.flatMap(slug => {
    const entry = conditionEntry(slug);
    if (entry === undefined) return [];
    const own = rng.child(slug);
    const imaged = Object.values(SHOWN).includes(slug) && assignment["has/image"] === "yes";
    const active = slug === shown || (!imaged && own.chance(slug === "pregnancy" ? 0.75 : 0.3));
    const dates =
      entry.course === "episode"
        ? episode(entry, timeline, { active, rng: own })
        : chronic(entry, timeline, own);
    const { code, display } = nameOf(entry, assignment);
    return [{ slug, condition: { code: snomed(code, display), ...dates } }];
  });
};

/** The condition that each X-ray finding is a picture of. */
const SHOWN: Readonly<Record<string, string>> = {
  consolidation: "pneumonia",
  effusion: "pleural-effusion",
  nodule: "lung-nodule",
  pneumothorax: "pneumothorax",
};

/** Atrial fibrillation is coded by what the ECG shows: flutter, or paroxysmal where the rhythm is another. */
const nameOf = (
  entry: ConditionEntry,
  { rhythm }: Assignment,
): { readonly code: string; readonly display: string } => {
  if (entry.slug === "atrial-fibrillation" && rhythm === "atrial-flutter") return ATRIAL_FORMS.flutter;
  if (
    entry.slug === "atrial-fibrillation" &&
    (rhythm === "sinus" || rhythm === "bradycardia" || rhythm === "tachycardia")
  )
    return ATRIAL_FORMS.paroxysmal;
  return { code: entry.snomed, display: entry.display };
};

type Dates = Pick<Condition, "onset" | "abatement">;

/** Years since onset: exponential with the condition's typical span, cut at the youngest age of onset. */
const chronic = (entry: ConditionEntry, { birthDate, visitDate }: Timeline, rng: Rng): Dates => {
  const start = earlier(visitDate, addYears(birthDate, entry.minAge));
  const longest = daysBetween(start, visitDate) / 365.25;
  const years = -entry.span * Math.log(1 - rng.uniform() * (1 - Math.exp(-longest / entry.span)));
  return { onset: later(start, addDays(visitDate, -years * 365.25)) };
};

/** Active at the visit: began shortly before it, no end. Otherwise over before the visit, within the year. */
const episode = (
  entry: ConditionEntry,
  { birthDate, visitDate }: Timeline,
  { active, rng }: { readonly active: boolean; readonly rng: Rng },
): Dates => {
  const length = Math.max(2, Math.round(entry.span * (0.7 + 0.6 * rng.uniform())));
  const earliest = earlier(visitDate, addYears(birthDate, entry.minAge));
  if (active) {
    const days = entry.span > 100 ? 30 + rng.integer(entry.span - 40) : rng.integer(5);
    return { onset: later(earliest, addDays(visitDate, -days)) };
  }
  const abatement = addDays(visitDate, -(3 + rng.integer(320)));
  const onset = addDays(abatement, -length);
  // Too young to have one behind them: it ended on the visit day at the latest.
  if (onset < earliest)
    return { onset: earliest, abatement: earlier(visitDate, later(abatement, addDays(earliest, 1))) };
  return { onset, abatement };
};

/**
 * Medication orders: a product of each class on record, written on or after the onset of the first indication on
 * record, and by the visit.
 */
export const drawMedications = (
  assignment: Assignment,
  conditions: readonly Dated[],
  { timeline, rng }: { readonly timeline: Timeline; readonly rng: Rng },
): readonly Medication[] =>
  slugs(assignment, "medication").flatMap(slug => {
    const entry = medicationEntry(slug);
    if (entry === undefined) return [];
    const own = rng.child(slug);
    const product = entry.products[own.weighted(entry.products.map(each => each.share))]!;
    const reason = entry.indications.flatMap(each => conditions.filter(({ slug: name }) => name === each))[0];
    const youngest = earlier(timeline.visitDate, addYears(timeline.birthDate, entry.minAge));
    const from = later(youngest, reason?.condition.onset ?? addYears(timeline.visitDate, -3));
    const span = daysBetween(from, timeline.visitDate);
    // Most orders are renewed: the latest one is rather recent.
    const authored = addDays(timeline.visitDate, -Math.floor(span * own.uniform() ** 2));
    return [
      {
        code: { system: RXNORM, code: product.rxnorm, display: product.display },
        authored,
        status: "active",
        dosage: product.dosage,
      },
    ];
  });
