import type * as fhir from "@medplum/fhirtypes";
import type { SyntheticPatient } from "../../schemas/person.ts";
import { conceptOf } from "./fhir-codes.ts";
import { writtenOn } from "./fhir-document.ts";
import { encounterOf, resourceId, subjectOf, syntheticMeta } from "./fhir-identity.ts";
import { instantOf } from "./fhir-studies.ts";

const LOINC = "http://loinc.org";

/** Note types that are made of sections a receiver may want one by one; reports have their own resource. */
const COMPOSED = new Set(["11506-3", "34117-2", "18842-5", "11488-4"]);

/** Section codes by canonical section. @source HL7 C-CDA R2.1, section templates; LOINC 2.77 */
const SECTION_CODES: Readonly<Record<string, readonly [code: string, display: string]>> = {
  "chief-complaint": ["10154-3", "Chief complaint Narrative - Reported"],
  "present-illness": ["10164-2", "History of Present illness Narrative"],
  "past-history": ["11348-0", "History of Past illness Narrative"],
  medications: ["10160-0", "History of Medication use Narrative"],
  allergies: ["48765-2", "Allergies and adverse reactions Document"],
  "systems-review": ["10187-3", "Review of systems Narrative - Reported"],
  examination: ["29545-1", "Physical findings Narrative"],
  results: ["30954-2", "Relevant diagnostic tests/laboratory data Narrative"],
  "hospital-course": ["8648-8", "Hospital course Narrative"],
  assessment: ["51848-0", "Evaluation note"],
  plan: ["18776-5", "Plan of care note"],
};
/** Evaluation and plan under one heading. */
const ASSESSMENT_AND_PLAN = ["51847-2", "Evaluation + Plan note"] as const;

/** Every section code written here, with its display. */
export const NOTE_SECTIONS: readonly (readonly [code: string, display: string])[] = [
  ...Object.values(SECTION_CODES),
  ASSESSMENT_AND_PLAN,
];

/**
 * A clinical note as a Composition, section by section; none for reports, and none without sections. The text is that
 * of the DocumentReference.
 */
export const compositionResources = ({ person, note }: SyntheticPatient): readonly fhir.Composition[] => {
  if (note === undefined || note.sections.length === 0 || !COMPOSED.has(note.type.code)) return [];
  const { encounter } = encounterOf(person);
  return [
    {
      resourceType: "Composition",
      id: resourceId(person, "Composition/note"),
      meta: syntheticMeta(),
      status: "final",
      type: conceptOf(note.type),
      ...subjectOf(person),
      ...(encounter === undefined ? {} : { encounter }),
      date: instantOf(writtenOn({ person, note })),
      author: [{ display: "Semblance: drawn, nobody wrote it" }],
      title: note.text.split("\n")[0]!,
      section: note.sections.map(sectionOf),
    },
  ];
};

type Section = NonNullable<SyntheticPatient["note"]>["sections"][number];

const sectionOf = ({ title, text, kinds = [] }: Section): fhir.CompositionSection => {
  const found = kinds.length > 1 ? ASSESSMENT_AND_PLAN : SECTION_CODES[kinds[0] ?? ""];
  return {
    title,
    ...(found === undefined
      ? {}
      : { code: { coding: [{ system: LOINC, code: found[0], display: found[1] }] } }),
    text: { status: "generated", div: narrative(text) },
  };
};

/** XHTML with one line break for every line end. */
const narrative = (text: string): string =>
  `<div xmlns="http://www.w3.org/1999/xhtml">${text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/\n/g, "<br/>")}</div>`;

/** The text of a narrative that `narrative` wrote. */
export const textOfNarrative = (div: string): string =>
  div
    .replace(/^<div[^>]*>|<\/div>$/g, "")
    .replace(/<br\/>/g, "\n")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
