import { z } from "zod";
import {
  type CodedTable,
  type MarginalQuery,
  type NoisyMarginal,
  type TableShape,
  tableCells,
} from "../../schemas/marginal.ts";
import type { PlannedTables } from "../../schemas/plan.ts";
import { InvalidRequest, VerificationFailed } from "../../src/errors.ts";
import { ceilDivide, parseDecimal } from "../../src/math/rational.ts";
import type { SecretNoise } from "../../src/math/secret-noise.ts";
import { LATTICE } from "../clip.ts";
import { contingency } from "../contingency.ts";
import type { Mechanism } from "../mechanism.ts";

/**
 * Noisy contingency tables of one release: a person adds weight_m to one cell of each table m, on the lattice of whole
 * steps, and every cell gets round(sigma·Z) steps of noise. Which tables they are may depend on what was released.
 *
 * @param queries          one or more; Σ weight² ≤ 1
 * @param noiseMultiplier  z > 0, decimal string, read exactly: noise over the ℓ₂ norm of one person
 * @returns                counts of people; a cell of table m carries noise z / weight_m
 * @guarantee              adding or removing one person moves the tables of one release by at most the lattice bound in ℓ₂
 * @guarantee              the tables of a release are sums over people plus rounded Gaussian noise, nothing else
 * @throws                 InvalidRequest if queries break their rule; never because of a value in the table
 * @source                 Balle & Wang 2018, Theorem 8, arXiv:1805.06530, after rounding as post-processing
 */
export const noisyMarginals = (
  table: CodedTable,
  queries: readonly MarginalQuery[],
  { noiseMultiplier, noise }: { readonly noiseMultiplier: string; readonly noise: SecretNoise },
): readonly NoisyMarginal[] => {
  checkQueries(queries, table.sizes);
  const sigma = latticeSigma(noiseMultiplier);
  return queries.map(({ weight, ...shape }) => {
    const steps = stepsOf(weight);
    const counts = contingency(table, shape.clique, shape.groupings);
    for (let cell = 0; cell < counts.length; cell++)
      counts[cell] = Number(BigInt(counts[cell]! * steps) + noise.gaussian(sigma)) / steps;
    return { ...shape, counts, sigma: Number(sigma) / steps };
  });
};

/** ⌈z·LATTICE⌉: never less noise than the plan says. */
const latticeSigma = (noiseMultiplier: string): bigint => {
  const { num, den } = parseDecimal(noiseMultiplier, "noise multiplier");
  if (num <= 0n) throw new InvalidRequest(`noise multiplier must be above 0; got ${noiseMultiplier}`);
  return ceilDivide(num * BigInt(LATTICE), den);
};

/** What one person adds to a cell, in lattice steps: rounded down, so that weights within their rule stay within it. */
const stepsOf = (weight: number): number => Math.floor(weight * LATTICE);

const checkQueries = (queries: readonly MarginalQuery[], sizes: readonly number[]): void => {
  if (queries.length === 0) throw new InvalidRequest("a release of tables must have one or more");
  let squares = 0n;
  for (const { weight, ...shape } of queries) {
    checkShape(shape, sizes);
    const steps = weight <= 1 ? stepsOf(weight) : 0;
    if (steps < 1) throw new InvalidRequest(`the weight of a table must be in [2^-20, 1]; got ${weight}`);
    squares += BigInt(steps) ** 2n;
  }
  if (squares > BigInt(LATTICE) ** 2n)
    throw new InvalidRequest("the squared weights of one release's tables must sum to at most 1");
};

/** Largest table that is ever counted: beyond it a cell is noise whatever the cohort. */
const MAX_CELLS = 1 << 17;

/** Attributes that exist, in ascending order, groupings that are some, and not too many cells. */
export const checkShape = (shape: TableShape, sizes: readonly number[]): void => {
  const { clique, groupings } = shape;
  const isRising = clique.every((variable, i) => i === 0 || clique[i - 1]! < variable);
  const exists = clique.every(variable => Number.isInteger(variable) && sizes[variable] !== undefined);
  if (clique.length === 0 || !isRising || !exists)
    throw new InvalidRequest(
      `a table's attributes must be numbers of attributes in ascending order; got [${clique}]`,
    );
  if (groupings !== undefined && groupings.length !== clique.length)
    throw new InvalidRequest(
      `a table must have a grouping for each attribute or none; got attributes [${clique}]`,
    );
  for (const [axis, grouping] of (groupings ?? []).entries())
    if (!isGrouping(grouping, sizes[clique[axis]!]!))
      throw new InvalidRequest(
        `a grouping must number its groups from 0, one number a category; got attribute ${clique[axis]}`,
      );
  if (tableCells(shape, sizes) > MAX_CELLS)
    throw new InvalidRequest(`a table must have at most 2^17 cells; got attributes [${clique}]`);
};

/** Every category has a group, and every group up to the highest a category: no person is in two cells, or in none. */
const isGrouping = (grouping: readonly number[], size: number): boolean => {
  const groups = new Set(grouping);
  return grouping.length === size && size > 0 && [...groups.keys()].every((_, group) => groups.has(group));
};

const storedTables = z.array(
  z.strictObject({
    clique: z.array(z.number()),
    groupings: z.array(z.array(z.number())).optional(),
    counts: z.array(z.number()),
    sigma: z.number().positive(),
  }),
);

const shapeOf = ({ weight: _, ...shape }: MarginalQuery): TableShape => shape;

const isSameShape = (a: TableShape, b: TableShape): boolean =>
  JSON.stringify([a.clique, a.groupings]) === JSON.stringify([b.clique, b.groupings]);

/** `noisyMarginals` as the plan's next release, for the ledger. */
export const marginalRelease = (
  planned: PlannedTables,
  queries: readonly MarginalQuery[],
): Mechanism<CodedTable, readonly NoisyMarginal[]> => {
  const { noiseMultiplier } = planned;
  return {
    planned,
    event: { kind: "gaussian", noiseMultiplier },
    run: (table, noise) => noisyMarginals(table, queries, { noiseMultiplier, noise }),
    restore: stored => {
      const { data } = storedTables.safeParse(stored);
      const isAsked =
        data?.length === queries.length &&
        data.every((table, m) => isSameShape(table as TableShape, queries[m]!));
      if (!isAsked)
        throw new VerificationFailed(
          `release "${planned.purpose}": its stored value holds no tables of this plan`,
        );
      return data.map(({ counts, sigma }, m) => ({
        ...shapeOf(queries[m]!),
        counts: Float64Array.from(counts),
        sigma,
      }));
    },
  };
};
