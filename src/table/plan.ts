import { makePlan } from "../../privacy/plan.ts";
import type { PlannedRelease, PlannedSelection, PlannedTables, SealedPlan } from "../../schemas/plan.ts";
import type { RecordPlan } from "../../schemas/record-plan.ts";
import { InvalidRequest } from "../errors.ts";
import { labelOf, sizeOf, type TableColumn, type TableDomain } from "./domain.ts";

/**
 * Shares of ρ: every attribute alone, the choices, the chosen tables. Fixed on simulated tables (latent classes, Gaussian
 * copulas, the built-in prior), before any real table was fitted.
 */
export const SHARES = { singles: 0.35, choices: 0.1, tables: 0.55 } as const;

/** Most cells of the junction tree: a pass over them takes about a millisecond on one core. */
export const CELL_LIMIT = 20_000;

/** Two rounds an attribute: more than a tree has edges, so that loops can be measured or noisy tables again. */
export const roundsFor = (attributes: number): number => 2 * attributes;

/** What tells the plan of a plain table from that of a cohort: its choice `model`. */
export const RECORDS = "records/1";

/**
 * The sealed plan of a record model: one release of all single attributes, then rounds of a choice and a table, all of
 * equal noise. It depends on the declared domain, budget and size alone.
 *
 * @param publicSize  number of people, if the owner declares it public: bounds δ
 */
export const tablePlan = (
  domain: TableDomain,
  budget: SealedPlan["budget"],
  publicSize?: number,
): SealedPlan => {
  const rounds = roundsFor(domain.length);
  return makePlan({
    budget,
    releases: [
      { kind: "tables", purpose: "single attributes", share: SHARES.singles },
      ...Array.from({ length: rounds }, (_, round) => [
        { kind: "selection", purpose: `choice ${round + 1}`, share: SHARES.choices / rounds } as const,
        { kind: "tables", purpose: `table ${round + 1}`, share: SHARES.tables / rounds } as const,
      ]).flat(),
    ],
    domain: domain.map(column => ({
      name: column.name,
      categories: Array.from({ length: sizeOf(column) }, (_, code) => labelOf(column, code)),
    })),
    choices: {
      model: RECORDS,
      cellLimit: CELL_LIMIT,
      numbers: domain.filter(({ kind }) => kind === "number").map(column => column.name),
    },
    ...(publicSize === undefined ? {} : { publicSize }),
  });
};

/** The declared domain that a plan was made for; what lies outside is not drawn, so that it says nothing of clipping. */
export const domainOf = ({ domain, choices }: SealedPlan): TableDomain =>
  domain.map(({ name, categories }): TableColumn => {
    const declared = categories.slice(0, -1);
    if (!(Array.isArray(choices.numbers) && choices.numbers.includes(name)))
      return { name, kind: "category", categories: declared };
    const bounds = declared.map(label => label.slice(1, -1).split(", ").map(Number));
    return {
      name,
      kind: "number",
      edges: [bounds[0]![0]!, ...bounds.map(([, high]) => high!)],
      outside: "refuse",
    };
  });

/** The plan's releases in their order: the first tables, then (choice, tables) a round. */
export interface PlannedRounds {
  readonly first: PlannedTables;
  readonly rounds: readonly { readonly choice: PlannedSelection; readonly tables: PlannedTables }[];
}

/** @throws InvalidRequest if the plan is none of `tablePlan` */
export const roundsOf = ({ releases }: SealedPlan): PlannedRounds => {
  const [first, ...others] = releases;
  const rounds = [];
  for (let i = 0; i + 1 < others.length; i += 2)
    rounds.push({ choice: isChoice(others[i]), tables: areTables(others[i + 1]) });
  return { first: areTables(first), rounds };
};

const areTables = (release: PlannedRelease | undefined): PlannedTables => {
  if (release?.kind === "tables") return release;
  throw new InvalidRequest("the plan must be one of a record model");
};

const isChoice = (release: PlannedRelease | undefined): PlannedSelection => {
  if (release?.kind === "selection") return release;
  throw new InvalidRequest("the plan must be one of a record model");
};

/** What the record model needs to know of the plan. */
export const recordPlan = (plan: SealedPlan): RecordPlan => {
  const { first, rounds } = roundsOf(plan);
  return {
    firstNoise: first.noiseMultiplier,
    rounds: rounds.map(({ choice, tables }) => ({
      selectEpsilon: choice.epsilon,
      noiseMultiplier: tables.noiseMultiplier,
    })),
    cellLimit: CELL_LIMIT,
  };
};
