import {
  type Candidate,
  type MarginalQuery,
  type NoisyMarginal,
  type TableShape,
  tableCells,
} from "../../../schemas/marginal.ts";
import type { RecordPlan } from "../../../schemas/record-plan.ts";
import { pairsWithin, pairTables, singleTables } from "./candidates.ts";
import { type Estimated, type Evidence, estimate, type LogFactor } from "./estimate.ts";
import { type Divisible, finestShape, grouped } from "./groups.ts";
import { junctionTree } from "./junction-tree.ts";
import { peopleIn, pooled } from "./pool.ts";

/**
 * Whoever holds the table and pays for each answer. The record model sees nothing but what comes back; the answers are
 * released values.
 */
export interface Curator {
  /** Place in the list of the candidate chosen by the exponential mechanism. */
  select(candidates: readonly Candidate[], epsilon: string): number;
  /** One Gaussian release of all the tables asked for. */
  measure(queries: readonly MarginalQuery[], noiseMultiplier: string): readonly NoisyMarginal[];
}

/** A curator who writes in a book of others before each answer. */
export interface SlowCurator {
  select(...asked: Parameters<Curator["select"]>): Promise<number>;
  measure(...asked: Parameters<Curator["measure"]>): Promise<readonly NoisyMarginal[]>;
}

/** A fitted record model: what `drawTable` needs, and what it was made of. */
export interface RecordModel extends Estimated {
  /** Estimated number of people, at least 1. */
  readonly total: number;
  readonly measured: readonly NoisyMarginal[];
}

/**
 * Typical size of a log potential before anything is known, nats: how far from the uniform law an attribute may be, and
 * how far a pair from what its attributes say.
 */
export const PRIOR_SCALE = { single: 2, joint: 1 } as const;

/** A table is as fine as leaves at most this share of the people in the wrong cell after one measurement. */
const FINE_ERROR = 0.1;

/** A chosen table is measured in as many rounds as leave at most this share of the people in the wrong cell. */
const WORST_ERROR = 0.3;

/** A table that would need more than this share of all rounds is no candidate. */
const LONGEST = 0.25;

/**
 * Select–measure–generate: every attribute's own counts, then round by round the pair that the model is most wrong
 * about beyond what measuring it would be. What is asked depends on releases only; how much noise and how
 * many rounds is fixed in the plan. Where one measurement is not enough, the next rounds measure the same table; where the
 * noise drowns every pair, a round measures the single attributes again.
 *
 * @returns   a model whose junction tree has at most `plan.cellLimit` cells, unless the single attributes have more
 * @source    McKenna, Mullins, Sheldon & Miklau 2022 (AIM), arXiv:2201.12677
 */
export const fitRecords = (space: RecordSpace, plan: RecordPlan, curator: Curator): RecordModel => {
  const asking = fitting(space, plan);
  let step = asking.next();
  while (!step.done) step = asking.next(put(step.value, curator) as Answer);
  return step.value;
};

/** `fitRecords` by a curator whose answers take time. */
export const fitRecordsSlowly = (
  space: RecordSpace,
  plan: RecordPlan,
  curator: SlowCurator,
): Promise<RecordModel> => answered(fitting(space, plan), curator);

/** The rounds of a plan on top of what is known, by a curator whose answers take time: see `fitRecords`. */
export const refineRecords = (
  beginning: Beginning,
  plan: Rounds,
  curator: SlowCurator,
): Promise<RecordModel> => answered(refining(beginning, plan), curator);

/** Single attributes, then the rounds. */
function* fitting(space: RecordSpace, plan: RecordPlan): Asking {
  const measured = (yield {
    queries: singleQueries(space.sizes),
    noiseMultiplier: plan.firstNoise,
  }) as readonly NoisyMarginal[];
  return yield* refining({ ...space, measured, scale: PRIOR_SCALE.joint }, plan);
}

