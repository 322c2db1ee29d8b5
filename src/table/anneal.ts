import { annealRecords } from "../../generators/patient/graphical/anneal.ts";
import type { RecordModel } from "../../generators/patient/graphical/fit.ts";
import { zcdpRhoDown } from "../../privacy/accountant/zcdp.ts";
import type { Ledger } from "../../privacy/ledger.ts";
import { marginalRelease } from "../../privacy/mechanisms/marginals.ts";
import { marginalChoice } from "../../privacy/mechanisms/select.ts";
import { budgetDown } from "../../privacy/plan.ts";
import type { Private } from "../../privacy/private.ts";
import type { CodedTable } from "../../schemas/marginal.ts";
import { InvalidRequest } from "../errors.ts";
import { CELL_LIMIT } from "./plan.ts";

/** Released doubles of a price are rounded; the filter refuses what is beyond the budget by any amount. */
const ROOM = 1 - 1e-6;

/**
 * A record model of a sealed table whose rounds follow from what was released, every answer charged first to a ledger in
 * adaptive mode (`makeAdaptivePlan`).
 *
 * @throws InvalidRequest for a table of fewer than two attributes, or a ledger of a planned run
 */
export const annealTable = (
  sizes: readonly number[],
  table: Private<CodedTable>,
  ledger: Ledger,
): RecordModel => {
  if (sizes.length < 2) throw new InvalidRequest("an annealed fit needs two attributes or more");
  if (ledger.mode !== "adaptive") throw new InvalidRequest("an annealed fit needs a ledger in adaptive mode");
  const { epsilon, delta } = budgetDown(ledger.plan.budget);
  let answers = 0;
  const named = (kind: string) => ({ purpose: `${kind} ${++answers}`, share: 1 });
  return annealRecords(
    sizes,
    { rho: ROOM * zcdpRhoDown(epsilon, delta), cellLimit: CELL_LIMIT },
    {
      select: (candidates, epsilon) =>
        ledger.release(marginalChoice({ kind: "selection", ...named("choice"), epsilon }, candidates), table)
          .chosen,
      measure: (queries, noiseMultiplier) =>
        ledger.release(
          marginalRelease({ kind: "tables", ...named("tables"), noiseMultiplier }, queries),
          table,
        ),
    },
  );
};
