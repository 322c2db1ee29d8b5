import { type Assignment, MISSING } from "../../../schemas/domain.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { ageRange } from "../age-range.ts";
import type { BackboneModel } from "../model.ts";
import { bodySexes } from "../prior.ts";
import {
  AGE,
  isOpen,
  missingIndex,
  PRESENCE,
  presenceAttributes,
  SEX,
  type TreeNode,
  tree,
} from "../tree.ts";
import { conditionEntry, medicationEntry } from "../vocabulary.ts";

/** One person's categories by ancestral sampling, made free of contradictions. */
export const drawAssignment = (model: BackboneModel, rng: Rng): Assignment => {
  const drawn: Record<string, number> = {};
  const nodes = tree(model.domain);
  const pattern = () => nodes.find(node => node.name === PRESENCE)!.categories[drawn[PRESENCE]!]!;
  for (const node of nodes) {
    const row = rowOf(model, nodes, node, drawn);
    const closed = node.gate !== undefined && !isOpen(model.domain, node.gate, pattern());
    drawn[node.name] = closed ? missingIndex(node) : rng.child(node.name).weighted(row);
  }
  const presence = pattern().split(",");
  const present = Object.fromEntries(presenceAttributes(model.domain).map((name, i) => [name, presence[i]!]));
  const categories = new Map(nodes.map(node => [node.name, node.categories[drawn[node.name]!]!]));
  return settle(
    Object.fromEntries(
      model.domain.map(({ name }) => [name, present[name] ?? categories.get(name) ?? MISSING]),
    ),
  );
};

/** The row of a node's table for what is drawn so far. */
const rowOf = (
  model: BackboneModel,
  nodes: readonly TreeNode[],
  node: TreeNode,
  drawn: Readonly<Record<string, number>>,
): readonly number[] => {
  const columns = node.categories.length;
  const sizeOf = (name: string) => nodes.find(each => each.name === name)!.categories.length;
  let state = 0;
  if (node.name !== AGE) state = drawn[AGE]!;
  if (node.name !== AGE && node.name !== SEX) state = state * sizeOf(SEX) + drawn[SEX]!;
  if (node.parent !== undefined) state = state * sizeOf(node.parent) + drawn[node.parent]!;
  return model.tables[node.name]!.slice(state * columns, (state + 1) * columns);
};

/**
 * Takes back what cannot be true of one body where age or sex is unknown or an owner's age band is wide: conditions
 * of the other sex or of ages that exclude each other (the one listed first stays), and medication not given in
 * pregnancy.
 */
const settle = (assignment: Assignment): Assignment => {
  const settled: Record<string, string> = { ...assignment };
  const sexes = new Set<string>(bodySexes(assignment[SEX] ?? MISSING));
  let [from, to] = ageRange(assignment[AGE] ?? MISSING) ?? [0, 130];
  for (const name of slugs(assignment, "condition")) {
    const entry = conditionEntry(name);
    if (entry === undefined) continue;
    const fits =
      entry.minAge <= to && entry.maxAge >= from && (entry.sex === undefined || sexes.has(entry.sex));
    if (!fits) settled[`condition/${name}`] = "no";
    else {
      from = Math.max(from, entry.minAge);
      to = Math.min(to, entry.maxAge);
      if (entry.sex !== undefined) for (const sex of [...sexes]) if (sex !== entry.sex) sexes.delete(sex);
    }
  }
  if (settled["condition/pregnancy"] === "yes")
    for (const name of slugs(assignment, "medication"))
      if (medicationEntry(name)?.avoidInPregnancy) settled[`medication/${name}`] = "no";
  return settled;
};

/** Slugs of the attributes of a kind that are "yes", in the domain's order. */
export const slugs = (assignment: Assignment, kind: "condition" | "medication"): readonly string[] =>
  Object.entries(assignment)
    .filter(([name, value]) => value === "yes" && name.startsWith(`${kind}/`))
    .map(([name]) => name.slice(kind.length + 1));
