import type { EcgRecord } from "./ecg.ts";
import type { ImageRecord } from "./image.ts";
import type { NoteRecord } from "./note.ts";
import type { PatientRecord } from "./record.ts";

declare const patientId: unique symbol;

/** The unit of privacy: one key, one person, over all modalities. */
export type PatientId = string & { readonly [patientId]: true };

/** One person with everything read about them, before digestion. `labels` holds declared cohort.csv columns. */
export interface Patient {
  readonly id: PatientId;
  readonly record: PatientRecord;
  readonly ecgs: readonly EcgRecord[];
  readonly images: readonly ImageRecord[];
  readonly notes: readonly NoteRecord[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The key is the unit of privacy. */
export type Cohort<R> = ReadonlyMap<PatientId, R>;

export const MODALITIES = ["fhir", "ecg", "image", "note"] as const;
export type ModalityName = (typeof MODALITIES)[number];
