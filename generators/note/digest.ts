import type { ModalityView } from "../../schemas/digest.ts";
import type { NoteRecord } from "../../schemas/note.ts";
import { readStyle, type TextStyle } from "./read-style.ts";
import { NOTE_TYPES, type NoteType } from "./section.ts";
import { STYLE_DIMENSION } from "./style-space.ts";

/** LOINC document codes that count as one of the note types. @source LOINC 2.77, DOC.ONTOLOGY and RAD */
const TYPE_CODES: Readonly<Record<string, NoteType>> = {
  "11506-3": "progress",
  "34109-9": "progress",
  "51847-2": "progress",
  "34117-2": "history-physical",
  "34111-5": "history-physical",
  "18842-5": "discharge",
  "18748-4": "radiology",
  "30746-2": "radiology",
  "36643-5": "radiology",
  "11524-6": "ecg",
  "34534-8": "ecg",
  "11488-4": "letter",
  "51845-6": "letter",
};

/**
 * How one patient's notes are written, from those notes alone.
 *
 * @param notes  one patient's notes; empty texts are left out
 * @returns      mean over notes of the style features, length STYLE_DIMENSION, each in [0, 1], stratum "all";
 *               undefined where no note holds a word. Never throws because of a value: Latin-1 debris, markup and
 *               megabytes are texts like any other
 */
export const noteView = (notes: readonly NoteRecord[]): ModalityView | undefined => {
  const vector = new Float64Array(STYLE_DIMENSION);
  let count = 0;
  for (const { text, type } of notes) {
    const style = typeof text === "string" ? readStyle(text) : undefined;
    if (style === undefined) continue;
    count++;
    addFeatures(vector, featuresOf(style, type));
  }
  if (count === 0) return undefined;
  for (let i = 0; i < vector.length; i++) vector[i]! /= count;
  return { vector, stratum: "all" };
};

/** Group order as in `style-space.ts`: types, sections, order, length, switches. */
const featuresOf = (style: TextStyle, type: string | undefined): readonly number[] => [
  ...NOTE_TYPES.map(name => (type !== undefined && TYPE_CODES[type] === name ? 1 : 0)),
  ...style.sections,
  ...style.order,
  ...style.length,
  ...style.switches,
];

const addFeatures = (vector: Float64Array, features: readonly number[]): void => {
  for (let i = 0; i < vector.length; i++) vector[i]! += features[i]!;
};
