import type { NoisyMarginal } from "../../../schemas/marginal.ts";
import { lbfgs, type Minimum } from "../../../src/math/lbfgs.ts";
import { indexMap, sumInto } from "./index-map.ts";
import { homeOf, type JunctionTree } from "./junction-tree.ts";
import { type Calibrated, calibrate, emptyTables } from "./propagation.ts";

/** A measured table whose log potential is bounded softly: `ridge` is the τ of `estimate`. */
export interface Evidence extends NoisyMarginal {
  readonly ridge: number;
}

/** Log potentials of the measured tables, in the order of the evidence. */
export type LogPotentials = readonly Float64Array[];

export interface Estimated {
  readonly tree: JunctionTree;
  readonly calibrated: Calibrated;
  readonly potentials: LogPotentials;
  readonly fit: Pick<Minimum, "iterations" | "converged">;
}

export interface EstimateOptions {
  /** Number of people, > 0: public or released. */
  readonly total: number;
  /** Where to start, one table a piece of evidence; zero unless told. */
  readonly start?: LogPotentials;
  /** Stops when no cell is off by more than this share of one standard deviation of its noise; 0.01 unless told. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

/**
 * Log-linear model p(x) ∝ exp Σᵣ ηᵣ(x) of noisy tables yᵣ (σᵣ a cell, N people), by the dual of maximum entropy:
 *
 *   min over η of  ln Z(η) − Σᵣ ⟨ηᵣ, yᵣ/N⟩ + ½ Σᵣ τᵣ ‖ηᵣ‖²,   gradient  M_r p − y_r/N + τ_r η_r.
 *
 * With τᵣ = κ(σᵣ/N)² its minimum is that of Σᵣ ‖N·Mᵣp − yᵣ‖²/(2σᵣ²) + κ·KL(p ‖ uniform) over all p: least squares of
 * private-PGM with a pull to the uniform law that weighs as much as κ nats. κ → 0 is private-PGM's own estimate.
 *
 * @param tree      the attributes of every piece of evidence must lie in one of its nodes
 * @param evidence  one or more tables; ridges > 0
 * @source          McKenna, Sheldon & Miklau 2019, arXiv:1901.09136; Altun & Smola 2006 (duality with slack)
 */
export const estimate = (
  tree: JunctionTree,
  evidence: readonly Evidence[],
  options: EstimateOptions,
): Estimated => {
  const { total, start, tolerance = 0.01, maxIterations = 300 } = options;
  const layout = layoutOf(tree, evidence);
  const targets = concatenated(
    evidence.map(({ counts }) => counts.map(count => count / total)),
    layout.length,
  );
  const potentials = emptyTables(tree);
  const scratch = calibrate(tree, potentials);
  const objective = (eta: Float64Array, gradient: Float64Array): number => {
    place(layout, eta, potentials);
    let value = calibrate(tree, potentials, scratch).logTotal;
    for (const { node, map, from, to, ridge } of layout.parts) {
      const table = gradient.subarray(from, to);
      sumInto(scratch.beliefs[node]!, map, table);
      for (let i = from; i < to; i++) {
        value += eta[i]! * ((ridge * eta[i]!) / 2 - targets[i]!);
        gradient[i] = gradient[i]! - targets[i]! + ridge * eta[i]!;
      }
    }
    return value;
  };
  const curvature = (at: Float64Array): void => {
    for (const { node, map, from, to, ridge } of layout.parts) {
      const table = at.subarray(from, to);
      sumInto(scratch.beliefs[node]!, map, table);
      for (let i = from; i < to; i++) at[i] = at[i]! + ridge;
    }
  };
  const finest = evidence.reduce((least, { sigma }) => Math.min(least, sigma), Number.POSITIVE_INFINITY);
  const { x, iterations, converged } = lbfgs(objective, concatenated(start ?? [], layout.length), {
    tolerance: (tolerance * finest) / total,
    maxIterations,
    curvature,
  });
  place(layout, x, potentials);
  return {
    tree,
    calibrated: calibrate(tree, potentials, scratch),
    potentials: layout.parts.map(({ from, to }) => x.slice(from, to)),
    fit: { iterations, converged },
  };
};

interface Part {
  readonly node: number;
  /** Cell of the evidence for every cell of the node. */
  readonly map: Int32Array;
  readonly from: number;
  readonly to: number;
  readonly ridge: number;
}

interface Layout {
  readonly parts: readonly Part[];
  readonly length: number;
}

const layoutOf = (tree: JunctionTree, evidence: readonly Evidence[]): Layout => {
  let length = 0;
  const parts = evidence.map(({ clique, counts, ridge }): Part => {
    const node = homeOf(tree, clique);
    const from = length;
    length += counts.length;
    const map = indexMap(tree.nodes[node]!.clique, clique, tree.sizes);
    return { node, map, from, to: length, ridge };
  });
  return { parts, length };
};

const concatenated = (tables: readonly Float64Array[], length: number): Float64Array => {
  const all = new Float64Array(length);
  let at = 0;
  for (const table of tables) {
    all.set(table, at);
    at += table.length;
  }
  return all;
};

/** Log potentials of the nodes: the sum of those of the evidence that lives there. */
const place = ({ parts }: Layout, eta: Float64Array, potentials: Float64Array[]): void => {
  for (const potential of potentials) potential.fill(0);
  for (const { node, map, from } of parts) {
    const potential = potentials[node]!;
    for (let cell = 0; cell < potential.length; cell++)
      potential[cell] = potential[cell]! + eta[from + map[cell]!]!;
  }
};