const answered = async (asking: Asking, curator: SlowCurator): Promise<RecordModel> => {
  let step = asking.next();
  while (!step.done) step = asking.next(await put(step.value, curator));
  return step.value;
};

/** The attributes of a record model: public. Where no order is told, categories are never counted together. */
export interface RecordSpace {
  /** Number of categories of every attribute. */
  readonly sizes: readonly number[];
  /** For every attribute how many of its first categories are in order, 0 for none. */
  readonly ordered?: readonly number[];
}

/** What a record model begins with. */
export interface Beginning extends RecordSpace {
  /** Tables that are known already: of every attribute, unless a base law holds them. */
  readonly measured: readonly NoisyMarginal[];
  /** Number of people, where the measured tables do not tell. */
  readonly total?: number;
  /** How the model takes what was measured; as it is unless told. What it adds must follow what it is about. */
  readonly evidence?: (measured: readonly NoisyMarginal[]) => readonly NoisyMarginal[];
  /** The law that the model is pulled to; uniform unless told. */
  readonly base?: readonly LogFactor[];
  /** Typical size of a pair's log potential against that law, nats. */
  readonly scale: number;
}

type Rounds = Omit<RecordPlan, "firstNoise">;

type Answer = number | readonly NoisyMarginal[];

/** What the model asks its curator. */
type Question =
  | { readonly candidates: readonly Candidate[]; readonly epsilon: string }
  | { readonly queries: readonly MarginalQuery[]; readonly noiseMultiplier: string };

/** Yields what the model asks, is given the answers, returns the model. */
type Asking = Generator<Question, RecordModel, Answer>;

const put = (question: Question, curator: Curator | SlowCurator): Answer | Promise<Answer> =>
  "candidates" in question
    ? curator.select(question.candidates, question.epsilon)
    : curator.measure(question.queries, question.noiseMultiplier);

/** The rounds: yields what it asks, is given the answer. */
function* refining(beginning: Beginning, plan: Rounds): Asking {
  const singles = singleQueries(beginning.sizes);
  let { measured } = beginning;
  let model = modelOf(beginning);
  const { ordered } = beginning;
  const offers = {
    ...(ordered === undefined ? {} : { divisible: divisibleOf(model, ordered) }),
    cellLimit: plan.cellLimit,
    longest: Math.max(1, Math.floor(LONGEST * plan.rounds.length)),
  };
  let held: Offer | undefined;
  let left = 0;
  for (const { selectEpsilon, noiseMultiplier } of plan.rounds) {
    const sigma = Number(noiseMultiplier);
    const fresh = left > 0 && held !== undefined ? [held] : offersOf(model, { ...offers, sigma });
    // The plan cannot skip a choice: where nothing is worth measuring, or a table is measured again, it is a choice of one.
    const offered = fresh.length > 0 ? fresh : [aloneOf(model)];
    const place = yield { candidates: offered, epsilon: selectEpsilon };
    const chosen = offered[place as number]!;
    if (left === 0) [held, left] = [chosen, chosen.repeats];
    left--;
    const asked = fresh.length > 0 ? [queryOf(chosen)] : singles;
    const answer = yield { queries: asked, noiseMultiplier };
    measured = pooled([...measured, ...(answer as readonly NoisyMarginal[])]);
    if (left === 0) model = modelOf({ ...beginning, measured }, model);
  }
  return left === 0 ? model : modelOf({ ...beginning, measured }, model);
}

/** Shares of a release of all single attributes: the error of a table grows with its cells, so that large ones get more. */
export const singleQueries = (sizes: readonly number[]): readonly MarginalQuery[] => {
  const shares = sizes.map(size => size ** (2 / 3));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share, variable) => ({
    clique: [variable],
    weight: Math.sqrt(share / total) * (1 - 1e-9),
  }));
};

const queryOf = ({ clique, groupings }: Offer): MarginalQuery => ({
  clique,
  ...(groupings === undefined ? {} : { groupings }),
  weight: 1,
});

