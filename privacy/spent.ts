import type { Certificate } from "../schemas/report.ts";
import type { Accountant } from "./accountant/accountant.ts";
import { type Curves, curve, type Spend } from "./event.ts";
import type { Header } from "./ledger-lines.ts";
import { budgetDown } from "./plan.ts";

type Parameters = Pick<
  Certificate["spends"][number],
  "noiseMultiplier" | "selectionEpsilon" | "thresholdDelta"
>;

const PARAMETERS: Curves<Parameters> = {
  gaussian: ({ noiseMultiplier }) => ({ noiseMultiplier }),
  exponential: ({ epsilon }) => ({ selectionEpsilon: epsilon }),
  thresholded: ({ noiseMultiplier, delta }) => ({ noiseMultiplier, thresholdDelta: delta }),
};

/** What a ledger's spends cost, together and each alone, rounded up, at the plan's δ: as the report prints it. */
export const certificateOfSpends = (
  { plan, private: isPrivate }: Header,
  accountant: Accountant,
  spends: readonly Spend[],
): Certificate => {
  const { delta } = budgetDown(plan.budget);
  return {
    epsilon: accountant.epsilon(spends, delta),
    delta: Number(plan.budget.delta),
    relation: plan.relation,
    unit: plan.unit,
    accountant: accountant.name,
    spends: spends.map(spend => ({
      purpose: spend.purpose,
      ...curve(PARAMETERS, spend.event),
      epsilonAlone: accountant.epsilon([spend], delta),
    })),
    private: isPrivate,
  };
};
