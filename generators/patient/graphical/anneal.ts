import type { Candidate } from "../../../schemas/marginal.ts";
import { cellsOf } from "../../../schemas/marginal.ts";
import { pairsWithin, pairTables } from "./candidates.ts";
import { type Curator, modelOf, PRIOR_SCALE, type RecordModel, singleQueries } from "./fit.ts";
import { pooled } from "./pool.ts";

/** The budget of an annealed fit, and what bounds its model. */
export interface Annealing {
  /** zCDP, > 0: all of it is spent, and no more. */
  readonly rho: number;
  /** Most cells that the junction tree may have, unless the single attributes have more. */
  readonly cellLimit: number;
}

/** Rounds an attribute that the first noise is meant for; most fits need far fewer. */
const ROUNDS = 16;
/** Share of a round's ρ that the choice costs. */
const CHOICE = 0.1;
/** A round that would leave less than this many of its like spends all that is left. */
const LAST = 2;

/** One round's price: ρ of the table and of the choice. */
const priceOf = (sigma: number, epsilon: number): number => 1 / (2 * sigma ** 2) + epsilon ** 2 / 8;

/**
 * Select–measure–generate, annealed: rounds begin with much noise, and where a measured table tells no more than its noise
 * would, the next are made four times as dear. How many rounds there are follows from what was released, so that the
 * ledger must be one in adaptive mode: a zCDP filter holds the whole.
 *
 * @source  McKenna, Mullins, Sheldon & Miklau 2022 (AIM), Algorithms 3 and 4, arXiv:2201.12677; Whitehouse et al. 2023
 *          (filters), arXiv:2203.05481
 */
export const annealRecords = (
  sizes: readonly number[],
  { rho, cellLimit }: Annealing,
  curator: Curator,
): RecordModel => {
  const rounds = ROUNDS * sizes.length;
  let sigma = Math.sqrt(rounds / (2 * (1 - CHOICE) * rho));
  let epsilon = Math.sqrt((8 * CHOICE * rho) / rounds);
  // One release of all attributes, as dear as one table of each would be.
  const first = sigma / Math.sqrt(sizes.length);
  let measured = curator.measure(singleQueries(sizes), decimal(first));
  let left = rho - 1 / (2 * first ** 2);
  let model = modelOf({ sizes, measured, scale: PRIOR_SCALE.joint });
  while (left > 0) {
    if (left <= LAST * priceOf(sigma, epsilon)) {
      sigma = Math.sqrt(1 / (2 * (1 - CHOICE) * left));
      epsilon = Math.sqrt(8 * CHOICE * left);
      left = 0;
    } else left -= priceOf(sigma, epsilon);
    const offers = offersOf(model, sigma, cellLimit);
    const chosen = offers[curator.select(offers, decimal(epsilon, -1))]!;
    const tables = curator.measure([{ clique: chosen.clique, weight: 1 }], decimal(sigma));
    measured = pooled([...measured, ...tables]);
    model = modelOf({ sizes, measured, scale: PRIOR_SCALE.joint }, model);
    const [now] = pairTables(model, [chosen.clique]);
    const moved = now!.reduce(
      (sum, share, cell) => sum + Math.abs(share * model.total - chosen.expected[cell]!),
      0,
    );
    if (moved <= chosen.allowance) [sigma, epsilon] = [sigma / 2, 2 * epsilon];
  }
  return model;
};

/** Every pair that the tree has room for. */
const offersOf = (model: RecordModel, sigma: number, cellLimit: number): readonly Candidate[] => {
  const { sizes } = model.tree;
  const pairs = pairsWithin(model.tree, cellLimit);
  const tables = pairTables(model, pairs);
  return pairs.map((clique, i) => ({
    clique,
    expected: tables[i]!.map(share => share * model.total),
    allowance: Math.sqrt(2 / Math.PI) * sigma * cellsOf(clique, sizes),
  }));
};

/** Nine digits, on the safe side: noise up (+1), an ε down (−1). */
const decimal = (value: number, side: 1 | -1 = 1): string =>
  String(Number((value * (1 + side * 1e-8)).toPrecision(9)));
