import type { Assignment, Domain } from "../../schemas/domain.ts";
import type { Rng } from "../../src/math/rng.ts";
import { settle } from "./draw/settle.ts";
import { factorsOf, sizesOf } from "./factors.ts";
import { placed } from "./graphical/estimate.ts";
import { indexMap } from "./graphical/index-map.ts";
import { type JunctionTree, junctionTree } from "./graphical/junction-tree.ts";
import { type Calibrated, calibrate } from "./graphical/propagation.ts";
import type { BackboneModel } from "./model.ts";

/** A backbone made ready to be asked: its factors over a junction tree. */
export interface RecordLaw {
  readonly domain: Domain;
  readonly tree: JunctionTree;
  /** Log potentials of the tree's nodes. */
  readonly potentials: readonly Float64Array[];
  readonly logTotal: number;
}

/**
 * What people are asked to be: for an attribute, a weight in [0, 1] of each of its categories. 0 excludes a category; an
 * attribute that is not named is free.
 */
export type Evidence = ReadonlyMap<string, readonly number[]>;

/** People of the law who fit the evidence, drawn as they are: nobody is drawn and thrown away. */
export interface Sampler {
  /** Share of the law's people who fit, weights included, 0 to 1. */
  readonly share: number;
  /** @throws RangeError if nobody fits */
  draw(rng: Rng): Assignment;
}

export const recordLaw = (model: BackboneModel): RecordLaw => {
  const factors = factorsOf(model);
  const sizes = sizesOf(model.domain);
  const tree = junctionTree(
    factors.map(({ clique }) => clique),
    sizes,
  );
  const potentials = placed(tree, factors);
  return { domain: model.domain, tree, potentials, logTotal: calibrate(tree, potentials).logTotal };
};

const NOTHING: Evidence = new Map();

/**
 * The law given the evidence, exactly: one pass of belief propagation, then every person is drawn ancestrally from the
 * conditional law.
 *
 * @param years  whole years that an age may be, where the evidence cuts an age category
 * @source  Koller & Friedman 2009, 10.3.2 (evidence), 12.1 (forward sampling of a calibrated tree)
 */
export const sampler = (
  law: RecordLaw,
  evidence: Evidence = NOTHING,
  years?: ReadonlySet<number>,
): Sampler => {
  const { domain, tree } = law;
  const asked = [...evidence].map(([name, weights]) => ({
    clique: [domain.findIndex(attribute => attribute.name === name)],
    log: Float64Array.from(weights, Math.log),
  }));
  const potentials = placed(tree, asked).map((potential, n) =>
    potential.map((log, cell) => log + law.potentials[n]![cell]!),
  );
  const calibrated = calibrate(tree, potentials);
  // A share alone needs no tables to draw from.
  let pick: ReturnType<typeof picker> | undefined;
  const keep = new Set(evidence.keys());
  const share = Math.min(1, Math.exp(calibrated.logTotal - law.logTotal));
  return {
    share,
    draw: random => {
      if (!(share > 0)) throw new RangeError("nobody of the law fits the evidence");
      pick ??= picker(tree, calibrated);
      const codes = pick(random);
      return settle(
        Object.fromEntries(domain.map(({ name, categories }, i) => [name, categories[codes[i]!]!])),
        { keep, ...(years === undefined ? {} : { years }) },
      );
    },
  };
};

/** Draws the categories of all attributes, node by node, each given what it shares with its parent. */
const picker = (tree: JunctionTree, { beliefs }: Calibrated): ((rng: Rng) => Int32Array) => {
  const { sizes } = tree;
  const nodes = tree.nodes.map((node, n) => {
    const members: number[][] = Array.from({ length: node.separatorCells }, () => []);
    for (const [cell, below] of node.down.entries()) if (beliefs[n]![cell]! > 0) members[below]!.push(cell);
    return {
      members,
      weights: members.map(cells => cells.map(cell => beliefs[n]![cell]!)),
      separator: node.separator,
      fresh: node.clique
        .filter(variable => !node.separator.includes(variable))
        .map(variable => ({ variable, codes: indexMap(node.clique, [variable], sizes) })),
    };
  });
  return random => {
    const codes = new Int32Array(sizes.length);
    for (const { members, weights, separator, fresh } of nodes) {
      const given = separator.reduce((cell, variable) => cell * sizes[variable]! + codes[variable]!, 0);
      const cell = members[given]![random.weighted(weights[given]!)]!;
      for (const { variable, codes: of } of fresh) codes[variable] = of[cell]!;
    }
    return codes;
  };
};
