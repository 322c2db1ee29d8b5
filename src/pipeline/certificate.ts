import { gaussianAccountant } from "../../privacy/accountant/gaussian.ts";
import { readBooks } from "../../privacy/books.ts";
import { readChain } from "../../privacy/chain.ts";
import type { Certificate } from "../../schemas/report.ts";
import { VerificationFailed } from "../errors.ts";

/** What a ledger's charges cost, in total and alone, for the report. `verify` recomputes the total independently. */
export const certificateOf = (ledger: string): Certificate => {
  const { header, charges, failures } = readBooks(readChain(ledger));
  if (header === undefined || failures.length > 0)
    throw new VerificationFailed(`the ledger does not hold: ${failures.join("; ")}`);
  const delta = Number(header.plan.budget.delta);
  const spends = charges.map(({ charge }) => ({ purpose: charge.purpose, event: charge.event, count: 1 }));
  return {
    epsilon: gaussianAccountant.epsilon(spends, delta),
    delta,
    relation: header.plan.relation,
    unit: header.plan.unit,
    accountant: header.accountant,
    spends: spends.map(spend => ({
      purpose: spend.purpose,
      noiseMultiplier: spend.event.noiseMultiplier,
      epsilonAlone: gaussianAccountant.epsilon([spend], delta),
    })),
    private: header.private,
  };
};
