/** Canonical sections of a note, in the usual order. Headings of real and synthetic notes map to these. */
export const SECTIONS = [
  "chief-complaint",
  "present-illness",
  "past-history",
  "medications",
  "allergies",
  "social-family",
  "systems-review",
  "indication",
  "examination",
  "results",
  "findings",
  "hospital-course",
  "impression",
  "assessment",
  "plan",
  "follow-up",
] as const;
export type Section = (typeof SECTIONS)[number];

/** The note types of this version, by what they are. */
export const NOTE_TYPES = [
  "progress",
  "history-physical",
  "discharge",
  "radiology",
  "ecg",
  "letter",
] as const;
export type NoteType = (typeof NOTE_TYPES)[number];

const LOINC = "http://loinc.org";

/** LOINC document codes. @source LOINC 2.77, class DOC.ONTOLOGY and RAD */
export const DOCUMENTS: Readonly<
  Record<NoteType, { readonly system: string; readonly code: string; readonly display: string }>
> = {
  progress: { system: LOINC, code: "11506-3", display: "Progress note" },
  "history-physical": { system: LOINC, code: "34117-2", display: "History and physical note" },
  discharge: { system: LOINC, code: "18842-5", display: "Discharge summary" },
  radiology: { system: LOINC, code: "18748-4", display: "Diagnostic imaging study" },
  ecg: { system: LOINC, code: "11524-6", display: "EKG study" },
  // A letter to the doctor who looks after the person: LOINC has it as the consultant's note.
  letter: { system: LOINC, code: "11488-4", display: "Consult note" },
};
