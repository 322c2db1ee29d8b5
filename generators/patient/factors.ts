import type { Domain } from "../../schemas/domain.ts";
import { type Clique, cellsOf } from "../../schemas/marginal.ts";
import type { LogFactor } from "./graphical/estimate.ts";
import type { BackboneModel } from "./model.ts";
import { AGE, missingIndex, PRESENCE, presenceAttributes, SEX, type TreeNode, tree } from "./tree.ts";

/** Number of categories of every attribute. */
export const sizesOf = (domain: Domain): readonly number[] =>
  domain.map(({ categories }) => categories.length);

/**
 * The backbone over the attributes themselves: one factor p(variable | age, sex, gate, parent) a variable, and one for
 * which modalities are there, p(has/… | age, sex). Behind a closed gate a variable is missing.
 *
 * @guarantee  the product of the factors is the backbone's law: it sums to 1
 */
export const factorsOf = (model: BackboneModel): readonly LogFactor[] => {
  const nodes = tree(model.domain);
  return nodes.map(node => factorOf(model, nodes, node));
};

const factorOf = (model: BackboneModel, nodes: readonly TreeNode[], node: TreeNode): LogFactor => {
  const { domain } = model;
  const numberOf = (name: string) => domain.findIndex(attribute => attribute.name === name);
  const present = presenceAttributes(domain);
  const own = node.name === PRESENCE ? present : [node.name];
  const names = [...above(node), ...(node.gate === undefined ? [] : [node.gate]), ...own];
  const clique = names.map(numberOf).sort((a, b) => a - b);
  const sizes = sizesOf(domain);
  const table = model.tables[node.name]!;
  const columns = node.categories.length;
  const rows = [...above(node)].map(name => ({
    variable: numberOf(name),
    size: nodes.find(each => each.name === name)!.categories.length,
  }));
  const log = new Float64Array(cellsOf(clique, sizes));
  for (let cell = 0; cell < log.length; cell++) {
    const codes = codesOf(cell, clique, sizes);
    const categoryOf = (name: string) => domain[numberOf(name)]!.categories[codes.get(numberOf(name))!];
    const row = rows.reduce((state, { variable, size }) => state * size + codes.get(variable)!, 0);
    const isClosed = node.gate !== undefined && categoryOf(node.gate) !== "yes";
    const column =
      node.name === PRESENCE ? patternOf(node, present.map(categoryOf)) : codes.get(numberOf(node.name))!;
    const open = column < columns ? table[row * columns + column]! : 0;
    const p = isClosed ? Number(column === missingIndex(node)) : open;
    log[cell] = Math.log(p);
  }
  return { clique, log };
};

/** What a variable's table is conditioned on, in the order of its rows. */
const above = (node: TreeNode): readonly string[] => {
  if (node.name === AGE) return [];
  if (node.name === SEX) return [AGE];
  return node.parent === undefined ? [AGE, SEX] : [AGE, SEX, node.parent];
};

const codesOf = (cell: number, clique: Clique, sizes: readonly number[]): ReadonlyMap<number, number> => {
  const codes = new Map<number, number>();
  let rest = cell;
  for (const variable of [...clique].reverse()) {
    codes.set(variable, rest % sizes[variable]!);
    rest = Math.floor(rest / sizes[variable]!);
  }
  return codes;
};

/** Category of the presence pattern; beyond the last for what no pattern is (`has/…` missing). */
const patternOf = (node: TreeNode, values: readonly (string | undefined)[]): number => {
  const at = node.categories.indexOf(values.join(","));
  return at < 0 ? node.categories.length : at;
};
