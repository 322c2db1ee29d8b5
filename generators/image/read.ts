import { readFile } from "node:fs/promises";
import type { ImageRecord } from "../../schemas/image.ts";
import { InvalidInput } from "../../src/errors.ts";
import { canonical } from "./canonical.ts";
import { decodeDicom, isDicom } from "./dicom-read.ts";
import { decodePng, isPng } from "./png.ts";

/**
 * Reads one PNG or DICOM file, told apart by their first bytes. An image without any contrast (all black, all white) is
 * a failed export and refused.
 *
 * @param path  where the file is
 * @param file  name for messages, relative to the cohort
 * @throws      InvalidInput naming file, field and rule, never a value
 */
export const readImage = async (path: string, file: string): Promise<ImageRecord> => {
  const record = decoded(await bytesOf(path, file), file);
  if (canonical(record) === undefined)
    throw new InvalidInput("must show something: its centre square is all of one shade", { file });
  return record;
};

const decoded = (bytes: Uint8Array, file: string): ImageRecord => {
  if (isPng(bytes)) return decodePng(bytes, file);
  if (isDicom(bytes)) return decodeDicom(bytes, file);
  throw new InvalidInput('must start as a PNG, or hold "DICM" after 128 bytes as a DICOM file does', {
    file,
  });
};

const bytesOf = async (path: string, file: string): Promise<Uint8Array> => {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new InvalidInput("must exist and be readable", { file }, { cause });
  }
};
