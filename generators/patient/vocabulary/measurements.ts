import { LABORATORY } from "./laboratory.ts";
import type { MeasurementEntry } from "./measurement-entry.ts";
import { VITALS } from "./vitals.ts";

/** All measurements of the vocabulary. */
export const MEASUREMENTS: readonly MeasurementEntry[] = [...VITALS, ...LABORATORY];
