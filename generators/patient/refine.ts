import type { Cohort } from "../../schemas/cohort.ts";
import type { Digest } from "../../schemas/digest.ts";
import { categoryIndex, type Domain } from "../../schemas/domain.ts";
import type { Clique, CodedTable, MarginalQuery, NoisyMarginal } from "../../schemas/marginal.ts";
import { cellsOf } from "../../schemas/marginal.ts";
import type { Block, NoisySum } from "../../schemas/statistic.ts";
import { factorsOf, sizesOf } from "./factors.ts";
import { everyPair, singleTables } from "./graphical/candidates.ts";
import { type Beginning, modelOf } from "./graphical/fit.ts";
import { pooled } from "./graphical/pool.ts";
import { calibrate } from "./graphical/propagation.ts";
import { type RecordLaw, recordLaw } from "./law.ts";
import type { BackboneModel } from "./model.ts";

/**
 * Typical log potential of a pair that the public tree does not join, nats: odds ratios of about two. Set by hand before any
 * cohort was fitted.
 */
const SCALE = 0.7;

/** What the choice of further tables begins with: the backbone of the first release, and its single attributes as they stand. */
export const beginningOf = (backbone: BackboneModel): Beginning => {
  const { domain, size, support } = backbone;
  const law = recordLaw(backbone);
  const people = Math.max(1, size?.count ?? 1);
  const singles = singleTables({ tree: law.tree, calibrated: calibrate(law.tree, law.potentials) });
  return {
    sizes: sizesOf(domain),
    base: factorsOf(backbone),
    scale: SCALE,
    measured: singles.map((shares, variable) => ({
      clique: [variable],
      counts: shares.map(share => share * people),
      // Without a release of its own an attribute stands where the prior put it, as weakly as can be.
      sigma: Math.max(Number.MIN_VALUE, support[domain[variable]!.name]?.noise[0] ?? people),
    })),
  };
};

/** The backbone's law, tilted to the further tables: what people are drawn from. */
export const refinedLaw = (backbone: BackboneModel, tables: readonly NoisyMarginal[]): RecordLaw => {
  // A cohort that does not stand out of its noise leaves the prior as it is.
  if (tables.length === 0 || Object.keys(backbone.support).length === 0) return recordLaw(backbone);
  const beginning = beginningOf(backbone);
  const { tree, nodes, calibrated } = modelOf({
    ...beginning,
    measured: pooled([...beginning.measured, ...tables]),
  });
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
