import type { Allergy, Coded, Encounter, Medication } from "../../../schemas/record.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { ALLERGIES, type AllergyEntry, NO_KNOWN_ALLERGY } from "../vocabulary/allergies.ts";

/** Chance that somebody asked: without it the record says nothing of allergies. */
const ASKED = 0.85;
const MOST = 3;
/** Children have taken fewer drugs: the chance of a drug allergy grows up to this age. */
const GROWN_YEARS = 40;

export interface Exposure {
  readonly ageYears: number;
  readonly encounters: readonly Encounter[];
  readonly medications: readonly Medication[];
  readonly rng: Rng;
}

/**
 * Allergies on record, or that none is known: nobody is allergic to what was ever ordered for them. Written down at one
 * of the encounters; empty where nobody asked.
 */
export const drawAllergies = ({ ageYears, encounters, medications, rng }: Exposure): readonly Allergy[] => {
  if (encounters.length === 0 || !rng.child("asked").chance(ASKED)) return [];
  const isGrown = Math.min(1, ageYears / GROWN_YEARS);
  const found = ALLERGIES.filter(entry => !isTaken(entry, medications)).flatMap(
    (entry): readonly Allergy[] => {
      const own = rng.child(entry.slug);
      if (!own.chance(entry.chance * (entry.category === "medication" ? isGrown : 1))) return [];
      return [
        {
          code: entry.code,
          category: entry.category,
          recorded: own.pick(encounters).start,
          ...(own.chance(0.75) ? { reaction: own.pick(entry.reactions) } : {}),
        },
      ];
    },
  );
  if (found.length > 0) return found.slice(0, MOST);
  return [{ code: NO_KNOWN_ALLERGY, recorded: rng.child("none").pick(encounters).start }];
};

const isTaken = ({ forbids }: AllergyEntry, medications: readonly Medication[]): boolean =>
  medications.some(({ code }) => forbids.some(drug => code.display.toLowerCase().includes(drug)));

/** Whether a product may be given to somebody with these allergies. */
export const isTolerated = (product: Coded, allergies: readonly Allergy[]): boolean =>
  ALLERGIES.filter(({ code }) => allergies.some(each => each.code.code === code.code)).every(
    ({ forbids }) => !forbids.some(drug => product.display.toLowerCase().includes(drug)),
  );
