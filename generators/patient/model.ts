import type { Domain } from "../../schemas/domain.ts";
import type { NoisyBlock } from "../../schemas/statistic.ts";
import { fitConditional, type GroupedCounts } from "./fit/conditional.ts";
import {
  estimateAxis,
  estimateSize,
  type MeasuredTable,
  measuredTables,
  type NoisyCount,
} from "./fit/estimates.ts";
import type { Noisy } from "./fit/shrink.ts";
import { appliesTo, type Joints, jointOf, stateWeights } from "./joint.ts";
import { type Focus, marginalLayout } from "./marginals.ts";
import { priorTable } from "./prior.ts";
import { type AttributeSupport, SUPPORT_SIGMAS, supportOf } from "./support.ts";
import { AGE, type TreeNode, tree } from "./tree.ts";

/** A distribution over a domain's assignments, plain data: p = Π p(variable | age, sex, parent). */
export interface BackboneModel {
  readonly format: "semblance-backbone/1";
  readonly domain: Domain;
  /** Conditional table of every variable of the tree, row-major as in `priorTable`. */
  readonly tables: Readonly<Record<string, readonly number[]>>;
  /** Weight of the released counts of each variable against the prior, 0 to 1; empty without a release. */
  readonly weights: Readonly<Record<string, number>>;
  /** Estimated number of patients; absent without a release. */
  readonly size?: NoisyCount;
  /** Released counts of every attribute's categories; empty without a release. */
  readonly support: Readonly<Record<string, AttributeSupport>>;
}

/** The public prior alone: no private data, for ε = 0 and for the shipped sample. */
export const priorBackbone = (domain: Domain): BackboneModel => ({
  format: "semblance-backbone/1",
  domain,
  tables: Object.fromEntries(
    Object.entries(priorTables(domain)).map(([name, table]) => [name, Array.from(table)]),
  ),
  weights: {},
  support: {},
});

/**
 * The model of a release: every variable's counts are averaged over the tables that hold them, shrunk to the prior
 * with the known noise, and the prior's conditional tables are tilted to them, parents before children. A cohort whose
 * size does not stand out of its own noise (3.09 standard deviations) gives the prior.
 *
 * @param block  the released block of `marginalBlock(domain, …, focus)`
 */
export const fitBackbone = (domain: Domain, block: NoisyBlock, focus: Focus = "full"): BackboneModel => {
  const measured = measuredTables(marginalLayout(domain, focus), block);
  const size = estimateSize(measured, block.noise);
  const prior = priorBackbone(domain);
  if (!(size.count > SUPPORT_SIGMAS * size.noise && size.count >= 1))
    return Number.isFinite(size.count) ? { ...prior, size } : prior;
  const tables: Record<string, Float64Array> = {};
  const weights: Record<string, number> = {};
  const joints: Joints = new Map();
  const context = { domain, measured, noise: block.noise, size: size.count };
  for (const node of tree(domain)) {
    const start = Float64Array.from(prior.tables[node.name]!);
    const fitted = fitNode(node, start, { ...context, joints });
    tables[node.name] = fitted.table.map((p, i) => p + PRIOR_SHARE * (start[i]! - p));
    weights[node.name] = fitted.weight;
    joints.set(node.name, jointOf(domain, node, { table: tables[node.name]!, joints }));
  }
  return {
    ...prior,
    tables: Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, Array.from(table)])),
    weights,
    size,
    support: supportOf(domain, measured, { size, noise: block.noise }),
  };
};

/** What the prior keeps of every table: a release cannot rule out what its noise may have hidden, only the rules can. */
const PRIOR_SHARE = 1e-12;

interface Context {
  readonly domain: Domain;
  readonly measured: readonly MeasuredTable[];
  readonly noise: number;
  readonly size: number;
  readonly joints: Joints;
}

const fitNode = (
  node: TreeNode,
  prior: Float64Array,
  { domain, measured, noise, size, joints }: Context,
): { readonly table: Float64Array; readonly weight: number } => {
  const share = appliesTo(domain, node, joints);
  const people = size * share;
  const columns = node.categories.length;
  // Fewer than one estimated person behind the gate: nothing to learn from.
  if (people < 1) return { table: prior, weight: 0 };
  const { base, ages, parents } = stateWeights(domain, node, joints);
  const tables = measured.filter(table => table.columns.name === node.name && table.rows !== undefined);
  return fitConditional({
    base,
    prior,
    categories: columns,
    size: people,
    counts: first(estimateAxis(measured, node.name, noise), columns),
    tables: tables.map(table =>
      grouped(table, columns, { noise, group: table.rows!.name === AGE ? ages : parents }),
    ),
  });
};

/** A measured table against parent states; a parent's cell behind a closed gate counts as its `missing`. */
const grouped = (
  table: MeasuredTable,
  columns: number,
  { noise, group }: { readonly noise: number; readonly group: Int32Array },
): GroupedCounts => {
  const rows = table.rows!;
  const last = rows.closed ?? rows.size - 1;
  const groups = Math.max(...group) + 1;
  const values = new Float64Array(groups * columns);
  const variances = new Float64Array(groups * columns);
  for (let r = 0; r < rows.size; r++) {
    const row = r === last ? Math.min(r, groups - 1) : r;
    for (let c = 0; c < columns; c++) {
      const cell = row * columns + c;
      values[cell] = values[cell]! + table.values[r * table.columns.size + c]!;
      variances[cell] = variances[cell]! + noise ** 2 * table.factor;
    }
  }
  return { group, groups, values, variances };
};

const first = (noisy: Noisy, columns: number): Noisy => ({
  values: noisy.values.slice(0, columns),
  variances: noisy.variances.slice(0, columns),
});

const priorTables = (domain: Domain): Readonly<Record<string, Float64Array>> => {
  const nodes = tree(domain);
  const parentOf = (node: TreeNode) => nodes.find(each => each.name === node.parent);
  return Object.fromEntries(nodes.map(node => [node.name, priorTable(domain, node, parentOf(node))]));
};
