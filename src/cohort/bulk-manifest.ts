import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { filesBeside, parseFhirManifest } from "../../generators/patient/fhir-manifest.ts";
import { InvalidInput } from "../errors.ts";

/**
 * Checks that an export is whole: every file which a Bulk Data manifest in the cohort lists beside itself is there. A
 * `manifest.json` of another kind, and urls of a server, say nothing about this folder.
 *
 * @param manifests  paths of files called manifest.json, relative to `root`
 * @param files      paths of the FHIR files found, relative to `root`
 * @throws           InvalidInput naming the manifest and the entry
 */
export const requireListedFiles = async (
  root: string,
  manifests: readonly string[],
  files: readonly string[],
): Promise<void> => {
  const found = new Set(files);
  for (const path of manifests) {
    const manifest = parseFhirManifest(await readFile(join(root, path), "utf8"));
    if (manifest === undefined) continue;
    const missing = filesBeside(manifest).find(
      ({ url }) => !found.has(posix.join(posix.dirname(path), decoded(url))),
    );
    if (missing !== undefined)
      throw new InvalidInput("is a Bulk Data manifest that lists a file which is not there", {
        file: path,
        field: `output[${manifest.output.indexOf(missing)}].url`,
      });
  }
};

/** A url as a path; one that is not well formed stays as it is, and names no file. */
const decoded = (url: string): string => {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
};
