import type { Audited } from "../../../privacy/attacks/audit.ts";
import { seal } from "../../../privacy/private.ts";
import type { Assignment } from "../../../schemas/domain.ts";
import { type Rng, rng } from "../../../src/math/rng.ts";

export interface World {
  readonly train: number;
  readonly holdout: number;
  readonly synthetic: number;
  /** Share of train records, the most isolated ones, that are copied into the synthetic data. */
  readonly copied: number;
  /** Standard deviation of the noise on a copied vector; 0 is verbatim. */
  readonly blur?: number;
}

const DIMENSION = 8;

/** A person: three groups, heavy tails (Student-like with 5 degrees), so that some stand apart. */
const vectorOf = (random: Rng): Float64Array => {
  const centre = 2 * random.integer(3);
  let tail = 0;
  for (let i = 0; i < 5; i++) tail += random.normal() ** 2 / 5;
  return Float64Array.from(
    { length: DIMENSION },
    (_, i) => (i < 2 ? centre : 0) + random.normal() / Math.sqrt(tail),
  );
};

const CATEGORIES = ["a", "b", "c", "d", "e", "f"];
const WEIGHTS = [40, 25, 15, 10, 7, 3];
const recordOf = (random: Rng): Assignment =>
  Object.fromEntries(
    Array.from({ length: 7 }, (_, i) => [`attribute ${i}`, CATEGORIES[random.weighted(WEIGHTS)]!]),
  );

const norm = (vector: Float64Array): number => Math.hypot(...vector);
const rarity = (record: Assignment): number =>
  Object.values(record).reduce((sum, value) => sum + CATEGORIES.indexOf(value), 0);

/** Most extreme first. */
const extremes = <T>(people: readonly T[], measure: (person: T) => number, share: number): readonly T[] =>
  [...people].sort((a, b) => measure(b) - measure(a)).slice(0, Math.round(share * people.length));

/** A seeded world: train and holdout from one law, synthetic data from the same law, plus copies where asked. */
export const world = ({ train, holdout, synthetic, copied, blur = 0 }: World, seed: string): Audited => {
  const random = rng(seed);
  const many = <T>(count: number, draw: (from: Rng) => T) =>
    Array.from({ length: count }, () => draw(random));
  const vectors = { train: many(train, vectorOf), holdout: many(holdout, vectorOf) };
  const records = { train: many(train, recordOf), holdout: many(holdout, recordOf) };
  const leaked = extremes(vectors.train, norm, copied).map(vector =>
    vector.map(value => value + blur * random.normal()),
  );
  return {
    vectors: [
      {
        group: "signal",
        train: seal(vectors.train),
        holdout: seal(vectors.holdout),
        synthetic: [...leaked, ...many(synthetic - leaked.length, vectorOf)],
      },
    ],
    records: {
      group: "record",
      train: seal(records.train),
      holdout: seal(records.holdout),
      synthetic: [
        ...extremes(records.train, rarity, copied),
        ...many(synthetic - Math.round(copied * train), recordOf),
      ],
    },
  };
};
