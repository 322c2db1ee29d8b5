import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { Argv } from "yargs";
import type { AskedFor } from "../../schemas/evidence.ts";
import type { Request } from "../pipeline/steering.ts";
import { readReference } from "../reference/read.ts";
import { checkedCount } from "./options.ts";

/** What the people of a draw are asked to be, as options. */
export interface AskedOptions {
  readonly patients: number;
  readonly seed: string;
  readonly match?: string | undefined;
  readonly quota?: readonly string[] | undefined;
  readonly allowPooled: boolean;
}

export const withAskedOptions = <T>(command: Argv<T>) =>
  command
    .option("patients", { type: "number", default: 500, describe: "how many people to draw" })
    .option("seed", {
      type: "string",
      default: "1",
      describe: "seed of the draw; has nothing to do with the noise",
    })
    .option("match", {
      type: "string",
      describe: "draw people as they are in a reference population: us-2024, india-2011 or a .csv",
    })
    .option("quota", {
      type: "string",
      array: true,
      requiresArg: true,
      describe: 'exactly so many of a group: "sex=female,age=70-90:500"; may be given several times',
    })
    .option("allow-pooled", {
      type: "boolean",
      default: false,
      describe: "draw a quota's group although the release does not support it; everyone in it is tagged",
    });

/** @throws InvalidRequest for a count or a reference that is none */
export const requestOf = async (options: AskedOptions): Promise<Request> => ({
  patients: checkedCount("patients", options.patients),
  seed: options.seed,
  ...(options.match === undefined ? {} : { match: await readReference(options.match) }),
  ...(options.quota === undefined ? {} : { quotas: options.quota }),
  ...(options.allowPooled ? { allowPooled: true } : {}),
});

/** The reference of a CSV in the folder: whoever checks the draw needs it. */
const OWN_REFERENCE = "reference.csv";

/** What the manifest says of the request; a reference of one's own is copied into the folder. */
export const keepAsked = async (
  options: AskedOptions,
  folder: string,
  imageDetail?: AskedFor["imageDetail"],
): Promise<{ readonly asked?: AskedFor }> => {
  const isFile = options.match !== undefined && /\.csv$/i.test(options.match);
  if (isFile) await copyFile(options.match!, join(folder, OWN_REFERENCE));
  const asked: AskedFor = {
    ...(options.match === undefined ? {} : { match: isFile ? OWN_REFERENCE : options.match }),
    ...(options.quota === undefined ? {} : { quotas: options.quota }),
    ...(options.allowPooled ? { allowPooled: true } : {}),
    ...(imageDetail === undefined ? {} : { imageDetail }),
  };
  return Object.keys(asked).length > 0 ? { asked } : {};
};
