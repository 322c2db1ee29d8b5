import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import type { Evidence } from "../../privacy/verify.ts";
import { EVIDENCE, type EvidenceName } from "../../schemas/evidence.ts";
import { InvalidInput } from "../errors.ts";
import { sha256File } from "./folder.ts";

/**
 * What `verify` looks at: the evidence files' texts and every entry's hash. A link or device is no file: it could show
 * one thing here and another elsewhere.
 *
 * @throws InvalidInput if there is no such folder
 */
export const gatherEvidence = async (given: string): Promise<Omit<Evidence, "pinned">> => {
  const folder = resolve(given);
  if (!(await isFolder(folder)))
    throw new InvalidInput("is no folder; give the output of generate, sample or fit", { file: given });
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
    entry => !entry.isDirectory(),
  );
  const found: Record<string, string> = {};
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    found[relative(folder, path).split(sep).join("/")] = entry.isFile()
      ? await sha256File(path)
      : kindOf(entry);
  }
  const files: Partial<Record<EvidenceName, string>> = {};
  for (const [name, file] of Object.entries(EVIDENCE) as [EvidenceName, string][])
    if (entries.some(entry => entry.isFile() && entry.name === file && entry.parentPath === folder))
      files[name] = await readFile(join(folder, file), "utf8");
  return { files, found };
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    found => found.isDirectory(),
    () => false,
  );

const kindOf = (entry: Dirent): string =>
  entry.isSymbolicLink() ? "a link, not a file" : "no ordinary file";
