import type { MarkKey } from "../../privacy/budget/key.ts";
import type { Patient } from "../../schemas/cohort.ts";
import type { PatientRecord } from "../../schemas/record.ts";

/**
 * What a patient is known again by in the lifetime book, as keyed hashes: the id, the coded history, and every
 * recording and image, so that a renamed or re-numbered export of the same patients is the same cohort. What could be
 * anybody's is left out: a recording of one value all over, a history of a few entries.
 */
export const marksOf = ({ id, record, ecgs, images }: Patient, key: MarkKey): readonly string[] => [
  key.mark("id", id),
  ...historyMark(record, key),
  ...ecgs.flatMap(({ leads }) => recordingMark("ecg", leads, key)),
  ...images.flatMap(({ pixels }) => recordingMark("image", [pixels], key)),
];

/** Entries that a history must have to tell its owner from others. */
const TELLING = 5;

/** Of what was recorded, in no order; the age, which moves with the reference date, is not in it. */
const historyMark = (record: PatientRecord, key: MarkKey): readonly string[] => {
  const { encounters, conditions, medications, observations, birthDate = "" } = record;
  const entries = [...encounters, ...conditions, ...medications, ...observations];
  if (entries.length < TELLING) return [];
  return [key.mark("history", [birthDate, ...entries.map(entry => JSON.stringify(entry)).sort()].join("\n"))];
};

const recordingMark = (
  kind: string,
  parts: readonly (Float32Array | Uint8Array | Uint16Array)[],
  key: MarkKey,
): readonly string[] => {
  const first = parts[0]?.[0];
  if (parts.every(part => part.every(value => value === first))) return [];
  const bytes = parts.map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return [key.mark(kind, Buffer.concat(bytes))];
};
