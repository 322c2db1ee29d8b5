import type { Cohort } from "../../schemas/cohort.ts";
import { open, type Private, seal } from "../private.ts";

/**
 * A sealed cohort as sealed vectors or records, one a patient, for attacks and measures. Patients for whom there is
 * nothing to embed are left out. The result stays sealed.
 */
export const embedded = <D, T>(
  cohort: Private<Cohort<D>>,
  embed: (patient: D) => T | undefined,
): Private<readonly T[]> => seal([...open(cohort).values()].map(embed).filter(value => value !== undefined));
