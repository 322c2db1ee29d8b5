/**
 * People as category numbers: what a record model is measured on. Column j holds, for every person, an index into
 * the categories of attribute j; the categories are public, the columns and how long they are are not.
 */
export interface CodedTable {
  /** Number of categories of every attribute, each at least 1. */
  readonly sizes: readonly number[];
  /** Row numbers count people: one entry a person in every column. */
  readonly columns: readonly Uint16Array[];
}

/** A set of attributes, by their numbers in ascending order: the axes of a contingency table, row-major. */
export type Clique = readonly number[];

/** Number of cells of the table over `clique`. */
export const cellsOf = (clique: Clique, sizes: readonly number[]): number =>
  clique.reduce((cells, variable) => cells * sizes[variable]!, 1);

/** A contingency table with Gaussian noise on every cell. */
export interface NoisyMarginal {
  readonly clique: Clique;
  /** Counts of people, any sign. */
  readonly counts: Float64Array;
  /** Standard deviation of the noise on one cell, people. */
  readonly sigma: number;
}

/** A table to be measured; its share of one release's noise is weight², so that Σ weight² ≤ 1. */
export interface MarginalQuery {
  readonly clique: Clique;
  readonly weight: number;
}

/** A table that may be chosen, with what the model of everything released so far expects in it. */
export interface Candidate {
  readonly clique: Clique;
  /** Expected counts of people, finite. */
  readonly expected: Float64Array;
  /** People that the table must be off by before it is worth anything: the error that measuring it would leave. */
  readonly allowance: number;
}
