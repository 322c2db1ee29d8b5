import { indexMap, sumInto } from "./index-map.ts";
import type { JunctionTree } from "./junction-tree.ts";

/** Tables over the nodes of a junction tree, in its order. */
export type Tables = readonly Float64Array[];

/** Tables of the tree's shape, all zero. */
export const emptyTables = ({ nodes }: JunctionTree): Float64Array[] =>
  nodes.map(({ cells }) => new Float64Array(cells));

/** Marginals of a log-linear model over a junction tree, exact up to rounding. */
export interface Calibrated {
  /** Probabilities of every node's cells; each table sums to 1, and neighbours agree on what they share. */
  readonly beliefs: Float64Array[];
  readonly separators: Float64Array[];
  /** ln Σ exp(sum of the log potentials); −Infinity if nothing is left. */
  readonly logTotal: number;
}

/**
 * Belief propagation (Hugin): p(x) ∝ exp Σ potentials, one pass up and one down, in logarithms throughout: estimation
 * passes through potentials so far apart that probabilities would underflow on one side of a separator only.
 *
 * @param potentials  log potentials, −Infinity where a cell cannot be; not changed
 * @param into        where the answer goes, if there are tables to reuse
 * @returns           beliefs of nothing but zeros and logTotal = −Infinity if no cell is left
 * @source            Koller & Friedman 2009, algorithm 10.3
 */
export const calibrate = (tree: JunctionTree, potentials: Tables, into?: Calibrated): Calibrated => {
  const beliefs = into?.beliefs ?? emptyTables(tree);
  const separators = into?.separators ?? tree.nodes.map(node => new Float64Array(node.separatorCells));
  for (const [n, potential] of potentials.entries()) beliefs[n]!.set(potential);
  const logTotal = collect(tree, beliefs, separators);
  distribute(tree, beliefs, separators);
  for (const belief of beliefs) exponentiate(belief, logTotal);
  for (const separator of separators) exponentiate(separator, logTotal);
  return { beliefs, separators, logTotal };
};

/** Children to parents: log beliefs gather what is below them, separators hold the message that went up. */
const collect = ({ nodes }: JunctionTree, beliefs: Float64Array[], separators: Float64Array[]): number => {
  for (let n = nodes.length - 1; n >= 0; n--) {
    const { parent, down, up } = nodes[n]!;
    const message = separators[n]!;
    logSumInto(beliefs[n]!, down, message);
    if (parent < 0) continue;
    const above = beliefs[parent]!;
    for (let cell = 0; cell < above.length; cell++) above[cell] = above[cell]! + message[up[cell]!]!;
  }
  // The root shares nothing: its separator is one cell, the total.
  return separators[0]![0]!;
};

/** Parents to children: afterwards log beliefs and separators are marginals, up to the total. */
const distribute = ({ nodes }: JunctionTree, beliefs: Float64Array[], separators: Float64Array[]): void => {
  for (let n = 1; n < nodes.length; n++) {
    const { parent, down, up } = nodes[n]!;
    const separator = separators[n]!;
    const marginal = new Float64Array(separator.length);
    logSumInto(beliefs[parent]!, up, marginal);
    const gain = marginal.map((value, cell) =>
      separator[cell]! > Number.NEGATIVE_INFINITY ? value - separator[cell]! : Number.NEGATIVE_INFINITY,
    );
    const belief = beliefs[n]!;
    for (let cell = 0; cell < belief.length; cell++) belief[cell] = belief[cell]! + gain[down[cell]!]!;
    separator.set(marginal);
  }
};

/** ln Σ exp over the cells of `from` that share a target; `to` is written over. */
const logSumInto = (from: Float64Array, map: Int32Array, to: Float64Array): void => {
  const tops = to.fill(Number.NEGATIVE_INFINITY).slice();
  for (let cell = 0; cell < map.length; cell++)
    if (from[cell]! > tops[map[cell]!]!) tops[map[cell]!] = from[cell]!;
  to.fill(0);
  for (let cell = 0; cell < map.length; cell++)
    if (from[cell]! > Number.NEGATIVE_INFINITY) {
      const target = map[cell]!;
      to[target] = to[target]! + Math.exp(from[cell]! - tops[target]!);
    }
  for (let target = 0; target < to.length; target++)
    to[target] = to[target]! > 0 ? tops[target]! + Math.log(to[target]!) : Number.NEGATIVE_INFINITY;
};

