import type { CoverageCell } from "../../schemas/report.ts";

/**
 * How a synthetic person may be backed, strongest first. "measured" and "reweighted" people come from the statistics of
 * their own group (reweighted: drawn more or less often than it occurs); the others from a pool of groups or the prior.
 */
export const BACKINGS = ["measured", "reweighted", "pooled", "unsupported", "prior-only"] as const;

/** People of a cell by provenance, and whether any of them is evidence of their own group; nothing where none is stated. */
export const evidenceOf = (
  provenance: ReadonlyMap<string, number>,
): Pick<CoverageCell, "provenance" | "inEvidence"> =>
  provenance.size === 0
    ? {}
    : {
        provenance: Object.fromEntries(provenance),
        inEvidence: (provenance.get("measured") ?? 0) + (provenance.get("reweighted") ?? 0) > 0,
      };
