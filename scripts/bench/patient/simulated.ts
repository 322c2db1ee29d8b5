import type { CodedTable } from "../../../schemas/marginal.ts";
import { type Rng, rng } from "../../../src/math/rng.ts";
import { sizeOf, type TableColumn, type TableDomain } from "../../../src/table/domain.ts";
import type { Split } from "./split.ts";

/**
 * Made-up tables on which the record model's constants are settled: nobody is in them, so that the real tables of the
 * bench stay unseen. Half are latent classes, half Gaussian copulas of two factors; half the columns are ordered, the
 * last is an outcome of two categories. The held-back people are as many as 2,000, so that the AUC is that of the law.
 */
export const simulatedSplits = (people: number, tables: number): readonly Split[] =>
  Array.from({ length: tables }, (_, i) => {
    const random = rng(`simulated/${people}/${i}`);
    const attributes = [8, 11, 14, 18][Math.floor(i / 2) % 4]!;
    const domain = domainOf(attributes, random.child("domain"));
    const law = (i % 2 === 0 ? latentClasses : copula)(domain, random.child("law"));
    const draw = (count: number, label: string): CodedTable => {
      const stream = random.child(label);
      const columns = domain.map(() => new Uint16Array(count));
      for (let person = 0; person < count; person++) {
        const codes = law(stream);
        for (const [j, column] of columns.entries()) column[person] = codes[j]!;
      }
      return { sizes: domain.map(sizeOf), columns };
    };
    return {
      name: `${i % 2 === 0 ? "classes" : "copula"}-${people}-${i}`,
      domain,
      train: draw(people, "train"),
      test: draw(2000, "test"),
      target: { variable: attributes - 1, positive: 1 },
    };
  });

/** Categories of a person, one a column. */
type Law = (random: Rng) => readonly number[];

const domainOf = (attributes: number, random: Rng): TableDomain =>
  Array.from({ length: attributes }, (_, j): TableColumn => {
    const name = `c${j}`;
    const count = j === attributes - 1 ? 2 : random.pick([2, 2, 3, 4, 5, 6, 8]);
    if (j % 2 === 1 || count === 2)
      return { name, kind: "category", categories: Array.from({ length: count }, (_, k) => String(k)) };
    return {
      name,
      kind: "number",
      edges: Array.from({ length: count + 1 }, (_, k) => k),
      outside: "refuse",
    };
  });

/** At most one in ten is missing, in half of the columns. */
const missingOf = (domain: TableDomain, random: Rng): readonly number[] =>
  domain.map((_, j) => (j < domain.length - 1 && random.chance(0.5) ? 0.1 * random.uniform() : 0));

const withMissing = (
  domain: TableDomain,
  missing: readonly number[],
  random: Rng,
  codes: readonly number[],
) => codes.map((code, j) => (random.chance(missing[j]!) ? sizeOf(domain[j]!) - 1 : code));

const latentClasses = (domain: TableDomain, random: Rng): Law => {
  const weights = [0.5, 0.3, 0.2];
  const missing = missingOf(domain, random);
  const shares = domain.map(column =>
    weights.map(() => {
      const count = sizeOf(column) - 1;
      if (column.kind === "category") return Array.from({ length: count }, () => -Math.log(random.uniform()));
      const centre = count * random.uniform();
      return Array.from({ length: count }, (_, k) => Math.exp(-((k + 0.5 - centre) ** 2) / (count / 2)));
    }),
  );
  return stream => {
    const group = stream.weighted(weights);
    return withMissing(
      domain,
      missing,
      stream,
      shares.map(column => stream.weighted(column[group]!)),
    );
  };
};

const copula = (domain: TableDomain, random: Rng): Law => {
  const missing = missingOf(domain, random);
  const columns = domain.map(column => {
    const loadings = [random.normal(), random.normal() / 2];
    const own = 0.5 + random.uniform();
    const scale = Math.hypot(...loadings, own);
    const count = sizeOf(column) - 1;
    const cuts = Array.from({ length: count - 1 }, () => random.normal()).sort((a, b) => a - b);
    // Unordered: the ranks get their names in any order.
    const names = Array.from({ length: count }, (_, k) => ({ k, at: random.uniform() }));
    const order = column.kind === "number" ? names : names.sort((a, b) => a.at - b.at);
    return { loadings, own, scale, cuts, codes: order.map(({ k }) => k) };
  });
  return stream => {
    const factors = [stream.normal(), stream.normal()];
    const codes = columns.map(({ loadings, own, scale, cuts, codes }) => {
      const value = (loadings[0]! * factors[0]! + loadings[1]! * factors[1]! + own * stream.normal()) / scale;
      return codes[cuts.filter(cut => value > cut).length]!;
    });
    return withMissing(domain, missing, stream, codes);
  };
};
