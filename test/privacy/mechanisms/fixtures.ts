import type { Cohort, PatientId } from "../../../schemas/cohort.ts";
import type { PlannedRelease } from "../../../schemas/plan.ts";
import type { Block } from "../../../schemas/statistic.ts";
import type { SecretNoise } from "../../../src/math/secret-noise.ts";

/** A patient who contributes exactly these numbers. */
export type Vector = readonly number[];

export const vectorBlock = (size: number, weight = 1, name = "values"): Block<Vector> => ({
  name,
  size,
  weight,
  contribute: (patient, out) => out.set(patient.slice(0, size)),
});

export const planned = (
  noiseMultiplier: string,
  blocks: readonly Block<never>[],
  purpose = "sum",
): PlannedRelease => ({
  purpose,
  share: 1,
  noiseMultiplier,
  blocks: blocks.map(({ name, size, weight }) => ({ name, size, weight })),
});

export const cohortOf = <R>(patients: readonly R[]): Cohort<R> =>
  new Map(patients.map((patient, i) => [`p${i}` as PatientId, patient]));

/** No noise at all: shows the sum as it is. */
export const noNoise: SecretNoise = {
  gaussian: () => 0n,
  discreteGaussian: () => 0n,
  exponentialChoice: gaps => gaps.indexOf(0n),
};
