import { type Assignment, type Attribute, categoryIndex, type Domain } from "../../schemas/domain.ts";
import type { Estimate, Finding } from "../../schemas/report.ts";
import { ksDistance, totalVariation } from "../../src/math/stats.ts";
import { open, type Private } from "../private.ts";

/** Named measurements of one patient; what could not be measured is absent. */
export type Features = Readonly<Record<string, number | undefined>>;

/** A measured likeness of real and synthetic data: information for the owner, no verdict, never public. */
export const likeness = (group: string, metric: string, meaning: string, estimate: Estimate): Finding => ({
  metric,
  meaning,
  group,
  estimate,
  verdict: "INFORMATION",
  audience: "internal",
});

/**
 * How far the synthetic shares of categories are from the real ones: one finding an attribute, one for all pairs.
 *
 * Reads sealed data outside the ledger: internal, and never fed back into generation.
 * @returns  total variation distances in [0, 1]; 0 is alike, 0.1 means that one record in ten would have to change
 */
export const attributeFidelity = (
  domain: Domain,
  real: Private<readonly Assignment[]>,
  synthetic: readonly Assignment[],
): readonly Finding[] => {
  const people = open(real);
  const table = (attributes: readonly Attribute[]) => ({
    a: counts(attributes, people),
    b: counts(attributes, synthetic),
  });
  const each = domain.map(attribute =>
    likeness(
      attribute.name,
      "difference of shares",
      "Total variation between real and synthetic shares: the part of records that would have to change",
      totalVariation([table([attribute])]),
    ),
  );
  const pairs = domain.flatMap((a, i) => domain.slice(i + 1).map(b => table([a, b])));
  if (pairs.length === 0) return each;
  const meaning = `Mean total variation over ${pairs.length} pairs of attributes: how well attributes go together`;
  return [
    ...each,
    likeness("all pairs of attributes", "difference of pairs", meaning, totalVariation(pairs)),
  ];
};

/** Records in every cell of a table, last attribute fastest. */
const counts = (attributes: readonly Attribute[], records: readonly Assignment[]): readonly number[] => {
  const out: number[] = Array(attributes.reduce((size, { categories }) => size * categories.length, 1)).fill(
    0,
  );
  for (const record of records) {
    const at = attributes.reduce(
      (index, a) => index * a.categories.length + categoryIndex(a, record[a.name]),
      0,
    );
    out[at] = out[at]! + 1;
  }
  return out;
};

/**
 * How far the synthetic law of each measurement is from the real one (Kolmogorov–Smirnov), and how often it is
 * missing. A measurement nobody has on one side says so by its interval, which is then all of [0, 1].
 */
export const featureFidelity = (
  group: string,
  real: Private<readonly Features[]>,
  synthetic: readonly Features[],
): readonly Finding[] => {
  const people = open(real);
  const names = [...new Set(synthetic.flatMap(features => Object.keys(features)))].sort();
  return names.map(name =>
    likeness(
      `${group}: ${name}`,
      "difference of laws",
      "Kolmogorov–Smirnov distance: the largest gap between the shares of real and synthetic patients below any value",
      ksDistance(known(people, name), known(synthetic, name)),
    ),
  );
};

const known = (people: readonly Features[], name: string): readonly number[] =>
  people
    .map(features => features[name])
    .filter(value => value !== undefined && Number.isFinite(value)) as number[];
