import { builtInDomain } from "../../../generators/patient/domain.ts";
import { recordLaw, type Sampler, sampler } from "../../../generators/patient/law.ts";
import { marginalBlock } from "../../../generators/patient/marginals.ts";
import { type BackboneModel, priorBackbone } from "../../../generators/patient/model.ts";
import type { Assignment, Domain } from "../../../schemas/domain.ts";
import type { NoisyBlock } from "../../../schemas/statistic.ts";
import { rng } from "../../../src/math/rng.ts";

export const FULL = builtInDomain(["fhir", "ecg", "image", "note"]);

/**
 * A cohort unlike the prior: every row of every table of the prior is mixed with a random row on the same cells (what
 * the rules exclude stays excluded).
 */
export const otherModel = (domain: Domain, seed: string, mixing = 0.5): BackboneModel => {
  const prior = priorBackbone(domain);
  const random = rng(seed);
  const sizes = new Map(
    Object.entries(prior.tables).map(([name, table]) => [name, rowLength(domain, name, table.length)]),
  );
  const tables = Object.entries(prior.tables).map(([name, table]) => {
    const columns = sizes.get(name)!;
    const tilt = Array.from({ length: columns }, () => Math.exp(2 * random.normal()));
    const mixed = table.map((p, i) =>
      p > 0 && p < 1 ? (1 - mixing) * p + mixing * Math.sqrt(p) * tilt[i % columns]! * random.uniform() : p,
    );
    for (let from = 0; from < mixed.length; from += columns) {
      const total = mixed.slice(from, from + columns).reduce((a, b) => a + b, 0);
      for (let i = from; i < from + columns; i++) mixed[i] = mixed[i]! / total;
    }
    return [name, mixed] as const;
  });
  return { ...prior, tables: Object.fromEntries(tables) };
};

const rowLength = (domain: Domain, name: string, total: number): number =>
  name === "presence"
    ? 2 ** domain.filter(each => each.name.startsWith("has/")).length
    : (domain.find(each => each.name === name)?.categories.length ?? total);

export const drawMany = (model: BackboneModel, count: number, seed: string): readonly Assignment[] =>
  Array.from({ length: count }, (_, i) => samplerOf(model).draw(rng(`${seed}/${i}`)));

const samplers = new WeakMap<BackboneModel, Sampler>();

/** The sampler of a whole law, made once a model. */
export const samplerOf = (model: BackboneModel): Sampler => {
  const known = samplers.get(model) ?? sampler(recordLaw(model));
  samplers.set(model, known);
  return known;
};

/** The sum over people of their contributions, with Gaussian test noise. */
export const release = (
  domain: Domain,
  people: readonly Assignment[],
  noise: number,
  seed = "noise",
): NoisyBlock => {
  const block = marginalBlock(domain, 1);
  const values = new Float64Array(block.size);
  for (const attributes of people) block.contribute({ attributes }, values);
  const random = rng(seed);
  return {
    name: block.name,
    size: block.size,
    weight: 1,
    noise,
    values: values.map(value => value + noise * random.normal()),
  };
};
