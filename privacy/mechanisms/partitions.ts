import { z } from "zod";
import type { Cohort } from "../../schemas/cohort.ts";
import type { PlannedPartitions } from "../../schemas/plan.ts";
import type { ReleasedPartitions } from "../../schemas/release.ts";
import { InvalidRequest, VerificationFailed } from "../../src/errors.ts";
import { numberDown, parseDecimal } from "../../src/math/rational.ts";
import type { Mechanism } from "../mechanism.ts";
import { leakUp, onLattice } from "../threshold.ts";

/**
 * Patients by name, for names from no list made beforehand. A patient adds `unit` lattice steps to each of the first
 * `perPatient` different names it holds; a name is let out, with its noisy count, where that count reaches the threshold.
 *
 * Neighbours D and D′ = D + p. On the names that D holds the counts differ by a vector of at most `perPatient` entries
 * `unit`, so by at most LATTICE in ℓ₂, and rounded Gaussian noise of σ = ⌈z·LATTICE⌉ stands on each: noise multiplier z.
 * Names that only p holds, at most `perPatient`, have the count `unit`: that any of them reaches the threshold has
 * probability at most perPatient · Φ(−(least − unit − ½)/σ) ≤ δ. Where none does, both outputs are the same function of
 * the first counts; the noise of the two parts is independent. So the loss is that of the noise, and δ more.
 *
 * @param planned     the plan's entry; its threshold must buy its δ
 * @param namesOf     what a patient holds, from that patient's own data alone; the first come first
 * @guarantee         adding or removing one patient moves the counts by at most the lattice bound, however many names it holds
 * @guarantee         what one patient alone holds is let out with probability at most delta
 * @guarantee         the released names do not depend on the order of patients
 * @throws            InvalidRequest if the threshold lets more through than δ; never because of a value in the cohort
 * @source            Gopi et al. 2020, Theorem 5.1, arXiv:2002.09745; Korolova et al. 2009; Wilkins et al. 2022,
 *                    arXiv:2202.01100
 */
export const partitionSelection = <R>(
  planned: PlannedPartitions,
  namesOf: (patient: R) => readonly string[],
): Mechanism<Cohort<R>, ReleasedPartitions> => {
  const { purpose, noiseMultiplier, delta } = planned;
  if (!(leakUp(planned) <= numberDown(parseDecimal(delta))))
    throw new InvalidRequest(`release "${purpose}": its threshold lets through more than its delta ${delta}`);
  const { unit, sigma, least } = onLattice(planned);
  return {
    planned,
    event: { kind: "thresholded", noiseMultiplier, delta },
    run: (cohort, noise) => {
      const counts = countsOf(cohort, namesOf, planned.perPatient);
      const partitions = [...counts.keys()].sort().flatMap(name => {
        const noisy = BigInt(counts.get(name)! * unit) + noise.gaussian(sigma);
        return noisy >= least ? [{ name, patients: Number(noisy) / unit }] : [];
      });
      return { purpose, partitions };
    },
    restore: stored => {
      const { data } = storedPartitions.safeParse(stored);
      if (data?.purpose === purpose) return data;
      throw new VerificationFailed(`release "${purpose}": its stored value is no list of this plan`);
    },
  };
};

/** Patients by name: whole numbers. */
export const countsOf = <R>(
  cohort: Cohort<R>,
  namesOf: (patient: R) => readonly string[],
  perPatient: number,
): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const patient of cohort.values())
    for (const name of boundedNames(patient, namesOf, perPatient))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

const boundedNames = <R>(
  patient: R,
  namesOf: (patient: R) => readonly string[],
  perPatient: number,
): readonly string[] => {
  try {
    return [...new Set(namesOf(patient))].slice(0, perPatient);
  } catch {
    return [];
  }
};

const storedPartitions = z.strictObject({
  purpose: z.string(),
  partitions: z.array(z.strictObject({ name: z.string(), patients: z.number() })),
});
