import { describe, expect, it } from "vitest";
import {
  everyPair,
  pairsWithin,
  pairTables,
  singleTables,
} from "../../../../generators/patient/graphical/candidates.ts";
import { indexMap } from "../../../../generators/patient/graphical/index-map.ts";
import { homeOf, junctionTree, treeCells } from "../../../../generators/patient/graphical/junction-tree.ts";
import { calibrate, emptyTables } from "../../../../generators/patient/graphical/propagation.ts";
import type { Clique } from "../../../../schemas/marginal.ts";
import { rng } from "../../../../src/math/rng.ts";
import { bruteForce, gap } from "./brute.ts";

const GRAPHS: readonly (readonly [string, readonly number[], readonly Clique[]])[] = [
  [
    "a chain",
    [2, 3, 4, 2],
    [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  ],
  [
    "a loop of five",
    [2, 3, 2, 3, 2],
    [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [0, 4],
    ],
  ],
  [
    "two parts and a loner",
    [3, 2, 2, 3, 4],
    [
      [0, 1],
      [2, 3],
    ],
  ],
  [
    "a star with a triple",
    [2, 2, 3, 3, 2, 2],
    [
      [0, 1, 2],
      [0, 3],
      [0, 4],
      [0, 5],
    ],
  ],
  [
    "everything with everything",
    [2, 2, 3, 2],
    [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ],
  ],
  [
    "an attribute of one category",
    [1, 3, 2],
    [
      [0, 1],
      [1, 2],
    ],
  ],
];

const fitted = (sizes: readonly number[], cliques: readonly Clique[], seed: string) => {
  const random = rng(seed);
  const tree = junctionTree(cliques, sizes);
  const factors = cliques.map(clique => ({
    clique,
    potential: Float64Array.from(
      { length: clique.reduce((cells, variable) => cells * sizes[variable]!, 1) },
      () => 1.5 * random.normal(),
    ),
  }));
  const potentials = emptyTables(tree);
  for (const { clique, potential } of factors) {
    const home = homeOf(tree, clique);
    const map = indexMap(tree.nodes[home]!.clique, clique, sizes);
    for (let cell = 0; cell < map.length; cell++) potentials[home]![cell]! += potential[map[cell]!]!;
  }
  return { tree, potentials, calibrated: calibrate(tree, potentials), brute: bruteForce(sizes, factors) };
};

describe.each(GRAPHS)("belief propagation on %s", (name, sizes, cliques) => {
  const { tree, calibrated, brute } = fitted(sizes, cliques, name);
  it("every node's marginal and the total equal brute force", () => {
    for (const [n, node] of tree.nodes.entries())
      expect(gap(calibrated.beliefs[n]!, brute.marginal(node.clique))).toBeLessThan(1e-13);
    expect(calibrated.logTotal).toBeCloseTo(Math.log(brute.total), 11);
  });
  it("the table of every pair, sharing a node or not, equals brute force", () => {
    const pairs = everyPair(sizes.length);
    const tables = pairTables({ tree, calibrated }, pairs);
    for (const [i, pair] of pairs.entries())
      expect(gap(tables[i]!, brute.marginal(pair))).toBeLessThan(1e-13);
    for (const [variable, table] of singleTables({ tree, calibrated }).entries())
      expect(gap(table, brute.marginal([variable]))).toBeLessThan(1e-13);
  });
  it("every given clique lies inside one of the tree's, and those that hold an attribute are connected", () => {
    for (const clique of cliques) expect(homeOf(tree, clique)).toBeGreaterThanOrEqual(0);
    for (const variable of sizes.keys()) {
      const holding = tree.nodes.filter(node => node.clique.includes(variable));
      const joined = holding.filter(node => node.separator.includes(variable));
      expect(holding.length - joined.length).toBe(1);
    }
  });
});

describe("potentials at the edge", () => {
  it("cells that cannot be get exactly nothing, and neighbours agree", () => {
    const sizes = [2, 2, 2];
    const tree = junctionTree(
      [
        [0, 1],
        [1, 2],
      ],
      sizes,
    );
    const potentials = emptyTables(tree);
    const home = homeOf(tree, [0, 1]);
    potentials[home]![0] = Number.NEGATIVE_INFINITY;
    potentials[home]![2] = Number.NEGATIVE_INFINITY;
    const calibrated = calibrate(tree, potentials);
    expect([...singleTables({ tree, calibrated })[1]!]).toEqual([0, 1]);
    expect(pairTables({ tree, calibrated }, [[0, 2]])[0]!.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 14);
  });
  it("potentials of ±600 neither overflow nor lose the law", () => {
    const tree = junctionTree([[0, 1]], [2, 2]);
    const calibrated = calibrate(tree, [Float64Array.of(600, 600 + Math.log(3), -600, -600)]);
    expect(gap(calibrated.beliefs[0]!, [0.25, 0.75, 0, 0])).toBeLessThan(1e-13);
  });
  it("two nodes that disagree by e^2000 on what they share still agree afterwards", () => {
    const cliques: Clique[] = [
      [0, 1],
      [1, 2],
    ];
    const tree = junctionTree(cliques, [2, 2, 2]);
    const potentials = emptyTables(tree);
    potentials[homeOf(tree, [0, 1])]!.set([-1000, 1000, -1000, 1000]);
    potentials[homeOf(tree, [1, 2])]!.set([1000, 1000 + Math.log(3), -1000, -1000 + Math.log(7)]);
    const { beliefs } = calibrate(tree, potentials);
    expect(gap(beliefs[homeOf(tree, [0, 1])]!, [1 / 6, 1 / 3, 1 / 6, 1 / 3])).toBeLessThan(1e-12);
    expect(gap(beliefs[homeOf(tree, [1, 2])]!, [1 / 12, 3 / 12, 1 / 12, 7 / 12])).toBeLessThan(1e-12);
  });
  it("says −Infinity where no cell is left", () => {
    const tree = junctionTree([[0, 1]], [2, 2]);
    const nothing = new Float64Array(4).fill(Number.NEGATIVE_INFINITY);
    expect(calibrate(tree, [nothing]).logTotal).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe("the limit on cells", () => {
  const sizes = [4, 4, 4, 4, 4];
  it("counts all tables of the tree", () => {
    expect(
      treeCells(
        [
          [0, 1],
          [1, 2],
        ],
        sizes,
      ),
    ).toBe(16 + 16 + 4 + 4);
    expect(
      treeCells(
        [
          [0, 1],
          [1, 2],
          [0, 2],
        ],
        sizes,
      ),
    ).toBe(64 + 4 + 4);
  });
  it("lets through only pairs whose tree stays within it, and those that cost nothing", () => {
    const tree = junctionTree(
      [
        [0, 1],
        [1, 2],
      ],
      sizes,
    );
    // 0–2 closes a triangle of 64 cells; a new leaf costs 16 − 4.
    expect(pairsWithin(tree, 60)).toEqual(everyPair(5).filter(([a, b]) => !(a === 0 && b === 2)));
    expect(pairsWithin(tree, 10)).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(pairsWithin(tree, 72)).toHaveLength(10);
  });
});
