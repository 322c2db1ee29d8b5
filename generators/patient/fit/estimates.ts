import type { NoisyBlock } from "../../../schemas/statistic.ts";
import type { Axis, Marginal } from "../marginals.ts";
import type { Noisy } from "./shrink.ts";

/** A noisy number in patients. */
export interface NoisyCount {
  readonly count: number;
  /** Standard deviation. */
  readonly noise: number;
}

/** The measured tables of a release in patients. */
export interface MeasuredTable {
  readonly rows?: Axis;
  readonly columns: Axis;
  /** rows × columns, patients. */
  readonly values: Float64Array;
  /** Noise variance of one cell in units of the block's noise variance: 1 / weight². */
  readonly factor: number;
}

/** Divides every table by its weight. */
export const measuredTables = (layout: readonly Marginal[], block: NoisyBlock): readonly MeasuredTable[] =>
  layout.map(({ rows, columns, offset, cells, weight }) => ({
    ...(rows === undefined ? {} : { rows }),
    columns,
    values: block.values.slice(offset, offset + cells).map(value => value / weight),
    factor: 1 / weight ** 2,
  }));

/** The number of patients: inverse-variance mean of the totals of all tables, which hold every patient once. */
export const estimateSize = (tables: readonly MeasuredTable[], noise: number): NoisyCount => {
  let sum = 0;
  let precision = 0;
  for (const { values, factor } of tables) {
    const weight = 1 / (factor * values.length);
    sum += weight * values.reduce((a, b) => a + b, 0);
    precision += weight;
  }
  return { count: sum / precision, noise: noise / Math.sqrt(precision) };
};

/**
 * Counts of one axis's cells from every table that has it, each summed over its other side: the inverse-variance
 * mean. Errors of different tables are independent, so the variance is exact.
 *
 * @param noise  standard deviation of the block's noise
 */
export const estimateAxis = (tables: readonly MeasuredTable[], axis: string, noise: number): Noisy => {
  let sums = new Float64Array(0);
  let precision = 0;
  for (const table of tables) {
    const margin = marginOf(table, axis);
    if (margin === undefined) continue;
    if (sums.length === 0) sums = new Float64Array(margin.values.length);
    const weight = 1 / margin.factor;
    margin.values.forEach((value, i) => {
      sums[i] = sums[i]! + weight * value;
    });
    precision += weight;
  }
  return {
    values: sums.map(value => value / precision),
    variances: sums.map(() => noise ** 2 / precision),
  };
};

const marginOf = (
  table: MeasuredTable,
  axis: string,
): { readonly values: Float64Array; readonly factor: number } | undefined => {
  const rows = table.rows?.size ?? 1;
  const columns = table.columns.size;
  if (table.columns.name === axis) {
    const values = new Float64Array(columns);
    table.values.forEach((value, i) => {
      values[i % columns] = values[i % columns]! + value;
    });
    return { values, factor: table.factor * rows };
  }
  if (table.rows?.name !== axis) return undefined;
  const values = new Float64Array(rows);
  table.values.forEach((value, i) => {
    const row = Math.floor(i / columns);
    values[row] = values[row]! + value;
  });
  return { values, factor: table.factor * columns };
};
