import { type Clique, cellsOf } from "../../../schemas/marginal.ts";
import { indexMap } from "./index-map.ts";

/** One clique of a junction tree, with the table that it shares with its parent. */
export interface TreeNode {
  readonly clique: Clique;
  readonly cells: number;
  /** Number of the parent, which comes earlier; −1 for the root. */
  readonly parent: number;
  readonly separator: Clique;
  readonly separatorCells: number;
  /** Cell of the separator for every cell of this clique, and for every cell of the parent's. */
  readonly down: Int32Array;
  readonly up: Int32Array;
}

/** Parents before children; every attribute is in some clique; the cliques that hold an attribute are connected. */
export interface JunctionTree {
  readonly sizes: readonly number[];
  readonly nodes: readonly TreeNode[];
}

/**
 * Junction tree of a triangulation of the graph in which every given clique is complete. Attributes in no clique
 * stand alone. The triangulation eliminates the attribute whose clique has the fewest cells: greedy, not the best.
 *
 * @guarantee  every given clique lies inside one of the tree's
 * @source     Koller & Friedman 2009, Probabilistic Graphical Models, 9.4.3 (min-weight) and 10.4
 */
export const junctionTree = (cliques: readonly Clique[], sizes: readonly number[]): JunctionTree => {
  const maximal = maximalCliques(cliques, sizes);
  const parents = spanningTree(maximal);
  const nodes = parents.map(({ clique, parent }): TreeNode => {
    const above = parent < 0 ? [] : parents[parent]!.clique;
    const separator = clique.filter(variable => above.includes(variable));
    return {
      clique,
      parent,
      separator,
      cells: cellsOf(clique, sizes),
      separatorCells: cellsOf(separator, sizes),
      down: indexMap(clique, separator, sizes),
      up: indexMap(above, separator, sizes),
    };
  });
  return { sizes, nodes };
};

/** Cells of the junction tree of these cliques, all its tables together: what a model costs in memory and time. */
export const treeCells = (cliques: readonly Clique[], sizes: readonly number[]): number =>
  maximalCliques(cliques, sizes).reduce((total, clique) => total + cellsOf(clique, sizes), 0);

/** Number of the smallest node that holds the whole clique; −1 if there is none. */
export const homeOf = ({ nodes }: JunctionTree, clique: Clique): number => {
  let home = -1;
  for (const [number, node] of nodes.entries())
    if (
      clique.every(variable => node.clique.includes(variable)) &&
      (home < 0 || node.cells < nodes[home]!.cells)
    )
      home = number;
  return home;
};

const maximalCliques = (cliques: readonly Clique[], sizes: readonly number[]): Clique[] => {
  const count = sizes.length;
  const isNear = adjacency(cliques, count);
  const isGone = new Uint8Array(count);
  const found: Clique[] = [];
  for (let step = 0; step < count; step++) {
    const next = cheapest(isNear, isGone, sizes);
    const clique = neighbours(isNear, isGone, next);
    for (const a of clique) for (const b of clique) isNear[a * count + b] = 1;
    isGone[next] = 1;
    if (!found.some(other => clique.every(variable => other.includes(variable)))) found.push(clique);
  }
  return found;
};

const adjacency = (cliques: readonly Clique[], count: number): Uint8Array => {
  const isNear = new Uint8Array(count * count);
  for (let a = 0; a < count; a++) isNear[a * count + a] = 1;
  for (const clique of cliques) for (const a of clique) for (const b of clique) isNear[a * count + b] = 1;
  return isNear;
};

/** The attribute whose elimination makes the smallest table. */
const cheapest = (isNear: Uint8Array, isGone: Uint8Array, sizes: readonly number[]): number => {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let a = 0; a < sizes.length; a++) {
    if (isGone[a] === 1) continue;
    let cells = 1;
    for (let b = 0; b < sizes.length; b++)
      if (isNear[a * sizes.length + b] === 1 && isGone[b] === 0) cells *= sizes[b]!;
    if (cells < least) [best, least] = [a, cells];
  }
  return best;
};

const neighbours = (isNear: Uint8Array, isGone: Uint8Array, a: number): Clique => {
  const clique: number[] = [];
  for (let b = 0; b < isGone.length; b++)
    if (isNear[a * isGone.length + b] === 1 && isGone[b] === 0) clique.push(b);
  return clique;
};

/** Maximum-weight spanning tree by Prim's algorithm, weight = attributes shared; unconnected parts join with none. */
const spanningTree = (cliques: readonly Clique[]): { clique: Clique; parent: number }[] => {
  const placed: { clique: Clique; parent: number }[] = [];
  const left = [...cliques];
  while (left.length > 0) {
    let best = { at: 0, parent: -1, shared: -1 };
    for (const [at, clique] of left.entries())
      for (const [parent, other] of placed.entries()) {
        const shared = clique.filter(variable => other.clique.includes(variable)).length;
        if (shared > best.shared) best = { at, parent, shared };
      }
    placed.push({ clique: left[best.at]!, parent: best.parent });
    left.splice(best.at, 1);
  }
  return placed;
};
