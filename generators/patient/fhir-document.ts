import type * as fhir from "@medplum/fhirtypes";
import type { NoteEntity } from "../../schemas/note.ts";
import type { Fact, Person, SyntheticNote, SyntheticPatient } from "../../schemas/person.ts";
import { conceptOf, UCUM } from "./fhir-codes.ts";
import { encounterOf, resourceId, SEMBLANCE, subjectOf, syntheticMeta } from "./fhir-identity.ts";
import { instantOf } from "./fhir-studies.ts";

const extensionUrl = (name: string): string => `${SEMBLANCE}/StructureDefinition/${name}`;
export const NOTE_SPAN = extensionUrl("note-span");
export const NOTE_SECTION = extensionUrl("note-section");
export const NOTE_ENTITY = extensionUrl("note-entity");
export const NOTE_FACT = extensionUrl("note-fact");

/**
 * A person's note as a DocumentReference with the text inside. Extensions ground it: `note-section` (title, canonical
 * kinds, start, end), `note-span` (start, end, the facts stated there, the uncertainty), `note-entity` (start, end, type, facts, negated,
 * temporality, section), `note-fact` (id, kind, name, value). Offsets count UTF-16 code units of the text; end is
 * exclusive. `fhir-document-read.ts` reads them back.
 */
export const noteResources = ({ person, note }: SyntheticPatient): readonly fhir.DocumentReference[] => {
  if (note === undefined) return [];
  const data = Buffer.from(note.text, "utf8");
  const { encounter } = encounterOf(person);
  const extension = [
    ...sectionExtensions(note),
    ...note.spans.map(spanExtension),
    ...(note.entities ?? []).map(entityExtension),
    ...note.facts.map(factExtension),
  ];
  return [
    {
      resourceType: "DocumentReference",
      id: resourceId(person, "DocumentReference/note"),
      meta: syntheticMeta(),
      ...(extension.length === 0 ? {} : { extension }),
      status: "current",
      docStatus: "final",
      type: conceptOf(note.type),
      category: [
        {
          coding: [
            {
              system: "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
              code: "clinical-note",
              display: "Clinical Note",
            },
          ],
        },
      ],
      ...subjectOf(person),
      date: instantOf(writtenOn({ person, note })),
      content: [
        {
          attachment: {
            contentType: "text/plain; charset=utf-8",
            data: data.toString("base64"),
            size: data.length,
          },
        },
      ],
      context: {
        ...(encounter === undefined ? {} : { encounter: [encounter] }),
        period: { start: person.visitDate },
      },
    },
  ];
};

/** LOINC "Discharge summary". */
const DISCHARGE_SUMMARY = "18842-5";

/** The day a note was written: a discharge summary at discharge, every other at the visit. */
export const writtenOn = ({
  person,
  note,
}: {
  readonly person: Person;
  readonly note: SyntheticNote;
}): string => {
  const discharge = note.facts.find(({ id }) => id === "date/discharge")?.value;
  return note.type.code === DISCHARGE_SUMMARY && typeof discharge === "string" ? discharge : person.visitDate;
};

/** Sections where they stand in the text, searched in order; one that the text does not hold verbatim is left out. */
const sectionExtensions = (note: SyntheticNote): readonly fhir.Extension[] => {
  const out: fhir.Extension[] = [];
  let from = 0;
  for (const { title, text, kinds = [] } of note.sections) {
    const start = text === "" ? -1 : note.text.indexOf(text, from);
    if (start < 0) continue;
    from = start + text.length;
    out.push({
      url: NOTE_SECTION,
      extension: [
        { url: "title", valueString: title },
        ...kinds.map(kind => ({ url: "kind", valueCode: kind })),
        ...range(start, from),
      ],
    });
  }
  return out;
};

const spanExtension = ({
  start,
  end,
  facts,
  uncertainty,
}: SyntheticNote["spans"][number]): fhir.Extension => ({
  url: NOTE_SPAN,
  extension: [
    ...range(start, end),
    ...facts.map(fact => ({ url: "fact", valueString: fact })),
    ...(uncertainty === undefined ? [] : [{ url: "uncertainty", valueDecimal: uncertainty }]),
  ],
});

const entityExtension = (entity: NoteEntity): fhir.Extension => ({
  url: NOTE_ENTITY,
  extension: [
    ...range(entity.start, entity.end),
    { url: "type", valueCode: entity.type },
    ...entity.facts.map(fact => ({ url: "fact", valueString: fact })),
    { url: "negated", valueBoolean: entity.negated },
    { url: "temporality", valueCode: entity.temporality },
    ...(entity.section === undefined ? [] : [{ url: "section", valueCode: entity.section }]),
  ],
});

const range = (start: number, end: number): fhir.Extension[] => [
  { url: "start", valueInteger: start },
  { url: "end", valueInteger: end },
];

const factExtension = (fact: Fact): fhir.Extension => ({
  url: NOTE_FACT,
  extension: [
    { url: "id", valueString: fact.id },
    { url: "kind", valueCode: fact.kind },
    { url: "name", valueString: fact.name },
    factValue(fact),
  ],
});

const factValue = ({ value, unit }: Fact): fhir.Extension => {
  if (typeof value === "boolean") return { url: "value", valueBoolean: value };
  if (typeof value === "string") return { url: "value", valueString: value };
  if (unit === undefined) return { url: "value", valueDecimal: value };
  return { url: "value", valueQuantity: { value, unit, system: UCUM, code: unit } };
};
