import type { Domain } from "../schemas/domain.ts";
import {
  type Plan,
  type PlannedPartitions,
  type PlannedRelease,
  type PlannedSelection,
  type PlannedSum,
  type PlannedTables,
  RELATION,
  type SealedPlan,
  UNIT,
} from "../schemas/plan.ts";
import { InvalidRequest, Unsound } from "../src/errors.ts";
import { decimalUp, exactly, numberDown, parseDecimal } from "../src/math/rational.ts";
import { gaussianMuDown } from "./accountant/analytic-gaussian.ts";
import { deltaLeft, failureSum } from "./accountant/failure.ts";
import { accountantNamed } from "./accountant/named.ts";
import { zcdpRhoDown } from "./accountant/zcdp.ts";
import { canonicalHash } from "./canonical-json.ts";
import { checkDelta, checkReleases, sumOf } from "./plan-rules.ts";
import { plannedAccountant, plannedSpend } from "./planned-event.ts";
import { thresholdUp } from "./threshold.ts";

type RequestedSum = Omit<PlannedSum, "noiseMultiplier">;

/** What a plan is to release, before its noise is known. */
export type RequestedRelease =
  | RequestedSum
  | Omit<PlannedSelection, "epsilon">
  | Omit<PlannedTables, "noiseMultiplier">
  | Omit<PlannedPartitions, "noiseMultiplier" | "threshold">;

/** What a run wants to release, in public terms; `makePlan` turns it into noise. */
export interface PlanRequest<Q extends RequestedRelease = RequestedSum> {
  /** Decimal strings, as the owner wrote them. */
  readonly budget: { readonly epsilon: string; readonly delta: string };
  readonly releases: readonly Q[];
  readonly domain: Domain;
  readonly choices: Plan["choices"];
  /** Number of patients, if the owner declares it public: δ must then be at most 1/(10·N). */
  readonly publicSize?: number;
}

const DIGITS = 12;

/**
 * A plan with the noise that its budget buys. Gaussian noise alone is accounted exactly: release i gets μᵢ² = shareᵢ·μ²,
 * so z = 1/(μ√share). With a selection among the releases all are accounted by zCDP, where μ² stands for 2ρ: a selection
 * gets ε = 2μ√share. What thresholds may let through is taken off δ first. Noise is rounded up and ε down in the twelfth
 * digit, and the whole is certified again.
 *
 * @throws InvalidRequest if budget, shares or weights break a rule
 * @guarantee the releases of a made plan together stay within its budget
 */
export function makePlan(request: PlanRequest): Plan;
export function makePlan(request: PlanRequest<RequestedRelease>): SealedPlan;
export function makePlan(request: PlanRequest<RequestedRelease>): SealedPlan {
  const { epsilon, delta } = budgetDown(request.budget);
  checkDelta(delta, request);
  checkReleases(request.releases);
  const accountant = accountantNamed(plannedAccountant(request.releases))!;
  const left = deltaForNoise(request.releases, delta);
  const mu =
    accountant.name === "zcdp" ? Math.sqrt(2 * zcdpRhoDown(epsilon, left)) : gaussianMuDown(epsilon, left);
  const total = Math.max(1, sumOf(request.releases.map(({ share }) => share)));
  for (let attempt = 0; attempt < 20; attempt++) {
    const room = 1 + attempt * 2 ** -40;
    const releases = request.releases.map(release => priced(release, room / mu, total));
    if (accountant.epsilon(releases.map(plannedSpend), delta) <= epsilon) return planOf(request, releases);
  }
  throw new Unsound("no certified noise found for this plan");
}

/** @throws InvalidRequest where thresholds alone use up δ */
const deltaForNoise = (releases: readonly RequestedRelease[], delta: number): number => {
  const thresholds = releases.filter(release => release.kind === "partitions");
  const spends = thresholds.map(release =>
    plannedSpend({ ...release, noiseMultiplier: "1", threshold: "1" }),
  );
  const left = deltaLeft(failureSum(spends), delta);
  if (left === undefined || left === 0)
    throw new InvalidRequest("thresholds must leave some of the plan's delta to the noise");
  return left;
};

/** @param noise  noise multiplier that the whole budget buys */
const priced = (release: RequestedRelease, noise: number, total: number): PlannedRelease => {
  const { purpose, share } = release;
  const multiplier = noise * Math.sqrt(total / share);
  if (release.kind === "selection")
    return { kind: release.kind, purpose, share, epsilon: decimalDown(2 / multiplier) };
  const noiseMultiplier = decimalUp(exactly(multiplier), DIGITS);
  if (release.kind === "tables") return { kind: release.kind, purpose, share, noiseMultiplier };
  if (release.kind === "partitions") {
    const { kind, perPatient, delta } = release;
    const threshold = thresholdUp({ noiseMultiplier, perPatient, delta });
    return { kind, purpose, share, noiseMultiplier, perPatient, threshold, delta };
  }
  const blocks = release.blocks.map(({ name, size, weight }) => ({ name, size, weight }));
  return { purpose, share, noiseMultiplier, blocks };
};

/** A decimal below a positive double by no more than a part in 10¹¹: rounding up in the twelfth digit cannot reach it. */
const decimalDown = (value: number): string => decimalUp(exactly(value * (1 - 2e-11)), DIGITS);

/**
 * The plan of an adaptive run: budget and public choices, no releases. What is released is chosen on the way, from
 * earlier releases, and held against the budget by a zCDP filter.
 *
 * @throws InvalidRequest if the budget breaks a rule
 */
export const makeAdaptivePlan = (request: Omit<PlanRequest, "releases">): SealedPlan => {
  checkDelta(budgetDown(request.budget).delta, request);
  return planOf(request, []);
};

const planOf = (
  { budget, domain, choices, publicSize }: Omit<PlanRequest, "releases">,
  releases: readonly PlannedRelease[],
): SealedPlan => ({
  format: "semblance-plan/1",
  relation: RELATION,
  unit: UNIT,
  budget: { epsilon: budget.epsilon, delta: budget.delta },
  releases,
  domain: domain.map(({ name, categories }) => ({ name, categories: [...categories] })),
  choices: publicSize === undefined ? choices : { ...choices, publicSize },
});

/** A plan's budget in doubles, rounded down: what the books are held against. */
export const budgetDown = (
  budget: SealedPlan["budget"],
): { readonly epsilon: number; readonly delta: number } => {
  const epsilon = numberDown(parseDecimal(budget.epsilon, "epsilon"));
  const delta = numberDown(parseDecimal(budget.delta, "delta"));
  if (!(epsilon > 0 && epsilon < Number.MAX_VALUE))
    throw new InvalidRequest(`epsilon must be above 0 and finite; got ${budget.epsilon}`);
  return { epsilon, delta };
};

/** The plan's name in the ledger: SHA-256 of its canonical JSON. */
export const planHash = (plan: SealedPlan): string => canonicalHash(plan);
