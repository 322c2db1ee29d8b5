import type { Assignment } from "../../schemas/domain.ts";
import type { Finding } from "../../schemas/report.ts";
import type { Attack, Draws, Evidence, Tally } from "./attack.ts";
import { copies } from "./copies.ts";
import { findings } from "./finding.ts";
import { linkage } from "./linkage.ts";
import { membershipIsolated, membershipRandom } from "./membership.ts";
import { type Neighbourhood, neighbourhood } from "./neighbourhood.ts";
import { singlingOut } from "./singling-out.ts";

/** What is attacked: one evidence a signal (vectors) and one for the coded records. */
export interface Audited {
  readonly vectors: readonly Evidence<Float64Array>[];
  readonly records?: Evidence<Assignment>;
}

export interface AuditOptions {
  /** False-alarm rate of the whole audit: P[some FAIL | no leak] ≤ alpha, shared equally among the attacks. */
  readonly alpha: number;
  readonly threshold: number;
}

export const AUDIT_DEFAULTS: AuditOptions = { alpha: 0.05, threshold: 0.09 };

const ON_VECTORS: readonly Attack<Neighbourhood>[] = [linkage, membershipIsolated, membershipRandom, copies];

/**
 * Plays every attack and judges it. Opens sealed data and reads it outside the ledger: the result is for the data
 * owner only, and must never steer, filter or select what is generated.
 *
 * @guarantee without a leak, and with train and holdout exchangeable, the audit fails with probability ≤ alpha
 * @source    Bonferroni over the attacks played
 */
export const audit = (
  audited: Audited,
  draws: Draws,
  options: AuditOptions = AUDIT_DEFAULTS,
): readonly Finding[] => {
  const tallies = [
    ...audited.vectors.flatMap(evidence => onVectors(evidence, draws)),
    ...(audited.records === undefined ? [] : [singlingOut.play(audited.records, draws)]),
  ];
  const alpha = options.alpha / Math.max(1, tallies.length);
  return tallies.flatMap(tally => findings(tally, { alpha, threshold: options.threshold }));
};

const onVectors = (evidence: Evidence<Float64Array>, draws: Draws): readonly Tally[] => {
  const scene = neighbourhood(evidence, draws);
  return ON_VECTORS.map(attack =>
    scene === undefined ? unplayed(attack, evidence) : attack.play(scene, draws),
  );
};

const unplayed = (attack: Attack<Neighbourhood>, evidence: Evidence<Float64Array>): Tally => ({
  attack: attack.name,
  meaning: attack.meaning,
  group: evidence.group,
  train: { hits: 0, trials: 0 },
  holdout: { hits: 0, trials: 0 },
  rule: "fixed",
  why:
    evidence.holdout === undefined
      ? "no holdout: without people who were never used, nothing can be compared"
      : "nobody on one of the three sides (used, not used, synthetic)",
});
