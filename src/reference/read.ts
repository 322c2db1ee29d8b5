import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { InvalidInput, InvalidRequest } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { populationIn } from "./csv.ts";
import { REFERENCES } from "./index.ts";
import type { ReferencePopulation } from "./population.ts";

/**
 * The reference population that a user names: one that ships with the product, or the path of a CSV file in the form of
 * README.md.
 *
 * @throws  InvalidRequest  neither a shipped name nor the path of a .csv file
 * @throws  InvalidInput    a file that is not there, is no UTF-8 or breaks the form, by line and column
 */
export const readReference = async (nameOrCsv: string): Promise<ReferencePopulation> => {
  if (Object.hasOwn(REFERENCES, nameOrCsv)) return REFERENCES[nameOrCsv as keyof typeof REFERENCES];
  if (!/\.csv$/i.test(nameOrCsv)) {
    const known = Object.keys(REFERENCES);
    const near = nearest(nameOrCsv, known);
    throw new InvalidRequest(
      `reference must be ${known.join(", ")} or the path of a .csv file; got ${nameOrCsv}${near === undefined ? "" : `; did you mean ${near}?`}`,
    );
  }
  return populationIn(await textOf(nameOrCsv), basename(nameOrCsv));
};

const textOf = async (path: string): Promise<string> => {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new InvalidInput(
      cause.code === "ENOENT" ? "is not there" : "cannot be read",
      { file: path },
      { cause },
    );
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InvalidInput("must be UTF-8 text", { file: path }, { cause });
  }
};
