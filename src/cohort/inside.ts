import { realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, posix, resolve, sep } from "node:path";
import { InvalidInput, type Place } from "../errors.ts";

/**
 * A path of the table, tidied ("./ecg//1.hea" → "ecg/1.hea"), after checking that it is a file inside the folder, also
 * once symbolic links are followed. `root` is a real path.
 *
 * @throws  InvalidInput at `place`, without the path
 */
export const fileInside = async (root: string, path: string, place: Place): Promise<string> => {
  const tidy = posix.normalize(path);
  if (isAbsolute(path) || tidy === ".." || tidy.startsWith("../"))
    throw new InvalidInput("must stay inside the cohort folder", place);
  if (path.includes("\0")) throw new InvalidInput("must be a path", place);
  const real = await realpath(join(root, tidy)).catch(() => undefined);
  if (real === undefined) throw new InvalidInput("names a file that is not there", place);
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new InvalidInput("must stay inside the cohort folder, also through links", place);
  if (!(await stat(real)).isFile()) throw new InvalidInput("must name a file", place);
  return tidy;
};

/** The real path of a cohort folder; `name` says which folder a message is about. */
export const rootOf = async (folder: string, name = "cohort"): Promise<string> => {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined || !(await stat(root)).isDirectory())
    throw new InvalidInput("must be a folder that is there", { file: name });
  return root;
};

/** Whether a path, there or not, is a cohort folder or lies inside it, also through links. */
export const isWithin = async (folder: string, path: string): Promise<boolean> => {
  const root = await rootOf(folder);
  for (let at = resolve(path); ; at = dirname(at)) {
    const real = await realpath(at).catch(() => undefined);
    if (real !== undefined) return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
  }
};
