import type { CodedTable } from "../../../schemas/marginal.ts";
import type { Rng } from "../../../src/math/rng.ts";
import { indexMap } from "./index-map.ts";
import type { JunctionTree } from "./junction-tree.ts";
import type { Calibrated } from "./propagation.ts";

/**
 * Synthetic people from a calibrated junction tree, with far less sampling noise than independent draws: node by
 * node, the people who share a separator cell are dealt over the node's cells by systematic sampling, each cell
 * getting its expected number rounded up or down. Every person has the model's law.
 *
 * @param count  number of people, ≥ 0
 * @param rng    replayable; this is after the release
 * @guarantee    a node without shared attributes gets, in every cell, its expected count rounded up or down
 */
export const drawTable = (
  tree: JunctionTree,
  { beliefs }: Pick<Calibrated, "beliefs">,
  { count, rng }: { readonly count: number; readonly rng: Rng },
): CodedTable => {
  const columns = tree.sizes.map(() => new Uint16Array(count));
  for (const [n, node] of tree.nodes.entries()) {
    const stream = rng.child(`node/${n}`);
    const groups = grouped(node.separator, { columns, sizes: tree.sizes, count, cells: node.separatorCells });
    const members = membersOf(node.down, node.separatorCells);
    const fresh = node.clique.filter(variable => !node.separator.includes(variable));
    const codes = fresh.map(variable => indexMap(node.clique, [variable], tree.sizes));
    for (const [cell, people] of groups.entries()) {
      const options = members[cell]!;
      const dealt = deal(beliefs[n]!, options, people.length, stream);
      shuffle(people, stream);
      for (const [i, person] of people.entries())
        for (const [j, variable] of fresh.entries()) columns[variable]![person] = codes[j]![dealt[i]!]!;
    }
  }
  return { sizes: tree.sizes, columns };
};

interface Grouping {
  readonly columns: readonly Uint16Array[];
  readonly sizes: readonly number[];
  readonly count: number;
  readonly cells: number;
}

/** People by the cell of the separator they are in. */
const grouped = (separator: readonly number[], { columns, sizes, count, cells }: Grouping): number[][] => {
  const groups: number[][] = Array.from({ length: cells }, () => []);
  for (let person = 0; person < count; person++) {
    let cell = 0;
    for (const variable of separator) cell = cell * sizes[variable]! + columns[variable]![person]!;
    groups[cell]!.push(person);
  }
  return groups;
};

/** Cells of the node by the cell of the separator they fall in. */
const membersOf = (down: Int32Array, cells: number): number[][] => {
  const members: number[][] = Array.from({ length: cells }, () => []);
  for (let cell = 0; cell < down.length; cell++) members[down[cell]!]!.push(cell);
  return members;
};

/** `count` cells, in order, by systematic sampling with probability proportional to the belief. */
const deal = (belief: Float64Array, options: readonly number[], count: number, rng: Rng): number[] => {
  let total = 0;
  for (const option of options) total += belief[option]!;
  const dealt: number[] = [];
  const offset = rng.uniform();
  let mass = 0;
  let last = options[0]!;
  for (const option of options) {
    if (!(belief[option]! > 0)) continue;
    last = option;
    mass += (belief[option]! / total) * count;
    while (dealt.length < count && dealt.length + offset < mass) dealt.push(option);
  }
  // Rounding may leave the very last step short.
  while (dealt.length < count) dealt.push(last);
  return dealt;
};

const shuffle = (people: number[], rng: Rng): void => {
  for (let i = people.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    [people[i], people[j]] = [people[j]!, people[i]!];
  }
};
