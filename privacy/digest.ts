import type { Cohort } from "../schemas/cohort.ts";
import { open, type Private, seal } from "./private.ts";

/**
 * A sealed cohort with every patient replaced by what `digest` makes of that patient alone.
 *
 * @param digest  undefined, or a throw, leaves the patient out: silently, because it may depend on a value
 * @guarantee     a patient's digest depends on that patient alone and failing to digest is silent
 */
export const digestEach = <P, D>(
  sealed: Private<Cohort<P>>,
  digest: (patient: P) => D | undefined,
): Private<Cohort<D>> => {
  const digests = new Map<Parameters<Cohort<D>["get"]>[0], D>();
  for (const [id, patient] of open(sealed)) {
    const made = quietly(digest, patient);
    if (made !== undefined) digests.set(id, made);
  }
  return seal<Cohort<D>>(digests);
};

const quietly = <P, D>(digest: (patient: P) => D | undefined, patient: P): D | undefined => {
  try {
    return digest(patient);
  } catch {
    return undefined;
  }
};
