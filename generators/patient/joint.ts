import type { Domain } from "../../schemas/domain.ts";
import type { BackboneModel } from "./model.ts";
import { AGE, isOpen, missingIndex, PRESENCE, SEX, type TreeNode, tree } from "./tree.ts";

/**
 * Joint law of one variable with the roots: row-major [age][sex][presence pattern][category], sums to 1. For age, sex
 * and presence themselves the trailing dimensions that do not exist yet are left out.
 */
export type Joints = Map<string, Float64Array>;

interface Dimensions {
  readonly ages: number;
  readonly sexes: number;
  readonly patterns: number;
  /** For every pattern, 1 where the node's gate is open. */
  readonly open: readonly boolean[];
}

const dimensionsOf = (domain: Domain, node: TreeNode): Dimensions => {
  const length = (name: string) => domain.find(attribute => attribute.name === name)!.categories.length;
  const presence = tree(domain).find(each => each.name === PRESENCE)!;
  return {
    ages: length(AGE),
    sexes: length(SEX),
    patterns: presence.categories.length,
    open: presence.categories.map(pattern => isOpen(domain, node.gate, pattern)),
  };
};

/** Joint law of a node with the roots, from its own table and its ancestors' joints. */
export const jointOf = (
  domain: Domain,
  node: TreeNode,
  { table, joints }: { readonly table: Float64Array; readonly joints: Joints },
): Float64Array => {
  if (node.name === AGE) return table;
  const columns = node.categories.length;
  const below = joints.get(
    node.name === SEX ? AGE : node.name === PRESENCE ? SEX : (node.parent ?? PRESENCE),
  )!;
  if (node.name === SEX || node.name === PRESENCE)
    return table.map((p, i) => below[Math.floor(i / columns)]! * p);
  const { ages, sexes, patterns, open } = dimensionsOf(domain, node);
  const parents = node.parent === undefined ? 1 : below.length / (ages * sexes * patterns);
  const out = new Float64Array(ages * sexes * patterns * columns);
  const missing = missingIndex(node);
  for (let root = 0; root < ages * sexes; root++)
    for (let pattern = 0; pattern < patterns; pattern++)
      for (let parent = 0; parent < parents; parent++) {
        const mass = below[(root * patterns + pattern) * parents + parent]!;
        const to = (root * patterns + pattern) * columns;
        if (!open[pattern]) out[to + missing] = out[to + missing]! + mass;
        else
          for (let c = 0; c < columns; c++)
            out[to + c] = out[to + c]! + mass * table[(root * parents + parent) * columns + c]!;
      }
  return out;
};

/** Share of people that a variable applies to (whose gate is open). */
export const appliesTo = (domain: Domain, node: TreeNode, joints: Joints): number => {
  const presence = joints.get(PRESENCE);
  if (presence === undefined || node.gate === undefined) return 1;
  const { patterns, open } = dimensionsOf(domain, node);
  return presence.reduce((sum, mass, i) => sum + (open[i % patterns] ? mass : 0), 0);
};

/** Law of the parent states of a variable among the people it applies to, with each state's age and parent category. */
export const stateWeights = (
  domain: Domain,
  node: TreeNode,
  joints: Joints,
): { readonly base: Float64Array; readonly ages: Int32Array; readonly parents: Int32Array } => {
  if (node.name === AGE)
    return { base: Float64Array.of(1), ages: new Int32Array(1), parents: new Int32Array(1) };
  if (node.name === SEX) return states(joints.get(AGE)!, 1, 1);
  const { sexes, patterns, open } = dimensionsOf(domain, node);
  if (node.name === PRESENCE) return states(joints.get(SEX)!, sexes, 1);
  const below = joints.get(node.parent ?? PRESENCE)!;
  const roots = joints.get(SEX)!.length;
  const parents = node.parent === undefined ? 1 : below.length / (roots * patterns);
  const base = new Float64Array(roots * parents);
  for (let i = 0; i < below.length; i++) {
    const pattern = Math.floor(i / parents) % patterns;
    const state = Math.floor(i / (parents * patterns)) * parents + (i % parents);
    if (open[pattern]) base[state] = base[state]! + below[i]!;
  }
  const total = base.reduce((a, b) => a + b, 0);
  return states(total > 0 ? base.map(mass => mass / total) : base, sexes, parents);
};

const states = (base: Float64Array, sexes: number, parents: number) => ({
  base,
  ages: Int32Array.from(base, (_, i) => Math.floor(i / (sexes * parents))),
  parents: Int32Array.from(base, (_, i) => i % parents),
});

/** The joint laws of a whole model. */
export const jointsOf = (model: BackboneModel): Joints => {
  const joints: Joints = new Map();
  for (const node of tree(model.domain))
    joints.set(
      node.name,
      jointOf(model.domain, node, { table: Float64Array.from(model.tables[node.name]!), joints }),
    );
  return joints;
};
