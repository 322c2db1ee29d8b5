import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../..");

/** One place of the product's own source, said otherwise. */
export interface Break {
  readonly file: string;
  /** Stands in the file exactly once, or the twin is no twin of this product any more. */
  readonly find: string | RegExp;
  readonly put: string;
}

/** The product with one line broken. */
export interface Twin {
  readonly name: string;
  readonly what: string;
  readonly breaks: readonly Break[];
}

/** The product itself: no detector may find it. */
export const HONEST: Twin = { name: "product", what: "nothing broken", breaks: [] };

/** A whole copy of the source tree, broken as a twin is. */
export interface Copy {
  readonly folder: string;
  drop(): void;
}

/**
 * The product's source in a temporary folder with a twin's breaks in it: what runs there is the real code path.
 *
 * @throws Error if a break's place is not in the file exactly once
 */
export const copyOf = ({ name, breaks }: Pick<Twin, "name" | "breaks">): Copy => {
  const folder = mkdtempSync(join(tmpdir(), `semblance-twin-${name}-`));
  for (const part of [
    "src",
    "schemas",
    "privacy",
    "generators",
    "test/privacy",
    "package.json",
    "tsconfig.json",
  ])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  for (const { file, find, put } of breaks) {
    const path = join(folder, file);
    writeFileSync(path, replacedOnce(readFileSync(path, "utf8"), { file, find, put }));
  }
  return { folder, drop: () => rmSync(folder, { recursive: true, force: true }) };
};

const replacedOnce = (text: string, { file, find, put }: Break): string => {
  const places =
    typeof find === "string"
      ? text.split(find).length - 1
      : [...text.matchAll(new RegExp(find.source, `${find.flags}g`))].length;
  if (places !== 1) throw new Error(`${file} holds ${places} places like ${find}: the twin needs one`);
  return typeof find === "string" ? text.replace(find, () => put) : text.replace(find, put);
};
