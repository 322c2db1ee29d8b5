import { describe, expect, it } from "vitest";
import { meansBlock, momentsBlock, traitsBlock } from "../../../generators/latent/blocks.ts";
import { drawSignal } from "../../../generators/latent/draw.ts";
import { type Groups, signalModel, strataOf, traitsOf } from "../../../generators/latent/model.ts";
import { movesOf } from "../../../generators/latent/moves.ts";
import type { Conditioning, Traits } from "../../../generators/latent/space.ts";
import type { Digest } from "../../../schemas/digest.ts";
import { rng } from "../../../src/math/rng.ts";
import { D, summed, type ToyOrder, toyConditioning, toyPrior, toySpace, toyVector } from "./toy.ts";

/** Trait by age: the prior does not know that the old differ by more than their age. */
const traits: Traits<ToyOrder> = {
  names: ["young", "old", "ancient"],
  fromOrder: ({ age }) => traitAt(age),
  fromAssignment: ({ age }) => traitAt(Number(age)),
};
const traitAt = (age: number) => (age < 0.5 ? "young" : age < 8 ? "old" : "ancient");
const conditioning: Conditioning<ToyOrder> & { readonly traits: Traits<ToyOrder> } = {
  ...toyConditioning,
  traits,
};
const space = toySpace({ phantoms: 3000 });

/** Patients of whom the old lie two prior deviations further along one direction. */
const patients = (n: number, seed: string): readonly Digest[] => {
  const random = rng(seed);
  return Array.from({ length: n }, (_, i) => {
    const order = { stratum: i % 3 === 0 ? "b" : "a", age: random.normal() };
    return {
      attributes: { age: String(order.age) },
      ecg: { vector: toyVector(order, random, order.age < 0.5 ? 0 : 2), stratum: order.stratum },
    };
  });
};

const groupsOf = (cohort: readonly Digest[], noise: number, seed: string): Groups => {
  const strata = strataOf(space, summed(meansBlock(space, conditioning, 1), cohort, noise, rng(`${seed}1`)));
  const offsets = offsetsIn(strata);
  const block = summed(traitsBlock(space, conditioning, 1, offsets), cohort, noise, rng(`${seed}2`));
  return { strata, traits: traitsOf(space, traits.names, block) };
};
const offsetsIn = (strata: Groups["strata"]) =>
  Object.fromEntries(Object.entries(strata).map(([name, { offset }]) => [name, offset]));

const drawn = (groups: Groups, age: number, n: number) => {
  const model = signalModel(space, groups, undefined);
  const source = { prior: toyPrior, conditioning, model, moves: movesOf(space, model) };
  const random = rng(`drawn ${age}`);
  const rows = Array.from({ length: n }, (_, i) => {
    const order = { stratum: "a", age };
    const { record } = drawSignal(source, order, random.child(String(i)));
    return space.residual(record, "a", conditioning.fromOrder(order));
  });
  return Float64Array.from({ length: space.k }, (_, i) => rows.reduce((sum, w) => sum + w[i]! / n, 0));
};

describe("traits", () => {
  it("without noise, people of a trait are drawn with its mean, others without (n = 1500, 0.15 a coordinate)", () => {
    const cohort = patients(6000, "cohort");
    const groups = groupsOf(cohort, 1e-9, "clean");
    for (const age of [0, 1]) {
      const mean = drawn(groups, age, 1500);
      const people = cohort.filter(({ attributes }) => traitAt(Number(attributes.age)) === traitAt(age));
      for (let i = 0; i < 6; i++) {
        const want =
          people.reduce(
            (sum, { attributes, ecg }) =>
              sum + space.residual(ecg!.vector, ecg!.stratum, conditioning.fromAssignment(attributes))[i]!,
            0,
          ) / people.length;
        expect(Math.abs(mean[i]! - want)).toBeLessThan(0.15);
      }
    }
  });
  it("a trait of 3 patients is not told from noise and moves nobody (40 noise draws, at most 2 fail)", () => {
    const few = patients(600, "few").map((patient, i) =>
      i < 3 ? { ...patient, attributes: { age: "9" } } : patient,
    );
    const moved = Array.from(
      { length: 40 },
      (_, i) => groupsOf(few, 8, `few ${i}`).traits.ancient!.provenance === "measured",
    );
    expect(moved.filter(Boolean).length).toBeLessThanOrEqual(2);
  });
  it("one patient writes a vector of norm at most 1, whatever the record holds", () => {
    const zero = Object.fromEntries(space.strata.map(name => [name, new Float64Array(space.k)]));
    const block = traitsBlock(space, conditioning, 1, zero);
    const random = rng("norm");
    for (const size of [1e-3, 1, 1e3, 1e300, Number.NaN, Number.POSITIVE_INFINITY]) {
      const out = new Float64Array(block.size);
      const vector = Float64Array.from({ length: D }, () => size * random.normal());
      block.contribute({ attributes: { age: "1" }, ecg: { vector, stratum: "a" } }, out);
      expect(Math.hypot(...out)).toBeLessThanOrEqual(1 + 1e-12);
    }
  });
  it("what they account for is no spread: the covariance is that within them (0.2 of variances)", () => {
    const cohort = patients(6000, "cohort");
    const groups = groupsOf(cohort, 1e-9, "clean");
    const moments = summed(
      momentsBlock(space, conditioning, { weight: 1, rank: space.k }, offsetsIn(groups.strata)),
      cohort,
      1e-9,
      rng("moments"),
    );
    const total = ({ covariance }: ReturnType<typeof signalModel>) =>
      covariance.values.reduce((sum, value) => sum + value, 0);
    const within = total(signalModel(space, groups, moments));
    const around = total(signalModel(space, { ...groups, traits: {} }, moments));
    const between = Object.values(groups.traits).reduce(
      (sum, { noisyCount, offset }) => sum + (noisyCount / 6000) * Math.hypot(...offset) ** 2,
      0,
    );
    expect(around - within).toBeGreaterThan(0.6 * between);
    expect(around - within).toBeLessThan(1.2 * between);
  });
});

describe("the covariance of a release", () => {
  it("of noise alone is the prior's: no direction stands out (20 noise draws, at most 1 fails)", () => {
    const cohort = patients(600, "noise").map(patient => ({ ...patient, attributes: { age: "0" } }));
    const unlike = Array.from({ length: 20 }, (_, s) => {
      const groups = groupsOf(cohort, 8, `noise ${s}`);
      const moments = summed(
        momentsBlock(space, conditioning, { weight: 1, rank: space.k }, offsetsIn(groups.strata)),
        cohort,
        40,
        rng(`noise moments ${s}`),
      );
      const { values } = signalModel(space, groups, moments).covariance;
      return Array.from(values).some(value => Math.abs(value - 1) > 1e-9);
    });
    expect(unlike.filter(Boolean).length).toBeLessThanOrEqual(1);
  });
});
