/** A clinical note. `type` is a LOINC document code where known. */
export interface NoteRecord {
  readonly text: string;
  readonly type?: string;
  readonly date?: string;
}
