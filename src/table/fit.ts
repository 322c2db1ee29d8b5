import { type Curator, fitRecords, type RecordModel } from "../../generators/patient/graphical/fit.ts";
import type { Ledger } from "../../privacy/ledger.ts";
import { marginalRelease } from "../../privacy/mechanisms/marginals.ts";
import { marginalChoice } from "../../privacy/mechanisms/select.ts";
import type { Private } from "../../privacy/private.ts";
import type { CodedTable } from "../../schemas/marginal.ts";
import { InvalidRequest } from "../errors.ts";
import { recordPlan, roundsOf } from "./plan.ts";

/**
 * A record model of a sealed table, every answer charged to the ledger first. The ledger's plan is one of `tablePlan`;
 * a run that stopped goes on with a resumed ledger.
 */
export const fitTable = (sizes: readonly number[], table: Private<CodedTable>, ledger: Ledger): RecordModel =>
  fitRecords(sizes, recordPlan(ledger.plan), ledgerCurator(table, ledger));

/** Answers the model's questions in the order of the plan. */
const ledgerCurator = (table: Private<CodedTable>, ledger: Ledger): Curator => {
  const { first, rounds } = roundsOf(ledger.plan);
  const tables = [first, ...rounds.map(round => round.tables)];
  const choices = rounds.map(round => round.choice);
  let [measured, chosen] = [0, 0];
  return {
    select: candidates => {
      const planned = choices[chosen++];
      if (planned === undefined) throw new InvalidRequest("the plan has no further choice");
      return ledger.release(marginalChoice(planned, candidates), table).chosen;
    },
    measure: queries => {
      const planned = tables[measured++];
      if (planned === undefined) throw new InvalidRequest("the plan has no further table");
      return ledger.release(marginalRelease(planned, queries), table);
    },
  };
};
