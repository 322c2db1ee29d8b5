import type { Allergy, Medication } from "../../../schemas/record.ts";
import { ageOn } from "../age.ts";
import { addDays, earlier } from "../calendar.ts";
import { RXNORM } from "../fhir-codes.ts";
import { ANTIBIOTICS } from "../vocabulary/antibiotics.ts";
import { isTolerated } from "./allergies.ts";
import type { Dated } from "./history.ts";
import type { Lived } from "./onsets.ts";

const ADULT = 18;
/** Days of a course. */
const COURSE = 7;

/** A course for every pneumonia found at an encounter of an adult, of what the person tolerates. */
export const drawAntibiotics = (
  conditions: readonly Dated[],
  allergies: readonly Allergy[],
  { timeline, encounters, rng }: Lived,
): readonly Medication[] =>
  conditions.flatMap(({ slug, condition }) => {
    const start = condition.recorded;
    if (slug !== "pneumonia" || start === undefined || start > (condition.abatement ?? start)) return [];
    if (!encounters.some(each => each.start === start) || ageOn(timeline.birthDate, start) < ADULT) return [];
    const isPregnant = conditions.some(each => each.slug === "pregnancy");
    const possible = ANTIBIOTICS.map(({ rxnorm, display, dosage, share }) => ({
      code: { system: RXNORM, code: rxnorm, display },
      dosage,
      share: isPregnant && display.startsWith("doxycycline") ? 0 : share,
    })).filter(({ code }) => isTolerated(code, allergies));
    const { code, dosage } = possible[rng.weighted(possible.map(({ share }) => share))]!;
    const over = addDays(start, COURSE);
    if (over > timeline.end && timeline.deceased === undefined)
      return [{ code, authored: start, status: "active", dosage }];
    return [{ code, authored: start, ended: earlier(over, timeline.end), status: "completed", dosage }];
  });
