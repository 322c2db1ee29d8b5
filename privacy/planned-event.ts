import type { PlannedRelease } from "../schemas/plan.ts";
import type { PrivacyEvent, Spend } from "./event.ts";

/** What a planned release does, as the accountants see it. */
export const plannedEvent = (planned: PlannedRelease): PrivacyEvent => {
  if (planned.kind === "selection") return { kind: "exponential", epsilon: planned.epsilon };
  const { noiseMultiplier } = planned;
  return planned.kind === "partitions"
    ? { kind: "thresholded", noiseMultiplier, delta: planned.delta }
    : { kind: "gaussian", noiseMultiplier };
};

/** What a planned release will cost. */
export const plannedSpend = (planned: PlannedRelease): Spend => ({
  purpose: planned.purpose,
  event: plannedEvent(planned),
  count: 1,
});

/** Who keeps the books of a sealed plan: exact for Gaussian noise alone, zCDP once something is selected. */
export const plannedAccountant = (
  releases: readonly { readonly kind?: PlannedRelease["kind"] }[],
): "exact-gaussian" | "zcdp" =>
  releases.some(({ kind }) => kind === "selection") ? "zcdp" : "exact-gaussian";
