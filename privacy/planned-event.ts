import type { PlannedRelease } from "../schemas/plan.ts";
import type { PrivacyEvent, Spend } from "./event.ts";

/** What a planned release does, as the accountants see it. */
export const plannedEvent = ({ noiseMultiplier }: PlannedRelease): PrivacyEvent => ({
  kind: "gaussian",
  noiseMultiplier,
});

/** What a planned release will cost. */
export const plannedSpend = (planned: PlannedRelease): Spend => ({
  purpose: planned.purpose,
  event: plannedEvent(planned),
  count: 1,
});
