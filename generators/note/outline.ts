import { NOTE_TYPES, type NoteType, SECTIONS, type Section } from "./section.ts";

/** Public prior of note types where a person has everything a type needs. */
export const TYPE_PRIOR: Readonly<Record<NoteType, number>> = {
  progress: 0.4,
  "history-physical": 0.19,
  discharge: 0.15,
  radiology: 0.09,
  ecg: 0.09,
  letter: 0.08,
};

/**
 * Sections of a note type, in their usual order, with the prior probability that a note has them. Sections at 1 make
 * the type what it is and are never dropped.
 *
 * @source  sections required or expected by HL7 C-CDA R2.1 for each document type; probabilities are our own round figures
 */
export const PRESENCE: Readonly<Record<NoteType, readonly (readonly [Section, number])[]>> = {
  progress: [
    ["chief-complaint", 0.5],
    ["present-illness", 1],
    ["past-history", 0.45],
    ["medications", 0.65],
    ["allergies", 0.15],
    ["social-family", 0.15],
    ["examination", 0.85],
    ["results", 0.75],
    ["assessment", 1],
    ["plan", 1],
    ["follow-up", 0.2],
  ],
  "history-physical": [
    ["chief-complaint", 0.9],
    ["present-illness", 1],
    ["past-history", 0.95],
    ["medications", 0.93],
    ["allergies", 0.65],
    ["social-family", 0.6],
    ["systems-review", 0.5],
    ["examination", 0.97],
    ["results", 0.88],
    ["assessment", 1],
    ["plan", 1],
  ],
  discharge: [
    ["chief-complaint", 0.3],
    ["present-illness", 0.5],
    ["past-history", 0.7],
    ["hospital-course", 1],
    ["results", 0.6],
    ["assessment", 0.95],
    ["medications", 0.93],
    ["allergies", 0.25],
    ["social-family", 0.1],
    ["follow-up", 1],
  ],
  radiology: [
    ["indication", 0.93],
    ["findings", 1],
    ["impression", 0.96],
  ],
  ecg: [
    ["indication", 0.5],
    ["findings", 1],
    ["impression", 0.85],
  ],
  letter: [
    ["assessment", 0.85],
    ["medications", 0.8],
    ["present-illness", 1],
    ["past-history", 0.2],
    ["examination", 0.8],
    ["results", 0.65],
    ["plan", 1],
    ["follow-up", 1],
  ],
};

/** Prior probability of each section over all types. */
export const sectionPrior = (): Readonly<Record<Section, number>> => {
  const total: Record<Section, number> = Object.fromEntries(SECTIONS.map(section => [section, 0])) as Record<
    Section,
    number
  >;
  for (const type of NOTE_TYPES)
    for (const [section, probability] of PRESENCE[type]) total[section] += TYPE_PRIOR[type] * probability;
  return total;
};
