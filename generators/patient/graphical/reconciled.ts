import { axesOf } from "../../../schemas/marginal.ts";
import { leastSquares } from "../../../src/math/linalg.ts";
import type { Evidence } from "./estimate.ts";

/** Rounds over all attributes; the parts of two attributes overlap in a constant only, so that few are needed. */
const SWEEPS = 3;

/**
 * Log potentials of the same law that carry what the tables disagree on. Noisy tables of pairs that share an attribute
 * say different things of it; at the minimum their potentials differ by that over the ridge, tens of nats that cancel in
 * the law. A descent that begins without them spends most of its steps on them. Adds, of all potentials that cancel over an
 * attribute or as constants, those that the objective likes best.
 *
 * @returns  as long as `eta`: the law of the same potentials, and a better beginning
 * @source          the objective of `estimate` on the null space of its Σ ηᵣ, least squares solved attribute by attribute
 */
export const reconciled = (
  sizes: readonly number[],
  evidence: readonly Evidence[],
  { targets, eta }: Point,
): Float64Array => {
  const moved = eta.slice();
  const shared = [sharesOf(evidence, sizes), ...sizes.map((_, v) => sharesOf(evidence, sizes, v))];
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    for (const [at, shares] of shared.entries())
      if (shares.length > 1) settle(shares, at === 0 ? 1 : sizes[at - 1]!, { targets, eta: moved });
  return moved;
};

interface Point {
  /** Shares of people, the cells of the evidence in order. */
  readonly targets: Float64Array;
  /** Log potentials, in the same order. */
  readonly eta: Float64Array;
}

/** One table's part in what is shared: an attribute, or the constant. */
interface Share {
  readonly from: number;
  /** Group of every cell, and of every category. */
  readonly groupOf: Int32Array;
  readonly grouping: ArrayLike<number>;
  readonly groups: number;
  readonly ridge: number;
}

/** Of every table that holds the attribute; of all tables in the constant, where none is told. */
const sharesOf = (evidence: readonly Evidence[], sizes: readonly number[], variable?: number): Share[] => {
  const shares: Share[] = [];
  let from = 0;
  for (const { counts, ridge, ...shape } of evidence) {
    const cells = counts.length;
    const axis = variable === undefined ? -1 : shape.clique.indexOf(variable);
    if (variable === undefined)
      shares.push({ from, ridge, groups: 1, groupOf: new Int32Array(cells), grouping: [0] });
    if (axis >= 0) {
      const axes = axesOf(shape, sizes);
      const inner = axes.slice(axis + 1).reduce((product, size) => product * size, 1);
      const groups = axes[axis]!;
      shares.push({
        from,
        ridge,
        groups,
        groupOf: Int32Array.from({ length: cells }, (_, cell) => Math.floor(cell / inner) % groups),
        grouping: shape.groupings?.[axis] ?? Array.from({ length: groups }, (_, code) => code),
      });
    }
    from += cells;
  }
  return shares;
};

/** Relative to what a category's own entry is: keeps categories that are never told apart from having no answer. */
const JITTER = 1e-9;

/**
 * Adds to each table a function s of its groups, Σ over tables of s = 0 in every category, so that Σ w‖s − t‖² is least: t,
 * the mean over a group's cells of what its potential lacks, target/τ − η; w = τ·cells/groups. With multipliers λ,
 * s = t − Gλ/w and Σ GᵀG/w λ = Σ Gᵀt, for the group indicators G.
 */
const settle = (shares: readonly Share[], categories: number, point: Point): void => {
  const lacks = shares.map(share => lackOf(share, point));
  // Twice: what the jitter leaves of the sum over tables is taken off again.
  const steps = cancelling(shares, categories, cancelling(shares, categories, lacks));
  for (const [r, { from, groupOf }] of shares.entries())
    for (const [cell, group] of groupOf.entries())
      point.eta[from + cell] = point.eta[from + cell]! + steps[r]![group]!;
};

/** The functions nearest to these whose sum over tables is 0 in every category. */
const cancelling = (
  shares: readonly Share[],
  categories: number,
  functions: readonly Float64Array[],
): Float64Array[] => {
  const roots = shares.map(({ ridge, groupOf, groups }) => Math.sqrt((ridge * groupOf.length) / groups));
  const rows = shares.flatMap(({ grouping, groups }, r) =>
    Array.from({ length: groups }, (_, group) =>
      Float64Array.from({ length: categories }, (_, c) => (grouping[c] === group ? 1 / roots[r]! : 0)),
    ),
  );
  const aims = functions.flatMap((values, r) => Array.from(values, t => Float64Array.of(t * roots[r]!)));
  const multipliers = leastSquares(rows, aims, JITTER / (rows.length * Math.min(...roots) ** 2));
  return functions.map((values, r) => {
    const nearest = values.slice();
    for (let c = 0; c < categories; c++) {
      const group = shares[r]!.grouping[c]!;
      nearest[group] = nearest[group]! - multipliers[c]! / roots[r]! ** 2;
    }
    return nearest;
  });
};

const lackOf = ({ from, groupOf, groups, ridge }: Share, { targets, eta }: Point): Float64Array => {
  const lack = new Float64Array(groups);
  const perGroup = groupOf.length / groups;
  for (const [cell, group] of groupOf.entries())
    lack[group] = lack[group]! + (targets[from + cell]! / ridge - eta[from + cell]!) / perGroup;
  return lack;
};