const exponentiate = (table: Float64Array, logTotal: number): void => {
  for (let cell = 0; cell < table.length; cell++)
    table[cell] = logTotal > Number.NEGATIVE_INFINITY ? Math.exp(table[cell]! - logTotal) : 0;
};

/** above / below, 0 where nothing is below. */
const ratios = (above: Float64Array, below: Float64Array): Float64Array => {
  const ratio = new Float64Array(above.length);
  for (let cell = 0; cell < ratio.length; cell++)
    ratio[cell] = below[cell]! > 0 ? above[cell]! / below[cell]! : 0;
  return ratio;
};

/** A step of a walk over the tree: from a node to its neighbour, over the separator of `link`. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly link: number;
  readonly out: Int32Array;
  readonly into: Int32Array;
}

/**
 * Joint tables of attribute `a` with each of `others`, which need not share a node with it: for every value of `a`
 * the evidence is sent through the tree once.
 *
 * @returns  for each of `others`, probabilities, value of `a` × value of the other, row-major
 */
export const jointsWith = (
  tree: JunctionTree,
  { beliefs, separators }: Calibrated,
  { a, others }: { readonly a: number; readonly others: readonly number[] },
): Float64Array[] => {
  const { nodes, sizes } = tree;
  const root = smallestHolding(tree, a);
  const steps = walk(tree, root);
  const homes = others.map(other => smallestHolding(tree, other));
  const maps = others.map((other, i) => indexMap(nodes[homes[i]!]!.clique, [other], sizes));
  const joints = others.map(other => new Float64Array(sizes[a]! * sizes[other]!));
  const values = indexMap(nodes[root]!.clique, [a], sizes);
  const given = beliefs.map(belief => new Float64Array(belief.length));
  for (let value = 0; value < sizes[a]!; value++) {
    const start = given[root]!;
    for (let cell = 0; cell < start.length; cell++)
      start[cell] = values[cell] === value ? beliefs[root]![cell]! : 0;
    for (const { from, to, link, out, into } of steps) {
      const marginal = new Float64Array(separators[link]!.length);
      sumInto(given[from]!, out, marginal);
      const ratio = ratios(marginal, separators[link]!);
      const [target, belief] = [given[to]!, beliefs[to]!];
      for (let cell = 0; cell < target.length; cell++) target[cell] = belief[cell]! * ratio[into[cell]!]!;
    }
    for (const [i, joint] of joints.entries()) {
      const size = sizes[others[i]!]!;
      sumInto(given[homes[i]!]!, maps[i]!, joint.subarray(value * size, (value + 1) * size));
    }
  }
  return joints;
};

const smallestHolding = ({ nodes }: JunctionTree, variable: number): number => {
  let best = -1;
  for (const [n, node] of nodes.entries())
    if (node.clique.includes(variable) && (best < 0 || node.cells < nodes[best]!.cells)) best = n;
  return best;
};

/** Every other node, each reached from one that was reached before. */
const walk = ({ nodes }: JunctionTree, root: number): Step[] => {
  const steps: Step[] = [];
  const queue: { node: number; before: number }[] = [{ node: root, before: -1 }];
  for (const { node, before } of queue) {
    const { parent, down, up } = nodes[node]!;
    const onward = (to: number, link: number, maps: { out: Int32Array; into: Int32Array }) => {
      if (to === before) return;
      steps.push({ from: node, to, link, ...maps });
      queue.push({ node: to, before: node });
    };
    if (parent >= 0) onward(parent, node, { out: down, into: up });
    for (const [child, below] of nodes.entries())
      if (below.parent === node) onward(child, child, { out: below.up, into: below.down });
  }
  return steps;
};
