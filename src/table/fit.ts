import { z } from "zod";
import { fitRecordsSlowly, type SlowCurator } from "../../generators/patient/graphical/fit.ts";
import { LATTICE } from "../../privacy/clip.ts";
import type { Ledger } from "../../privacy/ledger.ts";
import type { Mechanism } from "../../privacy/mechanism.ts";
import { marginalRelease } from "../../privacy/mechanisms/marginals.ts";
import type { Private } from "../../privacy/private.ts";
import type { CodedTable, MarginalQuery, NoisyMarginal } from "../../schemas/marginal.ts";
import type { PlannedRelease, PlannedSelection, PlannedTables } from "../../schemas/plan.ts";
import type { Choice } from "../../schemas/release.ts";
import type { TableRelease, TableSum } from "../../schemas/table-release.ts";
import { InvalidRequest, VerificationFailed } from "../errors.ts";
import { namedChoice } from "../pipeline/named-choice.ts";
import { spaceOf, type TableDomain } from "./domain.ts";
import { recordPlan } from "./plan.ts";

/** All that a fit let out, in the order of the plan. */
export type TableAnswers = Pick<TableRelease, "tables" | "choices">;

/**
 * Fits a record model of a sealed table, every answer charged to the ledger first. The ledger's plan is one of `tablePlan`;
 * a run that stopped goes on with a resumed ledger.
 *
 * @param tell  told after every answer how many of the plan's releases there are
 */
export const fitTable = async (
  domain: TableDomain,
  table: Private<CodedTable>,
  ledger: Ledger,
  tell: (done: number) => void = () => undefined,
): Promise<TableAnswers> => {
  const tables: TableSum[] = [];
  const choices: Choice[] = [];
  const next = (): PlannedRelease => {
    const planned = ledger.plan.releases[tables.length + choices.length];
    if (planned === undefined) throw new InvalidRequest("the plan has no further release");
    return planned;
  };
  const curator: SlowCurator = {
    select: async candidates => {
      const named = namedChoice<CodedTable>(next() as PlannedSelection, candidates, coded => coded);
      const choice = await ledger.releaseNoted(named, table);
      tell(choices.push(choice) + tables.length);
      return choice.chosen;
    },
    measure: async queries => {
      const named = namedTables(next() as PlannedTables, queries, domain);
      const sum = await ledger.releaseNoted(named, table);
      tell(tables.push(sum) + choices.length);
      return measuredIn(sum);
    },
  };
  await fitRecordsSlowly(spaceOf(domain), recordPlan(ledger.plan), curator);
  return { tables, choices };
};

/** The tables of one release as the record model reads them. */
export const measuredIn = ({ blocks }: TableSum): readonly NoisyMarginal[] =>
  blocks.map(({ clique, groupings, noise, values }) => ({
    clique,
    ...(groupings === undefined ? {} : { groupings }),
    counts: Float64Array.from(values),
    sigma: noise,
  }));

const storedTables = z.strictObject({
  purpose: z.string(),
  blocks: z.array(
    z.looseObject({
      clique: z.array(z.number()),
      groupings: z.array(z.array(z.number())).optional(),
      noise: z.number(),
      values: z.array(z.number()),
    }),
  ),
});

/** `marginalRelease`, under the name that the plan gives it, its tables as blocks that say their noise and weight. */
const namedTables = (
  planned: PlannedTables,
  queries: readonly MarginalQuery[],
  domain: TableDomain,
): Mechanism<CodedTable, TableSum> => {
  const { purpose } = planned;
  const release = marginalRelease(planned, queries);
  return {
    planned,
    event: release.event,
    run: (table, noise) => ({
      purpose,
      blocks: release.run(table, noise).map(({ counts, sigma, ...shape }, m) => ({
        name: shape.clique.map(variable => domain[variable]!.name).join(" × "),
        ...shape,
        size: counts.length,
        weight: Math.floor(queries[m]!.weight * LATTICE) / LATTICE,
        noise: sigma,
        values: [...counts],
      })),
    }),
    restore: stored => {
      const { data } = storedTables.safeParse(stored);
      const bare = data?.blocks.map(({ clique, groupings, noise, values }) => ({
        clique,
        ...(groupings === undefined ? {} : { groupings }),
        counts: values,
        sigma: noise,
      }));
      if (data?.purpose !== purpose)
        throw new VerificationFailed(`release "${purpose}": its stored value holds no tables of this plan`);
      release.restore!(bare);
      return stored as TableSum;
    },
  };
};
