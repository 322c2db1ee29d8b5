import type { Clique, NoisyMarginal } from "../../../schemas/marginal.ts";
import { lbfgs, type Minimum } from "../../../src/math/lbfgs.ts";
import { indexMap, shapeMap, sumInto } from "./index-map.ts";
import { homeOf, type JunctionTree } from "./junction-tree.ts";
import { type Calibrated, calibrate, emptyTables } from "./propagation.ts";
import { reconciled } from "./reconciled.ts";

/** A measured table whose log potential is bounded softly: `ridge` is the τ of `estimate`. */
export interface Evidence extends NoisyMarginal {
  readonly ridge: number;
}

/** Log potentials of the measured tables, in the order of the evidence. */
export type LogPotentials = readonly Float64Array[];

/** A log potential on a clique, row-major; −Infinity where a cell cannot be. */
export interface LogFactor {
  readonly clique: Clique;
  readonly log: Float64Array;
}

export interface Estimated {
  readonly tree: JunctionTree;
  readonly calibrated: Calibrated;
  /** Log potentials of the tree's nodes: those of the base and of the evidence. */
  readonly nodes: readonly Float64Array[];
  readonly potentials: LogPotentials;
  readonly fit: Pick<Minimum, "iterations" | "converged">;
}

export interface EstimateOptions {
  /** Number of people, > 0: public or released. */
  readonly total: number;
  /** The law q that is pulled to, as log potentials on cliques of the tree; uniform unless told. */
  readonly base?: readonly LogFactor[];
  /** Where to start, one table a piece of evidence; zero unless told. */
  readonly start?: LogPotentials;
  /** Stops when no cell is off by more than this share of one standard deviation of its noise; 0.01 unless told. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

/**
 * Log-linear model p(x) ∝ q(x) exp Σᵣ ηᵣ(x) of noisy tables yᵣ (σᵣ a cell, N people), by the dual of maximum entropy:
 *
 *   min over η of  ln Z(η) − Σᵣ ⟨ηᵣ, yᵣ/N⟩ + ½ Σᵣ τᵣ ‖ηᵣ‖²,   gradient  M_r p − y_r/N + τ_r η_r.
 *
 * With τᵣ = κ(σᵣ/N)² its minimum is that of Σᵣ ‖N·Mᵣp − yᵣ‖²/(2σᵣ²) + κ·KL(p ‖ q) over all p: least squares of
 * private-PGM with a pull to q that weighs as much as κ nats. κ → 0 with a uniform q is private-PGM's own estimate. What q
 * rules out stays out, whatever was measured there.
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
  const base = placed(tree, options.base ?? []);
  const potentials = base.map(potential => potential.slice());
  const scratch = calibrate(tree, potentials);
  silenceImpossible(layout, scratch, targets);
  const masses = new Float64Array(layout.length);
  const objective = (eta: Float64Array, gradient: Float64Array): number => {
    place(layout, eta, { base, potentials });
    let value = calibrate(tree, potentials, scratch).logTotal;
    for (const { node, map, from, to, ridge } of layout.parts) {
      sumInto(scratch.beliefs[node]!, map, masses.subarray(from, to));
      for (let i = from; i < to; i++) {
        value += eta[i]! * ((ridge * eta[i]!) / 2 - targets[i]!);
        gradient[i] = masses[i]! - targets[i]! + ridge * eta[i]!;
      }
    }
    return value;
  };
  const curvature = (at: Float64Array): void => {
    for (const { from, to, ridge } of layout.parts)
      for (let i = from; i < to; i++) at[i] = masses[i]! + ridge;
  };
  const finest = evidence.reduce((least, { sigma }) => Math.min(least, sigma), Number.POSITIVE_INFINITY);
  const begun = concatenated(start ?? [], layout.length);
  const { x, iterations, converged } = lbfgs(
    objective,
    reconciled(tree.sizes, evidence, { targets, eta: begun }),
    {
      tolerance: (tolerance * finest) / total,
      maxIterations,
      curvature,
    },
  );
  place(layout, x, { base, potentials });
  return {
    tree,
    calibrated: calibrate(tree, potentials, scratch),
    nodes: potentials,
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
  const parts = evidence.map(({ counts, ridge, ...shape }): Part => {
    const node = homeOf(tree, shape.clique);
    const from = length;
    length += counts.length;
    const map = shapeMap(tree.nodes[node]!.clique, shape, tree.sizes);
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

/** Log potentials of the nodes that factors give: each is added to the smallest node that holds it. */
export const placed = (tree: JunctionTree, factors: readonly LogFactor[]): Float64Array[] => {
  const potentials = emptyTables(tree);
  for (const { clique, log } of factors) {
    const home = homeOf(tree, clique);
    const map = indexMap(tree.nodes[home]!.clique, clique, tree.sizes);
    const potential = potentials[home]!;
    for (let cell = 0; cell < potential.length; cell++) potential[cell] = potential[cell]! + log[map[cell]!]!;
  }
  return potentials;
};

/** What the base rules out has no people to aim at: noise there says nothing. */
const silenceImpossible = ({ parts }: Layout, { beliefs }: Calibrated, targets: Float64Array): void => {
  for (const { node, map, from, to } of parts) {
    const mass = new Float64Array(to - from);
    sumInto(beliefs[node]!, map, mass);
    for (const [cell, share] of mass.entries()) if (share === 0) targets[from + cell] = 0;
  }
};

/** Log potentials of the nodes: the base's, and of the evidence those that live there. */
const place = (
  { parts }: Layout,
  eta: Float64Array,
  { base, potentials }: { readonly base: readonly Float64Array[]; readonly potentials: Float64Array[] },
): void => {
  for (const [n, potential] of potentials.entries()) potential.set(base[n]!);
  for (const { node, map, from } of parts) {
    const potential = potentials[node]!;
    for (let cell = 0; cell < potential.length; cell++)
      potential[cell] = potential[cell]! + eta[from + map[cell]!]!;
  }
};
