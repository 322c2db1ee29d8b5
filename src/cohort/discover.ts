import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isFhirFile } from "../../generators/patient/fhir-files.ts";
import { MODALITIES, type ModalityName } from "../../schemas/cohort.ts";
import { InvalidInput } from "../errors.ts";
import { requireListedFiles } from "./bulk-manifest.ts";

/** Files of a cohort folder by modality, paths relative to it with "/", in the order of their code units. */
export interface Discovery {
  readonly files: Readonly<Record<ModalityName, readonly string[]>>;
  /** Symbolic links that were seen and not followed. */
  readonly links: number;
}

const KINDS: Readonly<Record<ModalityName, (path: string) => boolean>> = {
  fhir: isFhirFile,
  ecg: path => /\.hea$/i.test(path),
  image: path => /\.(png|dcm|dicom)$/i.test(path),
  note: path => /\.txt$/i.test(path) && !/(^|\/)(readme|licen[cs]e|notice)[^/]*$/i.test(path),
};

/**
 * All files in a folder and below that are FHIR (.ndjson, .json, also .gz), ECG headers (.hea), images (.png, .dcm,
 * .dicom) or notes (.txt, but no README or LICENSE). Hidden entries are passed over, links are not followed.
 *
 * @throws  InvalidInput for a folder that cannot be listed, or a Bulk Data manifest whose files are not all there
 */
export const discover = async (root: string): Promise<Discovery> => {
  const files: Record<ModalityName, string[]> = { fhir: [], ecg: [], image: [], note: [] };
  const manifests: string[] = [];
  let links = 0;
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await list(root, folder)) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith(".")) continue;
      if (entry.isSymbolicLink()) links++;
      else if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) {
        if (entry.name.toLowerCase() === "manifest.json") manifests.push(path);
        const kind = MODALITIES.find(name => KINDS[name](path));
        if (kind !== undefined) files[kind].push(path);
      }
    }
  };
  await walk("");
  for (const name of MODALITIES) files[name].sort(byCodeUnit);
  await requireListedFiles(root, manifests.sort(byCodeUnit), files.fhir);
  return { files, links };
};

/** The same order on every machine, whatever its language. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const list = async (root: string, folder: string) => {
  try {
    return await readdir(join(root, folder), { withFileTypes: true });
  } catch {
    throw new InvalidInput("must be a folder that can be listed", {
      file: folder === "" ? "cohort" : folder,
    });
  }
};
