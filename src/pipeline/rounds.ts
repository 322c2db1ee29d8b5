import type { SlowCurator } from "../../generators/patient/graphical/fit.ts";
import { codedOf, tableBlock, tablesOf } from "../../generators/patient/refine.ts";
import type { Ledger } from "../../privacy/ledger.ts";
import type { Mechanism } from "../../privacy/mechanism.ts";
import { boundedSum } from "../../privacy/mechanisms/bounded-sum.ts";
import type { Private } from "../../privacy/private.ts";
import type { Cohort } from "../../schemas/cohort.ts";
import type { Digest } from "../../schemas/digest.ts";
import type { Domain } from "../../schemas/domain.ts";
import type { CodedTable, MarginalQuery } from "../../schemas/marginal.ts";
import type { PlannedSelection, PlannedTables, SealedPlan } from "../../schemas/plan.ts";
import type { RecordPlan } from "../../schemas/record-plan.ts";
import type { Choice } from "../../schemas/release.ts";
import type { NoisySum } from "../../schemas/statistic.ts";
import { InvalidRequest } from "../errors.ts";
import { namedChoice } from "./named-choice.ts";

/** A round of a plan: choose a table, measure it. */
interface PlannedRound {
  readonly choice: PlannedSelection;
  readonly table: PlannedTables;
}

/** The rounds of a plan, in its order; none where the public tree is all that is measured. */
export const roundsIn = ({ releases }: SealedPlan): readonly PlannedRound[] => {
  const choices = releases.filter(release => release.kind === "selection");
  const tables = releases.filter(release => release.kind === "tables");
  if (choices.length !== tables.length)
    throw new InvalidRequest("a plan must have one table for each choice");
  return choices.map((choice, i) => ({ choice, table: tables[i]! }));
};

/** What the record model needs to know of them. */
export const recordRounds = (plan: SealedPlan): Omit<RecordPlan, "firstNoise"> => ({
  rounds: roundsIn(plan).map(({ choice, table }) => ({
    selectEpsilon: choice.epsilon,
    noiseMultiplier: table.noiseMultiplier,
  })),
  cellLimit: Number(plan.choices.cellLimit ?? 0),
});

/** What the rounds released, in the order of the plan. */
export interface Rounds {
  readonly choices: Choice[];
  readonly sums: NoisySum[];
}

/** Answers the record model's questions in the order of the plan, each charged to the ledger first. */
export const roundCurator = (
  ledger: Ledger,
  data: Private<Cohort<Digest>>,
  domain: Domain,
  released: Rounds,
): SlowCurator => {
  const rounds = roundsIn(ledger.plan);
  const coded = onceCoded(domain);
  return {
    select: async candidates => {
      const { choice } = roundAt(rounds, released.choices.length);
      const made = await ledger.releaseNoted(namedChoice(choice, candidates, coded), data);
      released.choices.push(made);
      return made.chosen;
    },
    measure: async queries => {
      const { table } = roundAt(rounds, released.sums.length);
      const sum = await ledger.releaseNoted(tableSum(table, queries, domain), data);
      released.sums.push(sum);
      return tablesOf(domain, [sum]);
    },
  };
};

const roundAt = (rounds: readonly PlannedRound[], at: number): PlannedRound => {
  const round = rounds[at];
  if (round === undefined) throw new InvalidRequest("the plan has no further round");
  return round;
};

/** The table of a cohort, made once: the digests do not change. */
const onceCoded = (domain: Domain): ((cohort: Cohort<Digest>) => CodedTable) => {
  const known = new WeakMap<Cohort<Digest>, CodedTable>();
  return cohort => {
    const coded = known.get(cohort) ?? codedOf(cohort, domain);
    known.set(cohort, coded);
    return coded;
  };
};

/** A bounded sum of the tables that were chosen: the plan fixes its noise, an earlier release what it counts. */
const tableSum = (
  planned: PlannedTables,
  queries: readonly MarginalQuery[],
  domain: Domain,
): Mechanism<Cohort<Digest>, NoisySum> => {
  const { purpose, share, noiseMultiplier } = planned;
  const blocks = queries.map(query => tableBlock(domain, query));
  const plain = blocks.map(({ name, size, weight }) => ({ name, size, weight }));
  return { ...boundedSum({ purpose, share, noiseMultiplier, blocks: plain }, blocks), planned };
};
