import type { Assignment } from "../../../schemas/domain.ts";
import type { Condition } from "../../../schemas/record.ts";
import { ATRIAL_FORMS, type ConditionEntry } from "../vocabulary/conditions.ts";
import { conditionEntry, snomed } from "../vocabulary.ts";
import { chronicDates, episodeDates, type Lived } from "./onsets.ts";
import { slugs } from "./settle.ts";

/** A condition with the vocabulary entry it was drawn from. */
export interface Dated {
  readonly slug: string;
  readonly condition: Condition;
}

/**
 * Conditions with onsets between the age they start at and the visit, episodes with an end. An episode that the X-ray
 * shows is going on at the visit; one that it does not show is over. A nodule or pneumothorax on the X-ray is put on
 * record even where the domain does not count it.
 *
 * What began while the patient was under care was found at an encounter: sudden diseases at an emergency or a stay where
 * there was one, silent ones on the day, others after some weeks of complaints. What is older than the record was
 * written down at its first encounter.
 */
export const drawConditions = (
  assignment: Assignment,
  { timeline, encounters, rng }: Lived,
): readonly Dated[] => {
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
        ? episodeDates(entry, { timeline, encounters, rng: own }, active)
        : chronicDates(entry, { timeline, encounters, rng: own });
    const recordedOn = encounters.find(({ start }) => start >= dates.onset)?.start;
    const { code, display } = nameOf(entry, assignment);
    const known = recordedOn === undefined ? {} : { recorded: recordedOn };
    return [{ slug, condition: { code: snomed(code, display), ...dates, ...known } }];
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
