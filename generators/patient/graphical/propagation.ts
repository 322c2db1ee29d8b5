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
 * Belief propagation: p(x) ∝ exp Σ potentials. Messages go up in logarithms, since estimation passes through potentials so
 * far apart that probabilities would underflow on one side of a separator only; what stays behind are the conditionals of
 * every node given its separator, by which the marginals come down: one exponential a cell.
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
  return { beliefs, separators, logTotal };
};

/**
 * Children to parents: a node's log beliefs gather what is below them, then become exponentials, of which the separator
 * holds the sums: over the largest of each separator's cell, so that none is lost that its conditional needs.
 */
const collect = ({ nodes }: JunctionTree, beliefs: Float64Array[], separators: Float64Array[]): number => {
  let total = Number.NEGATIVE_INFINITY;
  for (let n = nodes.length - 1; n >= 0; n--) {
    const { parent, down, up } = nodes[n]!;
    const sums = separators[n]!;
    const message = exponentiate(beliefs[n]!, down, sums);
    for (let cell = 0; cell < sums.length; cell++) message[cell] = message[cell]! + Math.log(sums[cell]!);
    if (parent < 0) {
      // The root shares nothing: its separator is one cell, the total.
      total = message[0]!;
      continue;
    }
    const above = beliefs[parent]!;
    for (let cell = 0; cell < above.length; cell++) above[cell] = above[cell]! + message[up[cell]!]!;
  }
  return total;
};

/** Parents to children: exponentials become marginals, and sums those of the separators. */
const distribute = ({ nodes }: JunctionTree, beliefs: Float64Array[], separators: Float64Array[]): void => {
  for (const [n, { parent, down, up }] of nodes.entries()) {
    const separator = separators[n]!;
    const marginal = new Float64Array(separator.length).fill(1);
    if (parent >= 0) sumInto(beliefs[parent]!, up, marginal);
    const ratio = ratios(marginal, separator);
    const belief = beliefs[n]!;
    for (let cell = 0; cell < belief.length; cell++) belief[cell] = belief[cell]! * ratio[down[cell]!]!;
    for (let cell = 0; cell < ratio.length; cell++) separator[cell] = separator[cell]! * ratio[cell]!;
  }
};

/** exp(table − its largest in the same target), in place, with `sums` over targets; returns the largest. */
const exponentiate = (table: Float64Array, map: Int32Array, sums: Float64Array): Float64Array => {
  const tops = new Float64Array(sums.length).fill(Number.NEGATIVE_INFINITY);
  for (let cell = 0; cell < map.length; cell++)
    if (table[cell]! > tops[map[cell]!]!) tops[map[cell]!] = table[cell]!;
  sums.fill(0);
  for (let cell = 0; cell < map.length; cell++) {
    const target = map[cell]!;
    const value = table[cell]! > Number.NEGATIVE_INFINITY ? Math.exp(table[cell]! - tops[target]!) : 0;
    table[cell] = value;
    sums[target] = sums[target]! + value;
  }
  return tops;
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
