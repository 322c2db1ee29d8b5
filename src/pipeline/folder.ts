import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { canonicalHash } from "../../privacy/canonical-json.ts";
import { EVIDENCE, type FitManifest, type OutputManifest } from "../../schemas/evidence.ts";
import { InvalidRequest } from "../errors.ts";

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Refuses to write over anything: earlier work is never lost. */
export const refuseExisting = async (...paths: readonly string[]): Promise<void> => {
  for (const path of paths) {
    if (await exists(path))
      throw new InvalidRequest(`the output ${path} exists already; choose another folder or remove it`);
  }
};

/**
 * Builds a folder under a temporary name beside its place and moves it there when `build` is done: it is whole or it
 * is not there. On an error or an interrupt the temporary folder is removed.
 */
export const wholeFolder = async <T>(target: string, build: (folder: string) => Promise<T>): Promise<T> => {
  await refuseExisting(target);
  const place = resolve(target);
  await mkdir(dirname(place), { recursive: true });
  const partial = join(dirname(place), `.${basename(place)}.partial-${process.pid}`);
  await mkdir(partial);
  unfinished.add(partial);
  try {
    const result = await build(partial);
    await rename(partial, place);
    return result;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  } finally {
    unfinished.delete(partial);
  }
};

/** Temporary folders of this process, for the interrupt handler of the command line. */
const unfinished = new Set<string>();
export const unfinishedFolders = (): readonly string[] => [...unfinished];

/** Every file under a folder, as sorted POSIX paths relative to it. */
export const filesUnder = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
};

export const sha256File = (path: string): Promise<string> =>
  new Promise((done, failed) => {
    const hash = createHash("sha256");
    createReadStream(path)
      .on("data", chunk => hash.update(chunk))
      .on("end", () => done(hash.digest("hex")))
      .on("error", failed);
  });

export const MANIFEST = EVIDENCE.manifest;

/** What `writeManifest` is told; it adds the files and its own hash. */
export type ManifestHead = Omit<OutputManifest, "files" | "hash"> | Omit<FitManifest, "files" | "hash">;

/** Writes the manifest of a folder that holds everything but, where it will be signed, its certificate and public key. */
export const writeManifest = async (folder: string, head: ManifestHead): Promise<void> => {
  const beside: readonly string[] = [
    MANIFEST,
    ...(head.signed ? [EVIDENCE.certificate, EVIDENCE.publicKey] : []),
  ];
  const files: Record<string, string> = {};
  for (const file of await filesUnder(folder))
    if (!beside.includes(file)) files[file] = await sha256File(join(folder, file));
  await writeFile(join(folder, MANIFEST), manifestText({ ...head, files }));
};

/** The text of a manifest, its own hash last. */
export const manifestText = (manifest: ManifestHead & Pick<OutputManifest, "files">): string =>
  `${JSON.stringify({ ...manifest, hash: canonicalHash(manifest) }, undefined, 1)}\n`;
