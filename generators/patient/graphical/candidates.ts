import { type Clique, cellsOf } from "../../../schemas/marginal.ts";
import type { Estimated } from "./estimate.ts";
import { indexMap, sumInto } from "./index-map.ts";
import { homeOf, type JunctionTree, treeCells } from "./junction-tree.ts";
import { jointsWith } from "./propagation.ts";

/** Every pair of attributes, ascending. */
export const everyPair = (count: number): readonly Clique[] => {
  const pairs: Clique[] = [];
  for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b++) pairs.push([a, b]);
  return pairs;
};

/** Pairs whose measurement leaves the junction tree within the limit: public and released facts only. */
export const pairsWithin = (tree: JunctionTree, cellLimit: number): readonly Clique[] => {
  const present = tree.nodes.map(({ clique }) => clique);
  return everyPair(tree.sizes.length).filter(
    pair => homeOf(tree, pair) >= 0 || treeCells([...present, pair], tree.sizes) <= cellLimit,
  );
};

/** The model's marginals of the pairs, probabilities, row-major. */
export const pairTables = (
  { tree, calibrated }: Pick<Estimated, "tree" | "calibrated">,
  pairs: readonly Clique[],
): readonly Float64Array[] => {
  const tables = pairs.map(pair => new Float64Array(cellsOf(pair, tree.sizes)));
  const apart = new Map<number, number[]>();
  for (const [i, pair] of pairs.entries()) {
    const home = homeOf(tree, pair);
    if (home >= 0)
      sumInto(calibrated.beliefs[home]!, indexMap(tree.nodes[home]!.clique, pair, tree.sizes), tables[i]!);
    else apart.set(pair[0]!, [...(apart.get(pair[0]!) ?? []), i]);
  }
  for (const [a, places] of apart) {
    const joints = jointsWith(tree, calibrated, { a, others: places.map(i => pairs[i]![1]!) });
    for (const [j, place] of places.entries()) tables[place]!.set(joints[j]!);
  }
  return tables;
};

/** Shares of every category of every attribute. */
export const singleTables = ({ tree, calibrated }: Pick<Estimated, "tree" | "calibrated">): Float64Array[] =>
  tree.sizes.map((size, variable) => {
    const home = homeOf(tree, [variable]);
    const table = new Float64Array(size);
    sumInto(calibrated.beliefs[home]!, indexMap(tree.nodes[home]!.clique, [variable], tree.sizes), table);
    return table;
  });
