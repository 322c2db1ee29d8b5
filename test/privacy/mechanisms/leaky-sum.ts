import { clip, LATTICE, quantise } from "../../../privacy/clip.ts";
import type { SecretNoise } from "../../../src/math/secret-noise.ts";
import type { Vector } from "./fixtures.ts";

/** The line of the product that a twin has broken. */
export type Leak =
  | "none"
  | "half the noise"
  | "clips before projecting"
  | "clips records, not patients"
  | "divides by the true n";

/** A patient with several records. */
export type Records = readonly Vector[];

interface Twin {
  readonly leak: Leak;
  /** Row-major size × size, not orthonormal. */
  readonly projection: readonly Vector[];
  readonly sigma: bigint;
}

const through = (projection: readonly Vector[], x: Float64Array): Float64Array =>
  Float64Array.from(projection, row => row.reduce((sum, w, i) => sum + w * x[i]!, 0));

const added = (parts: readonly Float64Array[], size: number): Float64Array => {
  const sum = new Float64Array(size);
  for (const part of parts) for (let i = 0; i < size; i++) sum[i] = sum[i]! + part[i]!;
  return sum;
};

const lattice = (x: Float64Array, isClipped: boolean): Float64Array => {
  if (!isClipped) return x.map(v => Math.round(v * LATTICE));
  clip(x);
  return quantise(x);
};

const contribution = (records: Records, { leak, projection }: Twin): Float64Array => {
  const vectors = records.map(record => Float64Array.from(record));
  const size = projection.length;
  if (leak === "clips records, not patients")
    return added(
      vectors.map(x => lattice(through(projection, x), true)),
      size,
    );
  const joint = added(vectors, size);
  if (leak !== "clips before projecting") return lattice(through(projection, joint), true);
  clip(joint);
  return lattice(through(projection, joint), false);
};

/** The bounded sum written once more, with at most one line broken. */
export const leakySum = (twin: Twin, patients: readonly Records[], noise: SecretNoise): Float64Array => {
  const size = twin.projection.length;
  const sum = added(
    patients.map(patient => contribution(patient, twin)),
    size,
  );
  const sigma = twin.leak === "half the noise" ? twin.sigma / 2n : twin.sigma;
  const scale = twin.leak === "divides by the true n" ? LATTICE * patients.length : LATTICE;
  return sum.map(v => Number(BigInt(v) + noise.gaussian(sigma)) / scale);
};
