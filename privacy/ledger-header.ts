import type { SealedPlan } from "../schemas/plan.ts";
import { NOT_PRIVATE } from "../schemas/release.ts";
import { BudgetExceeded, InvalidRequest } from "../src/errors.ts";
import type { Accountant } from "./accountant/accountant.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Spend } from "./event.ts";
import { type Header, parseBody } from "./ledger-lines.ts";
import { budgetDown, planHash } from "./plan.ts";
import { plannedSpend } from "./planned-event.ts";

/** What a ledger's first line says besides its plan. */
export interface Sealing {
  readonly software: string;
  readonly accountant: Accountant;
  readonly mode: Header["mode"];
  /** Whether the noise is the system's. */
  readonly isPrivate: boolean;
}

/**
 * The first line of a ledger: a copy of the plan, so that what was sealed cannot change afterwards.
 *
 * @throws InvalidRequest if plan, mode and accountant do not fit; BudgetExceeded if the plan costs more than its budget
 */
export const headerOf = (plan: SealedPlan, { software, accountant, mode, isPrivate }: Sealing): Header => {
  const header = parseBody({
    kind: "header",
    format: "semblance-ledger/1",
    software,
    accountant: accountant.name,
    mode,
    private: isPrivate,
    ...(isPrivate ? {} : { warning: NOT_PRIVATE }),
    planHash: planHash(plan),
    plan: JSON.parse(canonicalJson(plan)),
  });
  if (header?.kind !== "header")
    throw new InvalidRequest("a plan must be what makePlan gives; a field is missing, wrong or unknown");
  checkMode(header);
  checkTotal(accountant, header.plan, header.plan.releases.map(plannedSpend));
  return header;
};

const checkMode = ({ mode, accountant, plan: { releases } }: Header): void => {
  if (mode === "adaptive" && accountant !== "zcdp")
    throw new InvalidRequest(`an adaptive ledger must be kept by the zcdp accountant; got ${accountant}`);
  if (mode === "adaptive" && releases.length > 0)
    throw new InvalidRequest("an adaptive ledger's plan must list no releases: they are chosen on the way");
  if (mode === "planned" && releases.length === 0)
    throw new InvalidRequest("a planned ledger's plan must list at least one release");
  if (new Set(releases.map(({ purpose }) => purpose)).size !== releases.length)
    throw new InvalidRequest("the purposes of a plan's releases must differ");
};

/**
 * The books' total ε; refuses a total above the budget. For zCDP this is the filter: ε grows with ρ, so that holding ε
 * holds ρ to one number fixed beforehand.
 *
 * @throws BudgetExceeded
 */
export const checkTotal = (
  accountant: Accountant,
  { budget }: SealedPlan,
  spends: readonly Spend[],
): number => {
  const limit = budgetDown(budget);
  const epsilon = accountant.epsilon(spends, limit.delta);
  if (!(epsilon <= limit.epsilon))
    throw new BudgetExceeded(
      `budget of ε = ${budget.epsilon} at δ = ${budget.delta} would be exceeded: the books would say ε = ${epsilon}`,
    );
  return epsilon;
};
