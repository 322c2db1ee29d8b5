import type { Assignment } from "./domain.ts";
import type { Conduction, EcgMeasurements, EcgRecord, Ectopy, Morphology, Rhythm } from "./ecg.ts";
import type { Finding, ImageRecord, Laterality, View } from "./image.ts";
import type { NoteEntity } from "./note.ts";
import type { PatientRecord } from "./record.ts";

/** How a synthetic value is backed: by its own group's statistics, or only by the prior or a pooled group. */
export type Provenance = "measured" | "pooled" | "prior-only";

/**
 * How a whole record is backed. "measured": the release itself holds the person's groups (age × sex, race) in numbers that
 * stand out of noise and prior. "reweighted": so too, but there are as many as somebody asked for. "pooled": the person's
 * own group is too small, the record rests on all patients together and the public prior. "unsupported": on the prior alone.
 */
export type RecordProvenance = "measured" | "reweighted" | "pooled" | "unsupported";

/** What an ECG must show. */
export interface EcgOrder {
  readonly rhythm: Rhythm;
  readonly conduction: Conduction;
  readonly ectopy: Ectopy;
  readonly morphology: Morphology;
  readonly ageYears: number;
  readonly sex: "female" | "male";
}

/** What an image must show. */
export interface ImageOrder {
  readonly finding: Finding;
  readonly laterality: Laterality;
  readonly view: View;
  readonly ageYears: number;
  readonly sex: "female" | "male";
}

/** A drawn person before signals: the backbone that conditions ECG, image and note. `ecg`/`image`/`note` absent = not drawn. */
export interface Person {
  /** Deterministic UUID of the run's seed and the index. */
  readonly id: string;
  readonly index: number;
  readonly assignment: Assignment;
  readonly name: { readonly given: string; readonly family: string };
  readonly record: PatientRecord;
  /** Day of the index encounter, on which ECG, image and note are made. */
  readonly visitDate: string;
  readonly ecg?: EcgOrder;
  readonly image?: ImageOrder;
  readonly hasNote: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** One synthetic person, whole. */
export interface SyntheticPatient {
  readonly person: Person;
  readonly provenance: RecordProvenance;
  readonly ecg?: {
    readonly record: EcgRecord;
    readonly measurements: EcgMeasurements;
    readonly provenance: Provenance;
  };
  readonly image?: { readonly record: ImageRecord; readonly provenance: Provenance };
  readonly note?: SyntheticNote;
}

/** A note with its facts: every clinical statement carries the ids of the facts it states. */
export interface SyntheticNote {
  readonly text: string;
  /** LOINC document type. */
  readonly type: { readonly system: string; readonly code: string; readonly display: string };
  /** `kinds`: canonical sections under the heading ("assessment" and "plan" may share one). */
  readonly sections: readonly {
    readonly title: string;
    readonly text: string;
    readonly kinds?: readonly string[];
  }[];
  readonly spans: readonly {
    readonly start: number;
    readonly end: number;
    readonly facts: readonly string[];
    /** Probability that the words do not say the facts; absent where nobody asked. */
    readonly uncertainty?: number;
  }[];
  /** Mentions of facts inside the spans, by place: labelled text for training readers. */
  readonly entities?: readonly NoteEntity[];
  readonly facts: readonly Fact[];
}

export const FACT_KINDS = [
  "demographic",
  "condition",
  "medication",
  "observation",
  "ecg",
  "imaging",
  "date",
  "allergy",
  "procedure",
  "social",
] as const;

/** One typed clinical fact of a person. */
export interface Fact {
  readonly id: string;
  readonly kind: (typeof FACT_KINDS)[number];
  readonly name: string;
  readonly value: string | number | boolean;
  readonly unit?: string;
}
