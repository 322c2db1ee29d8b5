import type { Rng } from "../../src/math/rng.ts";
import { meetsCriteria } from "./criteria.ts";
import { drawLeadField, type LeadField, seenWaves } from "./lead-field.ts";
import { type BeatPlan, type PersonalBeat, personalBeat } from "./person-beat.ts";
import { beatShape } from "./qrs-shape.ts";

const FREE_DRAWS = 12;
const DRAWS = 24;

/** Most hearts are much like the textbook's, a few are far from it: public recordings lie so around their median. */
const SPREAD = 0.28;
const MOST = 1.7;

/**
 * A person's beat and chest of which what is to be shown can be read: drawn again until the criteria are met, after some
 * draws nearer and nearer to the textbook's heart and Dower's chest.
 */
export const personInChest = (
  plan: Omit<BeatPlan, "field" | "freedom">,
  rng: Rng,
): PersonalBeat & { readonly field: LeadField } => {
  for (let draw = 1; ; draw++) {
    const nearer = draw <= FREE_DRAWS ? 1 : 1 - (draw - FREE_DRAWS) / (DRAWS - FREE_DRAWS);
    const own = Math.exp(SPREAD * rng.normal());
    // A block's pattern leaves less room than a healthy heart's.
    const freedom = nearer * Math.min(plan.activation.secondary ? 1 : MOST, own);
    const field = drawLeadField(rng, freedom);
    const beat = personalBeat({ ...plan, field, freedom }, rng);
    const shape = beatShape(seenWaves(field, beat.ventricular), plan.intervals.qrsMs);
    if (draw >= DRAWS || meetsCriteria(plan.order, shape)) return { ...beat, field };
  }
};
