import { basename, join } from "node:path";
import type { OutputManifest } from "../../schemas/evidence.ts";
import { readReference } from "../reference/read.ts";
import type { Request } from "./steering.ts";

/** The request that the people of a folder were drawn for, as its manifest states it. */
export const requestIn = async (
  folder: string,
  { patients, seed, asked = {} }: Pick<OutputManifest, "patients" | "seed" | "asked">,
): Promise<Request> => {
  const { match, imageDetail: _, pictures: __, ...others } = asked;
  if (match === undefined) return { patients, seed, ...others };
  const own = ownReference({ asked });
  return {
    patients,
    seed,
    ...others,
    match: await readReference(own === undefined ? match : join(folder, own)),
  };
};

/** The file of the folder that holds the drawer's own reference population. */
export const ownReference = ({ asked }: Pick<OutputManifest, "asked">): string | undefined =>
  asked?.match?.endsWith(".csv") ? basename(asked.match) : undefined;
