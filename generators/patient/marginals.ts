import type { Digest } from "../../schemas/digest.ts";
import { type Assignment, categoryIndex, type Domain, MISSING } from "../../schemas/domain.ts";
import type { Block } from "../../schemas/statistic.ts";
import { AGE, PRESENCE, presenceAttributes, SEX, type TreeNode, tree } from "./tree.ts";

/**
 * One side of a measured table. A gated variable that may be missing behind its open gate has one cell more, the
 * last, for patients behind the closed gate; for other gated variables `missing` is that cell.
 */
export interface Axis {
  readonly name: string;
  readonly size: number;
  /** Index of the cell of patients behind a closed gate; undefined for variables without one. */
  readonly closed?: number;
  /** Cell of one patient, in [0, size). */
  index(assignment: Assignment): number;
}

/** One measured table: `rows` × `columns` cells from `offset` of the block, row-major. A 1-way table has one row. */
export interface Marginal {
  readonly rows?: Axis;
  readonly columns: Axis;
  readonly offset: number;
  readonly cells: number;
  /** What one patient adds to one cell; the squares of a layout sum to 1. */
  readonly weight: number;
}

/**
 * Relative squared weights. What conditions everything else (age and sex, presence, race, rhythm, finding) is measured
 * most exactly; pairs with age, which refine a public age curve, least.
 */
const SHARES = {
  full: {
    demographics: 12,
    presence: 10,
    race: 4,
    signal: 4,
    detail: 1.2,
    history: 1,
    treatment: 0.7,
    course: 0.7,
    withAge: 0.4,
    owner: 2,
  },
  core: {
    demographics: 40,
    presence: 12,
    race: 5,
    signal: 9,
    detail: 1.2,
    history: 1,
    treatment: 0.5,
    course: 0.5,
    withAge: 0,
    owner: 4,
  },
};

/**
 * Where a block's norm is spent. "full" measures pairs with age too; "core", for cohorts whose public size times ε is
 * small, leaves those to the prior and measures who the patients are three times as exactly.
 */
export type Focus = keyof typeof SHARES;

/**
 * All measured tables of a domain: for every variable its 1-way table or, where its parent has few categories, the
 * table with the parent; and for variables without a parent also the table with age.
 */
export const marginalLayout = (domain: Domain, focus: Focus = "full"): readonly Marginal[] => {
  const nodes = tree(domain);
  const axis = new Map(nodes.map(node => [node.name, axisOf(domain, node)]));
  const wanted = nodes
    .flatMap(node => tablesOf(node, nodes, SHARES[focus]))
    .filter(({ share }) => share > 0)
    .map(({ rows, columns, share }) => ({
      ...(rows === undefined ? {} : { rows: axis.get(rows)! }),
      columns: axis.get(columns)!,
      share,
    }));
  const total = wanted.reduce((sum, each) => sum + each.share, 0);
  let offset = 0;
  return wanted.map(({ share, ...table }) => {
    const cells = (table.rows?.size ?? 1) * table.columns.size;
    offset += cells;
    return { ...table, cells, offset: offset - cells, weight: Math.sqrt(share / total) };
  });
};

interface Wanted {
  readonly rows?: string;
  readonly columns: string;
  readonly share: number;
}

/** A parent with at most this many categories gives the child's own counts well enough; no 1-way table is spent. */
const FEW = 3;

const ECG_DETAILS: ReadonlySet<string> = new Set(["conduction", "ectopy", "morphology"]);
/** Their own table against that with the rhythm. */
const OWN_TABLE = 4;

type Shares = Readonly<Record<keyof (typeof SHARES)["full"], number>>;

const tablesOf = (node: TreeNode, nodes: readonly TreeNode[], shares: Shares): readonly Wanted[] => {
  const columns = node.name;
  const share = shareOf(node.name, shares);
  const parent = nodes.find(each => each.name === node.parent);
  if (columns === AGE) return [];
  if (columns === SEX) return [{ rows: AGE, columns, share }];
  const withAge = { rows: AGE, columns, share: shares.withAge * Math.min(2.5, Math.max(1, share)) };
  if (parent === undefined) return [{ columns, share }, withAge];
  const withParent = { rows: parent.name, columns, share };
  if (parent.categories.length <= FEW)
    return columns.startsWith("condition/") ? [withParent, withAge] : [withParent];
  // What a recording shows beside its rhythm is rare: over the rows of many rhythms its noise would add up.
  if (ECG_DETAILS.has(columns)) return [{ columns, share: OWN_TABLE * share }, withParent];
  return columns.startsWith("condition/") ? [{ columns, share }, withParent, withAge] : [withParent];
};

const shareOf = (name: string, shares: Shares): number => {
  const kinds: Readonly<Record<string, number>> = {
    [SEX]: shares.demographics,
    [PRESENCE]: shares.presence,
    race: shares.race,
    ethnicity: shares.race,
    rhythm: shares.signal,
    finding: shares.signal,
    conduction: shares.detail,
    ectopy: shares.detail,
    morphology: shares.detail,
    view: shares.detail,
    condition: shares.history,
    lab: shares.history,
    medication: shares.treatment,
    history: shares.course,
  };
  return kinds[name.split("/", 1)[0]!] ?? shares.owner;
};

const axisOf = (domain: Domain, node: TreeNode): Axis => {
  if (node.name === PRESENCE) return presenceAxis(domain, node);
  const attribute = { name: node.name, categories: node.categories };
  const missing = node.categories.indexOf(MISSING);
  const closed = node.gate === undefined ? undefined : node.missingWhenOpen ? missing + 1 : missing;
  return {
    name: node.name,
    size: node.categories.length + (closed === missing + 1 ? 1 : 0),
    ...(closed === undefined ? {} : { closed }),
    index: assignment =>
      closed !== undefined && assignment[node.gate!] !== "yes"
        ? closed
        : categoryIndex(attribute, assignment[node.name]),
  };
};

const presenceAxis = (domain: Domain, node: TreeNode): Axis => {
  const names = presenceAttributes(domain);
  const index = (assignment: Assignment) =>
    names.reduce((bits, name, i) => bits + (assignment[name] === "yes" ? 0 : 2 ** i), 0);
  return { name: PRESENCE, size: node.categories.length, index };
};

/**
 * The block of all measured tables: one patient adds `weight` of each table to one of its cells, so every patient has
 * ℓ₂ norm exactly 1, whatever the values.
 *
 * @param weight     this block's weight in the release, > 0
 * @guarantee        one patient's contribution has ℓ₂ norm 1
 */
export const marginalBlock = (domain: Domain, weight: number, focus: Focus = "full"): Block<Digest> => {
  const layout = marginalLayout(domain, focus);
  return {
    name: "patient/marginals",
    size: layout.reduce((sum, marginal) => sum + marginal.cells, 0),
    weight,
    contribute: ({ attributes }, out) => {
      for (const marginal of layout) {
        const row = marginal.rows?.index(attributes) ?? 0;
        const cell = marginal.offset + row * marginal.columns.size + marginal.columns.index(attributes);
        out[cell] = out[cell]! + marginal.weight;
      }
    },
  };
};