/** A candidate, and in how many rounds it will be measured once it is chosen. */
interface Offer extends Candidate {
  readonly repeats: number;
}

/** A category with fewer people than this many deviations of its noise may be nobody's. */
const TOLD_APART = 3;

/** The attributes as they are known before any pair is measured: their groups stay the same in every round. */
const divisibleOf = (model: RecordModel, ordered: readonly number[]): readonly Divisible[] =>
  singleTables(model).map((shares, variable) => {
    const known = model.measured.find(({ clique }) => clique.length === 1 && clique[0] === variable)!;
    return { shares, ordered: ordered[variable]!, least: (TOLD_APART * known.sigma) / model.total };
  });

/** What may be asked. */
interface Offering {
  /** Where categories may be counted together. */
  readonly divisible?: readonly Divisible[];
  readonly sigma: number;
  readonly cellLimit: number;
  readonly longest: number;
}

/**
 * Tables worth asking for, with what the model expects in them and the error that measuring would leave: √(2/π)·σ a
 * cell, the mean size of a Gaussian. A table too fine for its noise is offered over groups of categories.
 */
const offersOf = (
  model: RecordModel,
  { divisible, sigma, cellLimit, longest }: Offering,
): readonly Offer[] => {
  const { sizes } = model.tree;
  const cellError = Math.sqrt(2 / Math.PI) * sigma;
  const cellsAt = (error: number) => (2 * error * model.total) / cellError;
  const repeatsOf = (shape: TableShape) =>
    Math.max(1, Math.ceil((tableCells(shape, sizes) / cellsAt(WORST_ERROR)) ** 2));
  const shapes = pairsWithin(model.tree, cellLimit)
    .map(clique =>
      divisible === undefined ? { clique } : finestShape({ sizes, divisible }, clique, cellsAt(FINE_ERROR)),
    )
    .filter(shape => repeatsOf(shape) <= longest);
  const tables = pairTables(
    model,
    shapes.map(({ clique }) => clique),
  );
  return shapes.map((shape, i) => {
    const repeats = repeatsOf(shape);
    const allowance = (tableCells(shape, sizes) * cellError) / Math.sqrt(repeats);
    const expected = grouped(shape, tables[i]!, sizes).map(share => share * model.total);
    return { ...shape, expected, allowance, repeats };
  });
};

const aloneOf = ({ tree }: RecordModel): Offer => ({
  clique: [0],
  expected: new Float64Array(tree.sizes[0]!),
  allowance: 0,
  repeats: 1,
});

/**
 * The model of what was measured, on a junction tree that holds all of it.
 *
 * @param before  a model of less, to begin from
 */
export const modelOf = (
  { sizes, measured, total: people, base = [], scale, evidence: taken = tables => tables }: Beginning,
  before?: RecordModel,
): RecordModel => {
  const total = people ?? peopleIn(measured);
  const tables = taken(measured);
  const tree = junctionTree(
    [...base, ...tables].map(({ clique }) => clique),
    sizes,
  );
  const evidence = tables.map(table => withRidge(table, { total, scale }));
  // Potentials of other tables are no beginning.
  const isPrefix = before?.potentials.every(
    (potential, i) => potential.length === evidence[i]?.counts.length,
  );
  const start = isPrefix === true ? before?.potentials : undefined;
  const options = { total, base, ...(start === undefined ? {} : { start }) };
  return { ...estimate(tree, evidence, options), total, measured };
};

/**
 * τ = κ(σ/N)², κ = cells/scale²: near the margins a cell holds N/cells people, and there the pull equals a Gaussian
 * prior of that scale on its log potential.
 */
const withRidge = (
  table: NoisyMarginal,
  { total, scale }: { readonly total: number; readonly scale: number },
): Evidence => {
  const typical = table.clique.length === 1 ? PRIOR_SCALE.single : scale;
  return { ...table, ridge: (table.counts.length / typical ** 2) * (table.sigma / total) ** 2 };
};
