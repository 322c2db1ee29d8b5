import type { Domain } from "../schemas/domain.ts";
import { type Plan, type PlannedRelease, RELATION, UNIT } from "../schemas/plan.ts";
import type { BlockPlan } from "../schemas/statistic.ts";
import { InvalidRequest, Unsound } from "../src/errors.ts";
import { decimalUp, exactly, numberDown, parseDecimal } from "../src/math/rational.ts";
import { gaussianMuDown } from "./accountant/analytic-gaussian.ts";
import { gaussianAccountant } from "./accountant/gaussian.ts";
import { canonicalHash } from "./canonical-json.ts";
import { plannedSpend } from "./planned-event.ts";

/** What a run wants to release, in public terms; `makePlan` turns it into noise. */
export interface PlanRequest {
  /** Decimal strings, as the owner wrote them. */
  readonly budget: { readonly epsilon: string; readonly delta: string };
  readonly releases: readonly {
    readonly purpose: string;
    readonly share: number;
    readonly blocks: readonly BlockPlan[];
  }[];
  readonly domain: Domain;
  readonly choices: Plan["choices"];
  /** Number of patients, if the owner declares it public: δ must then be at most 1/(10·N). */
  readonly publicSize?: number;
}

/** δ at or above this is refused: it would allow publishing whole patients. */
const DELTA_LIMIT = 1e-3;
const DIGITS = 12;
/** Room for sums of decimal shares and weights that are 1 on paper. */
const TOLERANCE = 1e-9;

/**
 * A plan with the noise that its budget buys: release i gets μᵢ² = shareᵢ·μ², so z = 1/(μ√share), rounded up in the
 * twelfth digit and certified again as a whole.
 *
 * @throws InvalidRequest if budget, shares or weights break a rule
 * @guarantee the releases of a made plan together stay within its budget
 */
export const makePlan = (request: PlanRequest): Plan => {
  const { epsilon, delta } = budgetDown(request.budget);
  checkDelta(delta, request);
  checkReleases(request.releases);
  const mu = gaussianMuDown(epsilon, delta);
  const total = Math.max(1, sumOf(request.releases.map(({ share }) => share)));
  for (let attempt = 0; attempt < 20; attempt++) {
    const room = 1 + 2 ** -50 + attempt * 2 ** -40;
    const releases = request.releases.map(
      ({ purpose, share, blocks }): PlannedRelease => ({
        purpose,
        share,
        noiseMultiplier: decimalUp(exactly((room / mu) * Math.sqrt(total / share)), DIGITS),
        blocks: blocks.map(({ name, size, weight }) => ({ name, size, weight })),
      }),
    );
    if (gaussianAccountant.epsilon(releases.map(plannedSpend), delta) <= epsilon)
      return planOf(request, releases);
  }
  throw new Unsound("no certified noise found for this plan");
};

const planOf = (
  { budget, domain, choices, publicSize }: PlanRequest,
  releases: readonly PlannedRelease[],
): Plan => ({
  format: "semblance-plan/1",
  relation: RELATION,
  unit: UNIT,
  budget: { epsilon: budget.epsilon, delta: budget.delta },
  releases,
  domain: domain.map(({ name, categories }) => ({ name, categories: [...categories] })),
  choices: publicSize === undefined ? choices : { ...choices, publicSize },
});

/** A plan's budget in doubles, rounded down: what the books are held against. */
export const budgetDown = (budget: Plan["budget"]): { readonly epsilon: number; readonly delta: number } => {
  const epsilon = numberDown(parseDecimal(budget.epsilon, "epsilon"));
  const delta = numberDown(parseDecimal(budget.delta, "delta"));
  if (!(epsilon > 0 && epsilon < Number.MAX_VALUE))
    throw new InvalidRequest(`epsilon must be above 0 and finite; got ${budget.epsilon}`);
  return { epsilon, delta };
};

const checkDelta = (delta: number, { budget, publicSize }: PlanRequest): void => {
  if (!(delta > 0)) throw new InvalidRequest(`delta must be above 0; got ${budget.delta}`);
  const { num, den } = parseDecimal(budget.delta);
  if (num * 1000n >= den) throw new InvalidRequest(`delta must be below ${DELTA_LIMIT}; got ${budget.delta}`);
  if (publicSize === undefined) return;
  if (!(Number.isSafeInteger(publicSize) && publicSize > 0))
    throw new InvalidRequest(`the public size must be a positive whole number; got ${publicSize}`);
  if (num * 10n * BigInt(publicSize) > den)
    throw new InvalidRequest(
      `delta must be at most 1/(10·N) = ${1 / (10 * publicSize)} for the declared N = ${publicSize}; got ${budget.delta}`,
    );
};

const checkReleases = (releases: PlanRequest["releases"]): void => {
  if (releases.length === 0) throw new InvalidRequest("a plan needs at least one release");
  if (new Set(releases.map(({ purpose }) => purpose)).size !== releases.length)
    throw new InvalidRequest("the purposes of a plan's releases must differ");
  for (const { purpose, share, blocks } of releases) {
    if (!(share > 0 && share <= 1))
      throw new InvalidRequest(`release "${purpose}": its share must be in (0, 1]; got ${share}`);
    checkBlocks(purpose, blocks);
  }
  const total = sumOf(releases.map(({ share }) => share));
  if (total > 1 + TOLERANCE)
    throw new InvalidRequest(`the shares of a plan must sum to at most 1; got ${total}`);
};

const checkBlocks = (purpose: string, blocks: readonly BlockPlan[]): void => {
  if (blocks.length === 0) throw new InvalidRequest(`release "${purpose}" needs at least one block`);
  for (const { name, size, weight } of blocks) {
    if (!(Number.isSafeInteger(size) && size > 0))
      throw new InvalidRequest(`block "${name}": its size must be a positive whole number; got ${size}`);
    if (!(weight > 0 && weight <= 1))
      throw new InvalidRequest(`block "${name}": its weight must be in (0, 1]; got ${weight}`);
  }
  const squares = sumOf(blocks.map(({ weight }) => weight * weight));
  if (squares > 1 + TOLERANCE)
    throw new InvalidRequest(
      `release "${purpose}": squared block weights must sum to at most 1; got ${squares}`,
    );
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The plan's name in the ledger: SHA-256 of its canonical JSON. */
export const planHash = (plan: Plan): string => canonicalHash(plan);
