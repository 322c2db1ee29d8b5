import { z } from "zod";
import type { Mechanism } from "../../privacy/mechanism.ts";
import { marginalChoice } from "../../privacy/mechanisms/select.ts";
import type { Candidate, CodedTable } from "../../schemas/marginal.ts";
import type { PlannedSelection } from "../../schemas/plan.ts";
import type { Choice } from "../../schemas/release.ts";
import { VerificationFailed } from "../errors.ts";

const stored = z.strictObject({ purpose: z.string(), chosen: z.number() });

/**
 * `marginalChoice` on whatever is sealed, under the name that the plan gives it.
 *
 * @param codedOf  the sealed data as a table; must not throw because of a value
 */
export const namedChoice = <In>(
  planned: PlannedSelection,
  candidates: readonly Candidate[],
  codedOf: (data: In) => CodedTable,
): Mechanism<In, Choice> => {
  const { purpose } = planned;
  const choice = marginalChoice(planned, candidates);
  return {
    planned,
    event: choice.event,
    run: (data, noise) => ({ purpose, chosen: choice.run(codedOf(data), noise).chosen }),
    restore: value => {
      const { data } = stored.safeParse(value);
      if (data?.purpose !== purpose)
        throw new VerificationFailed(`release "${purpose}": its stored value is no choice of this plan`);
      return { purpose, chosen: choice.restore!({ chosen: data.chosen }).chosen };
    },
  };
};
