import type { Rng } from "../../src/math/rng.ts";
import { meetsCriteria } from "./criteria.ts";
import { drawLeadField, type LeadField, seenWaves } from "./lead-field.ts";
import { type BeatPlan, type PersonalBeat, personalBeat } from "./person-beat.ts";
import { beatShape } from "./qrs-shape.ts";

const FREE_DRAWS = 12;
const DRAWS = 24;

/**
 * A person's beat and chest of which what is to be shown can be read: drawn again until the criteria are met, after some
 * draws nearer and nearer to the textbook's heart and Dower's chest.
 */
export const personInChest = (
  plan: Omit<BeatPlan, "field" | "freedom">,
  rng: Rng,
): PersonalBeat & { readonly field: LeadField } => {
  for (let draw = 1; ; draw++) {
    const freedom = draw <= FREE_DRAWS ? 1 : 1 - (draw - FREE_DRAWS) / (DRAWS - FREE_DRAWS);
    const field = drawLeadField(rng, freedom);
    const beat = personalBeat({ ...plan, field, freedom }, rng);
    const shape = beatShape(seenWaves(field, beat.ventricular), plan.intervals.qrsMs);
    if (draw >= DRAWS || meetsCriteria(plan.order, shape)) return { ...beat, field };
  }
};
