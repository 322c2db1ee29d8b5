import { type Conditioning, latentSpace, type SpaceOptions } from "../../../generators/latent/space.ts";
import type { SignalPrior } from "../../../generators/modality.ts";
import type { Digest } from "../../../schemas/digest.ts";
import type { Block, NoisyBlock } from "../../../schemas/statistic.ts";
import type { Rng } from "../../../src/math/rng.ts";

/** A prior whose law is known: x = age·a + stratum shift + six hidden factors + small noise, in 30 dimensions. */
export interface ToyOrder {
  readonly stratum: string;
  readonly age: number;
}

export const D = 30;
const direction = (f: number) =>
  Float64Array.from({ length: D }, (_, i) => Math.sin((f + 1) * (i + 0.5) * 0.37) / Math.sqrt(f + 1));
const FACTORS = Array.from({ length: 6 }, (_, f) => direction(f));
const AGE = direction(8);

export const toyVector = (order: ToyOrder, rng: Rng, shift = 0, stretch = 1): Float64Array => {
  const z = FACTORS.map((_, f) => (f === 0 ? shift + stretch * rng.normal() : rng.normal()));
  return Float64Array.from(
    { length: D },
    (_, i) =>
      order.age * AGE[i]! +
      (order.stratum === "b" ? 0.5 : 0) +
      z.reduce((sum, value, f) => sum + value * FACTORS[f]![i]!, 0) +
      0.05 * rng.normal(),
  );
};

export const toyPrior: SignalPrior<ToyOrder, Float64Array, Float64Array> = {
  name: "ecg",
  version: "toy/1",
  dimension: D,
  strata: ["a", "b"],
  stratum: order => order.stratum,
  order: (stratum, rng) => ({ stratum, age: rng.normal() }),
  simulate: (order, rng) => {
    const vector = toyVector(order, rng);
    return { vector, scene: vector };
  },
  render: (scene, correction) => scene.map((value, i) => value + correction[i]!),
  view: raw => ({ vector: raw, stratum: "a" }),
};

export const toyConditioning: Conditioning<ToyOrder> = {
  names: ["age"],
  fromOrder: order => Float64Array.of(order.age),
  fromAssignment: assignment => Float64Array.of(Number(assignment.age)),
};

export const toySpace = (options: Partial<SpaceOptions> = {}) =>
  latentSpace(toyPrior, toyConditioning, {
    projection: "public-basis",
    rank: 8,
    phantoms: 300,
    publicSeed: "toy",
    ...options,
  });

export const toyPatients = (n: number, rng: Rng, shift: number, stretch: number): readonly Digest[] =>
  Array.from({ length: n }, (_, i) => {
    const order = { stratum: i % 3 === 0 ? "b" : "a", age: rng.normal() };
    return {
      attributes: { age: String(order.age) },
      ecg: { vector: toyVector(order, rng, shift, stretch), stratum: order.stratum },
    };
  });

/** The bounded sum with Gaussian noise of standard deviation `noise` (block units), outside the ledger: test only. */
export const summed = (
  block: Block<Digest>,
  patients: readonly Digest[],
  noise: number,
  rng: Rng,
): NoisyBlock => {
  const values = new Float64Array(block.size);
  for (const patient of patients) {
    const out = new Float64Array(block.size);
    block.contribute(patient, out);
    for (let i = 0; i < out.length; i++) values[i] = values[i]! + out[i]!;
  }
  return {
    name: block.name,
    size: block.size,
    weight: block.weight,
    values: values.map(value => value + noise * rng.normal()),
    noise,
  };
};
