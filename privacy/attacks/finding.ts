import type { Estimate, Finding, Verdict } from "../../schemas/report.ts";
import { fisherGreater, hypergeometricCdf, newcombe } from "../../src/math/stats.ts";
import type { Tally } from "./attack.ts";
import { leastLeak } from "./power.ts";

/** How strict a reading is; declared before anything is counted. */
export interface Strictness {
  /** False-alarm rate of this one test. */
  readonly alpha: number;
  /** Largest excess rate that still counts as small; 0.09 is the convention of EMA Policy 0070 and Health Canada. */
  readonly threshold: number;
}

/**
 * One-sided p-value that train people are named no more than holdout people.
 *
 * @guarantee exact if train and holdout are exchangeable: under no leak, P[p ≤ α] ≤ α
 * @source    Fisher's exact test; for a line set at the r-th control, the negative hypergeometric law
 */
export const pValue = ({ rule, train, holdout }: Tally): number =>
  rule === "fixed"
    ? fisherGreater(train, holdout)
    : // T or more beyond the r-th control ⇔ at most r − 1 controls among the first T + r − 1 of all.
      hypergeometricCdf(holdout.hits - 1, holdout.trials, train.trials, train.hits + holdout.hits - 1);

/**
 * Judges what an attack counted: FAIL if train people are named more often than chance allows, PASS if the excess lies
 * below the threshold with its whole interval, in a test that would have flagged an excess of that size; else
 * INCONCLUSIVE.
 *
 * @returns the finding, internal; and a second one, for information, where the attack has a score
 */
export const findings = (tally: Tally, strictness: Strictness): readonly Finding[] => {
  const shared = { group: tally.group, audience: "internal" as const };
  if (tally.why !== undefined)
    return [
      {
        ...shared,
        metric: tally.attack,
        meaning: `${tally.meaning}. Not measured: ${tally.why}`,
        estimate: NOTHING,
        verdict: "INCONCLUSIVE",
      },
    ];
  const estimate = newcombe(tally.train, tally.holdout);
  const leak = leastLeak(tally, strictness.alpha);
  const main: Finding = {
    ...shared,
    metric: `${tally.attack}: excess rate`,
    meaning: `${tally.meaning} (${count(tally.train)} used, ${count(tally.holdout)} not used)`,
    estimate,
    threshold: strictness.threshold,
    verdict: verdictOf(
      pValue(tally),
      estimate,
      (leak ?? Number.POSITIVE_INFINITY) / tally.train.trials,
      strictness,
    ),
    power:
      leak === undefined ? "could not have flagged a leak of any size" : powerWords(leak, tally.train.trials),
  };
  if (tally.auc === undefined) return [main];
  const meaning =
    "How well the score orders used before not used: 0.5 is guessing. It hides outliers and clears nothing";
  return [
    main,
    { ...shared, metric: `${tally.attack}: AUC`, meaning, estimate: tally.auc, verdict: "INFORMATION" },
  ];
};

/** No trials: an interval that says nothing. */
const NOTHING: Estimate = { value: 0, low: -1, high: 1, level: 0.95, method: "not measured", trials: 0 };

const verdictOf = (
  p: number,
  estimate: Estimate,
  detectable: number,
  { alpha, threshold }: Strictness,
): Verdict => {
  if (p <= alpha) return "FAIL";
  return estimate.high <= threshold && detectable <= threshold ? "PASS" : "INCONCLUSIVE";
};

const count = ({ hits, trials }: Tally["train"]): string => `${hits} of ${trials}`;

const powerWords = (leak: number, trials: number): string =>
  `flags ${leak} of ${trials} patients given away (${((100 * leak) / trials).toFixed(1)} %) in four of five releases`;
