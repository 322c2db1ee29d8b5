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

/**
 * Categories of an attribute that count as one: for every category, its group's number; every group 0…max has one or more
 * categories. Public, or determined by releases.
 */
export type Grouping = readonly number[];

/** A contingency table over the attributes of a clique or, where groupings are given, one for each, over their groups. */
export interface TableShape {
  readonly clique: Clique;
  readonly groupings?: readonly Grouping[];
}

/** Number of categories or groups along every axis of a table. */
export const axesOf = ({ clique, groupings }: TableShape, sizes: readonly number[]): readonly number[] =>
  groupings?.map(grouping => 1 + Math.max(...grouping)) ?? clique.map(variable => sizes[variable]!);

/** Number of cells of a table. */
export const tableCells = (shape: TableShape, sizes: readonly number[]): number =>
  axesOf(shape, sizes).reduce((cells, size) => cells * size, 1);

/** A contingency table with Gaussian noise on every cell. */
export interface NoisyMarginal extends TableShape {
  /** Counts of people, any sign. */
  readonly counts: Float64Array;
  /** Standard deviation of the noise on one cell, people. */
  readonly sigma: number;
}

/** A table to be measured; its share of one release's noise is weight², so that Σ weight² ≤ 1. */
export interface MarginalQuery extends TableShape {
  readonly weight: number;
}

/** A table that may be chosen, with what the model of everything released so far expects in it. */
export interface Candidate extends TableShape {
  /** Expected counts of people, finite. */
  readonly expected: Float64Array;
  /** People that the table must be off by before it is worth anything: the error that measuring it would leave. */
  readonly allowance: number;
}
