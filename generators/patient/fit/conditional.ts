import { type Noisy, shrinkProportions, shrinkTable } from "./shrink.ts";

/** A measured table of one variable against groups of its parents' states. */
export interface GroupedCounts extends Noisy {
  /** Group of every parent state. */
  readonly group: Int32Array;
  readonly groups: number;
}

export interface ConditionalProblem {
  /** P(parent state) among the people the variable applies to; sums to 1. */
  readonly base: Float64Array;
  /** Public P(category | parent state), states × categories. */
  readonly prior: Float64Array;
  readonly categories: number;
  /** Estimated number of people the variable applies to, > 0. */
  readonly size: number;
  /** Counts of the categories. */
  readonly counts: Noisy;
  readonly tables: readonly GroupedCounts[];
}

/**
 * A conditional table between prior and release: the prior is tilted (iterative proportional fitting) until its
 * category totals, then its tables against groups of parent states, equal their shrunken estimates. The tilt keeps
 * what was not measured (odds ratios between the variable and the rest) and every cell that the prior rules out.
 *
 * @returns  states × categories, rows sum to 1; and the weight of the category totals against the prior
 */
export const fitConditional = (
  problem: ConditionalProblem,
): { readonly table: Float64Array; readonly weight: number } => {
  const { base, prior, categories: columns, size, counts, tables } = problem;
  const joint = prior.map((p, i) => base[Math.floor(i / columns)]! * p);
  const all = { group: new Int32Array(base.length), groups: 1 };
  const { proportions, weight } = shrinkProportions(totals(joint, columns, all), counts, size);
  const targets: Target[] = [{ ...all, values: proportions }];
  rake(joint, columns, { base, targets });
  for (const table of tables) {
    const reference = totals(joint, columns, table);
    const values = shrinkTable(reference, table, [table.groups, columns, size]);
    const rowMass = totalsOfRows(reference, table.groups, columns);
    const own = [{ ...all, groups: 1, group: new Int32Array(table.groups), values: proportions }];
    rake(values, columns, { base: rowMass, targets: own });
    targets.push({ group: table.group, groups: table.groups, values });
    rake(joint, columns, { base, targets });
  }
  const conditional = joint.map((mass, i) => {
    const total = base[Math.floor(i / columns)]!;
    return total > 0 ? mass / total : prior[i]!;
  });
  return { table: normaliseRows(conditional, columns, prior), weight };
};

interface Target {
  readonly group: Int32Array;
  readonly groups: number;
  /** groups × categories, sums to 1. */
  readonly values: Float64Array;
}

const ROUNDS = 400;
const CLOSE = 1e-13;

/** Iterative proportional fitting in place (the caller's own array): every target in turn, then the row masses. */
const rake = (
  joint: Float64Array,
  columns: number,
  goal: { readonly base: Float64Array; readonly targets: readonly Target[] },
): void => {
  const rows = { group: Int32Array.from(goal.base.keys()), groups: goal.base.length };
  for (let round = 0; round < ROUNDS; round++) {
    let change = 0;
    for (const target of goal.targets) {
      const now = totals(joint, columns, target);
      for (let i = 0; i < joint.length; i++) {
        const cell = target.group[Math.floor(i / columns)]! * columns + (i % columns);
        const before = joint[i]!;
        joint[i] = now[cell]! > 0 ? (before * target.values[cell]!) / now[cell]! : 0;
        change = Math.max(change, Math.abs(joint[i]! - before));
      }
    }
    const mass = totalsOfRows(joint, rows.groups, columns);
    for (let i = 0; i < joint.length; i++) {
      const row = Math.floor(i / columns);
      joint[i] = mass[row]! > 0 ? (joint[i]! * goal.base[row]!) / mass[row]! : 0;
    }
    if (change < CLOSE) return;
  }
};

const totals = (
  joint: Float64Array,
  columns: number,
  { group, groups }: { readonly group: Int32Array; readonly groups: number },
): Float64Array => {
  const out = new Float64Array(groups * columns);
  for (let i = 0; i < joint.length; i++) {
    const cell = group[Math.floor(i / columns)]! * columns + (i % columns);
    out[cell] = out[cell]! + joint[i]!;
  }
  return out;
};

const totalsOfRows = (table: Float64Array, rows: number, columns: number): Float64Array => {
  const out = new Float64Array(rows);
  for (let i = 0; i < table.length; i++) {
    const row = Math.floor(i / columns);
    out[row] = out[row]! + table[i]!;
  }
  return out;
};

/** Rows that raking emptied (a state ruled out by the estimates) fall back to the prior. */
const normaliseRows = (table: Float64Array, columns: number, prior: Float64Array): Float64Array => {
  const mass = totalsOfRows(table, table.length / columns, columns);
  return table.map((value, i) => {
    const total = mass[Math.floor(i / columns)]!;
    return total > 0 ? value / total : prior[i]!;
  });
};
