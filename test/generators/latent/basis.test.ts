import { describe, expect, it } from "vitest";
import { basesByError } from "../../../generators/latent/basis.ts";
import { meansBlock } from "../../../generators/latent/blocks.ts";
import { cosineDirections } from "../../../generators/latent/cosine-directions.ts";
import { EXPECTED } from "../../../generators/latent/expected.ts";
import { strataOf } from "../../../generators/latent/model.ts";
import { latentSpace } from "../../../generators/latent/space.ts";
import type { SignalPrior } from "../../../generators/modality.ts";
import { InvalidRequest } from "../../../src/errors.ts";
import { type Rng, rng } from "../../../src/math/rng.ts";
import { summed, toySpace } from "./toy.ts";

const SIDE = 12;
const SIZE = SIDE * SIDE;

/** Pictures of one stratum: independent normal coefficients along given directions. */
const pictures = (directions: readonly Float64Array[]): SignalPrior<string, Float64Array, Float64Array> => ({
  name: "image",
  version: "toy/1",
  dimension: SIZE,
  fields: { count: 1, shape: [SIDE, SIDE] },
  strata: ["all"],
  stratum: () => "all",
  order: () => "all",
  simulate: (_, random) => {
    const vector = mixed(directions, random);
    return { vector, scene: vector };
  },
  render: scene => scene,
  view: raw => ({ vector: raw, stratum: "all" }),
});
const nothing = {
  names: [],
  fromOrder: () => new Float64Array(0),
  fromAssignment: () => new Float64Array(0),
};

const mixed = (directions: readonly Float64Array[], random: Rng, size = 1): Float64Array => {
  const out = new Float64Array(SIZE);
  for (const direction of directions) {
    const z = size * random.normal();
    for (let i = 0; i < SIZE; i++) out[i] = out[i]! + z * direction[i]!;
  }
  return out;
};

/** The 49 lowest frequencies, all alike: many directions that all are cosines. */
const SMOOTH = Array.from({ length: 49 }, (_, n) => {
  const [row, column] = [Math.floor(n / 7), n % 7];
  return Float64Array.from(
    { length: SIZE },
    (_, i) =>
      Math.cos((Math.PI * (Math.floor(i / SIDE) + 0.5) * row) / SIDE) *
      Math.cos((Math.PI * ((i % SIDE) + 0.5) * column) / SIDE),
  );
});
/** Six pictures of noise: few directions, none of them smooth. */
const ROUGH = Array.from({ length: 6 }, (_, f) => {
  const random = rng(`rough ${f}`);
  return Float64Array.from({ length: SIZE }, () => random.normal());
});

const OPTIONS = { rank: 12, phantoms: 16, publicSeed: "toy" };
const NOISES = [
  { size: 100, means: 9 },
  { size: 3000, means: 9, moments: 7 },
  { size: 100_000, means: 5, moments: 4 },
];

describe("the choice of a basis from public numbers", () => {
  it("takes principal directions where few directions vary, cosines where many smooth ones do and draws are few", () => {
    for (const noise of NOISES) {
      expect(basesByError(pictures(ROUGH), nothing, OPTIONS, noise)[0]!.projection).toBe("public-basis");
      expect(basesByError(pictures(SMOOTH), nothing, OPTIONS, noise)[0]!.projection).toBe("cosine");
    }
  });
  it("sorts all bases by error, random directions last", () => {
    const found = basesByError(pictures(SMOOTH), nothing, OPTIONS, NOISES[1]!);
    expect(found.map(({ error }) => error)).toEqual(found.map(({ error }) => error).sort((a, b) => a - b));
    expect(found.at(-1)!.projection).toBe("jl");
    expect(found).toHaveLength(3);
  });
  it("orders bases as cohorts that deviate from the prior as expected are missed (40 cohorts a basis)", () => {
    for (const [directions, size] of [
      [ROUGH, 300],
      [SMOOTH, 300],
      [SMOOTH, 10_000],
    ] as const) {
      const prior = pictures(directions);
      const bases = basesByError(prior, nothing, OPTIONS, { size, means: 9 });
      const missed = bases.map(({ projection, rank }) => {
        const space = latentSpace(prior, nothing, { ...OPTIONS, projection, rank });
        const block = meansBlock(space, nothing, 1);
        let total = 0;
        for (let cohort = 0; cohort < 40; cohort++) {
          const random = rng(`cohort ${cohort}`);
          const shift = mixed(directions, random, EXPECTED.pooled);
          // A mean of few draws stands for the cohort: the noise is scaled to the size that it stands for.
          const people = Array.from({ length: 20 }, () => ({
            attributes: {},
            image: { vector: shift, stratum: "all" },
          }));
          const released = summed(block, people, (9 * people.length) / size, random);
          const { offset } = strataOf(space, released).all!;
          const correction = space.correction(offset);
          total += shift.reduce((sum, value, i) => sum + (value - correction[i]!) ** 2, 0);
        }
        return { projection, missed: total };
      });
      const order = missed.toSorted((a, b) => a.missed - b.missed).map(({ projection }) => projection);
      expect(order).toEqual(bases.map(({ projection }) => projection));
    }
  });
});

describe("cosine directions", () => {
  it("are orthonormal, of falling mean square, and leave other coordinates as they are", () => {
    const random = rng("cosines");
    const rows = Array.from({ length: 50 }, () =>
      Float64Array.from({ length: 2 * 12 + 3 }, (_, i) => (i === 25 ? 9 : 1) * random.normal()),
    );
    const d = rows[0]!.length;
    const found = cosineDirections(rows, { count: 2, shape: [3, 4] }, d);
    const direction = (r: number) => found.subarray(r * d, (r + 1) * d);
    const inner = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    for (let r = 0; r < d; r++)
      for (let s = 0; s <= r; s++) expect(inner(direction(r), direction(s))).toBeCloseTo(r === s ? 1 : 0, 12);
    const squares = Array.from({ length: d }, (_, r) =>
      rows.reduce((sum, row) => sum + inner(direction(r), row) ** 2, 0),
    );
    for (let r = 1; r < d; r++) expect(squares[r]!).toBeLessThanOrEqual(squares[r - 1]! * (1 + 1e-12));
    expect([...direction(0)]).toEqual(Array.from({ length: d }, (_, i) => (i === 25 ? 1 : 0)));
  });
  it("are refused for a signal without smooth fields", () => {
    expect(() => toySpace({ projection: "cosine" })).toThrow(InvalidRequest);
  });
});
