import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SyntheticPatient } from "../../schemas/person.ts";
import { compositionResources } from "./fhir-composition.ts";
import { noteResources } from "./fhir-document.ts";
import { defaultFiles, type FhirWriteOptions, SEMBLANCE } from "./fhir-identity.ts";
import type { FhirManifest } from "./fhir-manifest.ts";
import { recordResources } from "./fhir-resources.ts";
import { ecgResources, imageResources, instantOf } from "./fhir-studies.ts";
import { NdjsonFile } from "./ndjson.ts";

export type { FhirWriteOptions, ImageUids, PersonFiles } from "./fhir-identity.ts";
export type { FhirManifest } from "./fhir-manifest.ts";

export interface FhirWriter {
  /** Writes one person; resolves when the next may come. */
  write(patient: SyntheticPatient): Promise<void>;
  /** Closes all files and writes `manifest.json`. */
  close(): Promise<FhirManifest>;
  /** Closes the files without a manifest: the folder is then incomplete. */
  abandon(): Promise<void>;
}

/**
 * Writer of synthetic people as FHIR R4 Bulk Data: one NDJSON file a type (`Patient.000.ndjson`), each resource
 * tagged HTEST. The same people give the same bytes.
 *
 * @param dir  existing folder without such files; temporary, the caller renames it when all is written
 */
export const openFhir = (dir: string, options: FhirWriteOptions): FhirWriter => {
  const parts = new Map<string, NdjsonFile[]>();
  const limit = options.resourcesPerFile ?? 1_000_000;
  const fileOf = async (type: string): Promise<NdjsonFile> => {
    const files = parts.get(type) ?? [];
    const last = files.at(-1);
    if (last !== undefined && last.lines < limit) return last;
    await last?.close();
    const next = await NdjsonFile.create(join(dir, partName(type, files.length)));
    parts.set(type, [...files, next]);
    return next;
  };
  const closeAll = async (): Promise<void> => {
    const closed = await Promise.allSettled([...parts.values()].map(files => files.at(-1)!.close()));
    const failed = closed.find(result => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  };
  return {
    write: async patient => {
      for (const resource of resourcesOf(patient, options))
        await (await fileOf(resource.resourceType)).write(resource);
    },
    close: async () => {
      await closeAll();
      const manifest = manifestOf(parts, options);
      await writeFile(join(dir, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`, { flag: "wx" });
      return manifest;
    },
    abandon: async () => void (await closeAll().catch(() => undefined)),
  };
};

/** Writes all people and the manifest; one person at a time is in memory. */
export const writeFhir = async (
  dir: string,
  patients: AsyncIterable<SyntheticPatient> | Iterable<SyntheticPatient>,
  options: FhirWriteOptions,
): Promise<FhirManifest> => {
  const writer = openFhir(dir, options);
  try {
    for await (const patient of patients) await writer.write(patient);
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  return writer.close();
};

/** All resources of one person; every reference points inside them. */
export const resourcesOf = (patient: SyntheticPatient, options: FhirWriteOptions) => {
  const files = (options.files ?? defaultFiles)(patient.person);
  return [
    ...recordResources(patient),
    ...ecgResources(patient, files),
    ...imageResources(patient, files, options.imageUids),
    ...noteResources(patient),
    ...compositionResources(patient),
  ];
};

const partName = (type: string, index: number): string => `${type}.${String(index).padStart(3, "0")}.ndjson`;

const manifestOf = (
  parts: ReadonlyMap<string, readonly NdjsonFile[]>,
  options: FhirWriteOptions,
): FhirManifest => ({
  transactionTime: instantOf(options.asOf),
  request: options.request ?? "semblance sample",
  requiresAccessToken: false,
  output: [...parts.keys()]
    .sort()
    .flatMap(type =>
      parts.get(type)!.map((file, i) => ({ type, url: partName(type, i), count: file.lines })),
    ),
  deleted: [],
  error: [],
  extension: { [SYNTHETIC]: true },
});

const SYNTHETIC = `${SEMBLANCE}/StructureDefinition/synthetic`;
