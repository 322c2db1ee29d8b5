/** A clinical note. `type` is a LOINC document code where known. */
export interface NoteRecord {
  readonly text: string;
  readonly type?: string;
  readonly date?: string;
}

/** What a mention names. */
export const ENTITY_TYPES = [
  "age",
  "sex",
  "date",
  "condition",
  "stage",
  "symptom",
  "duration",
  "sign",
  "medication",
  "dose",
  "route",
  "frequency",
  "measurement",
  "flag",
  "ecg-finding",
  "ecg-measurement",
  "imaging-finding",
  "laterality",
  "view",
  "allergen",
  "reaction",
  "procedure",
  "social",
] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

/** Words of a note that name facts: [start, end) in UTF-16 code units of the text. */
export interface NoteEntity {
  readonly start: number;
  readonly end: number;
  readonly type: EntityType;
  readonly facts: readonly string[];
  /** The words deny it: "no history of", "without". */
  readonly negated: boolean;
  readonly temporality: "current" | "past";
  /** Canonical section; absent in the head of the note. */
  readonly section?: string;
}
