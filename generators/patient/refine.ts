import type { Cohort } from "../../schemas/cohort.ts";
import type { Digest } from "../../schemas/digest.ts";
import { categoryIndex, type Domain } from "../../schemas/domain.ts";
import type { Clique, CodedTable, MarginalQuery, NoisyMarginal } from "../../schemas/marginal.ts";
import { cellsOf } from "../../schemas/marginal.ts";
import type { Block, NoisySum } from "../../schemas/statistic.ts";
import { factorsOf, sizesOf } from "./factors.ts";
import { everyPair, pairTables } from "./graphical/candidates.ts";
import { type Beginning, modelOf } from "./graphical/fit.ts";
import { pooled } from "./graphical/pool.ts";
import { calibrate } from "./graphical/propagation.ts";
import { type RecordLaw, recordLaw } from "./law.ts";
import type { BackboneModel } from "./model.ts";
import { AGE } from "./tree.ts";

/**
 * Typical log potential of a pair that the public tree does not join, nats: odds ratios of about two. Set by hand before any
 * cohort was fitted.
 */
const SCALE = 0.7;

/** What the choice of further tables begins with: the backbone of the first release as the base law. */
export const beginningOf = (backbone: BackboneModel): Beginning => ({
  sizes: sizesOf(backbone.domain),
  base: factorsOf(backbone),
  scale: SCALE,
  measured: [],
  total: peopleOf(backbone),
  evidence: anchoredOn(backbone),
});

const peopleOf = ({ size }: BackboneModel): number => Math.max(1, size?.count ?? 1);

/**
 * Further tables as the model takes them: what a pair adds to its two attributes. The first release knows these and how they
 * go with age better than one table does, so every table is moved to the backbone's own margins and comes with the
 * backbone's tables of age by its attributes, which hold them where they were. Tables of single attributes then say
 * nothing and are left out.
 */
const anchoredOn = (backbone: BackboneModel): NonNullable<Beginning["evidence"]> => {
  const { domain, support } = backbone;
  const law = recordLaw(backbone);
  const model = { tree: law.tree, calibrated: calibrate(law.tree, law.potentials) };
  const people = peopleOf(backbone);
  const age = domain.findIndex(({ name }) => name === AGE);
  const expectedIn = (clique: Clique) => pairTables(model, [clique])[0]!.map(share => people * share);
  const anchorOf = (variable: number): NoisyMarginal => {
    const clique = [age, variable].sort((a, b) => a - b);
    const noise = support[domain[variable]!.name]?.noise[0] ?? people;
    return { clique, counts: expectedIn(clique), sigma: noise / Math.sqrt(domain[age]!.categories.length) };
  };
  return tables => {
    const pairs = tables.filter(({ clique }) => clique.length === 2);
    // Where the table of age by an attribute was measured itself, that holds it.
    const held = new Set([age, ...pairs.flatMap(({ clique }) => (clique.includes(age) ? clique : []))]);
    return pairs.flatMap(({ clique, counts, sigma }) => {
      const columns = law.tree.sizes[clique[1]!]!;
      const fresh = clique.filter(variable => !held.has(variable));
      for (const variable of fresh) held.add(variable);
      return [
        { clique, sigma, counts: withMargins(counts, expectedIn(clique), columns) },
        ...fresh.map(anchorOf),
      ];
    });
  };
};

const SWEEPS = 50;

/** Counts moved to the margins of what is expected, by turns of rows and columns, each cell in proportion to what is expected in it. */
const withMargins = (counts: Float64Array, expected: Float64Array, columns: number): Float64Array => {
  const out = counts.map((count, cell) => (expected[cell]! > 0 ? count : 0));
  const rowOf = (cell: number) => Math.floor(cell / columns);
  const columnOf = (cell: number) => cell % columns;
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    for (const lineOf of [rowOf, columnOf]) {
      const off = new Float64Array(out.length);
      const mass = new Float64Array(out.length);
      for (const [cell, value] of expected.entries()) {
        const line = lineOf(cell);
        off[line] = off[line]! + value - out[cell]!;
        mass[line] = mass[line]! + value;
      }
      for (const [cell, value] of expected.entries())
        if (value > 0) out[cell] = out[cell]! + (value * off[lineOf(cell)]!) / mass[lineOf(cell)]!;
    }
  return out;
};

/** The backbone's law, tilted to the further tables: what people are drawn from. */
export const refinedLaw = (backbone: BackboneModel, tables: readonly NoisyMarginal[]): RecordLaw => {
  // A cohort that does not stand out of its noise leaves the prior as it is.
  if (tables.length === 0 || Object.keys(backbone.support).length === 0) return recordLaw(backbone);
  const { tree, nodes, calibrated } = modelOf({ ...beginningOf(backbone), measured: pooled(tables) });
  return { domain: backbone.domain, tree, potentials: nodes, logTotal: calibrated.logTotal };
};

/** People as category numbers of their attributes, for the choice of tables. Never throws because of a value. */
export const codedOf = (cohort: Cohort<Digest>, domain: Domain): CodedTable => {
  const columns = domain.map(() => new Uint16Array(cohort.size));
  let person = 0;
  for (const { attributes } of cohort.values()) {
    for (const [j, attribute] of domain.entries())
      columns[j]![person] = categoryIndex(attribute, attributes[attribute.name]);
    person++;
  }
  return { sizes: sizesOf(domain), columns };
};

/** A table as a block of a bounded sum: a patient adds the weight to one cell. */
export const tableBlock = (domain: Domain, { clique, weight }: MarginalQuery): Block<Digest> => {
  const sizes = sizesOf(domain);
  return {
    name: nameOf(domain, clique),
    size: cellsOf(clique, sizes),
    weight,
    contribute: ({ attributes }, out) => {
      const cell = clique.reduce(
        (at, variable) =>
          at * sizes[variable]! + categoryIndex(domain[variable]!, attributes[domain[variable]!.name]),
        0,
      );
      out[cell] = 1;
    },
  };
};

const nameOf = (domain: Domain, clique: Clique): string =>
  clique.map(variable => domain[variable]!.name).join(" × ");

/** Released tables, in the patients of one cell. */
export const tablesOf = (domain: Domain, sums: readonly NoisySum[]): readonly NoisyMarginal[] => {
  const cliques = new Map(
    [...domain.map((_, variable) => [variable]), ...everyPair(domain.length)].map(clique => [
      nameOf(domain, clique),
      clique,
    ]),
  );
  return sums.flatMap(({ blocks }) =>
    blocks.flatMap(({ name, values, noise }) => {
      const clique = cliques.get(name);
      return clique === undefined ? [] : [{ clique, counts: values, sigma: noise }];
    }),
  );
};
