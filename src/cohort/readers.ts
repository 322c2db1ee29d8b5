import { readFile } from "node:fs/promises";
import { type EcgReading, readEcg } from "../../generators/ecg/wfdb.ts";
import { readImage } from "../../generators/image/read.ts";
import {
  type FhirFile,
  type FhirReading,
  type FhirReadOptions,
  readFhir,
} from "../../generators/patient/fhir-read.ts";
import type { ImageRecord } from "../../schemas/image.ts";
import type { NoteRecord } from "../../schemas/note.ts";
import { InvalidInput } from "../errors.ts";

/**
 * What reads the files of each modality. `path` is where the file is, `file` its name in messages, relative to the
 * cohort.
 *
 * @throws  InvalidInput naming file, place in it and rule, never a value
 */
export interface Readers {
  fhir(files: readonly FhirFile[], options: FhirReadOptions): Promise<FhirReading>;
  ecg(path: string, file: string): Promise<EcgReading>;
  image(path: string, file: string): Promise<ImageRecord>;
  note(path: string, file: string): Promise<NoteRecord>;
}

export const DEFAULT_READERS: Readers = {
  fhir: (files, options) => readFhir(files, options),
  ecg: (path, file) => readEcg(path, file),
  image: (path, file) => readImage(path, file),
  note: (path, file) => readNote(path, file),
};

const LARGEST_NOTE = 2 ** 20;

/** A note of plain UTF-8 text, at most 1 MiB. */
export const readNote = async (path: string, file: string): Promise<NoteRecord> => {
  const bytes = await readFile(path);
  if (bytes.length > LARGEST_NOTE) throw new InvalidInput("must be at most 1 MiB", { file });
  const text = decode(bytes, file);
  if (text.trim() === "") throw new InvalidInput("must not be empty", { file });
  return { text };
};

const decode = (bytes: Uint8Array, file: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidInput("is not valid UTF-8", { file });
  }
};
