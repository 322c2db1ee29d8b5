import { z } from "zod";
import { InvalidInput } from "../../../src/errors.ts";
import { digest, provenanceOf, provenanceSchema, text } from "../../tensor/provenance.ts";

/**
 * Where images that trained a prior may come from: a simulator without patients, or films that anybody may use under
 * a named licence. There is no class for private data: nothing could load such weights.
 */
export const SOURCE_CLASSES = ["procedural", "open-licence"] as const;

const procedural = z.strictObject({
  class: z.literal("procedural"),
  name: text,
  licence: text,
  images: z.int().min(1),
  sha256: digest,
});
/** Films of people also say whom to thank and which patients were left out. */
const openLicence = procedural.extend({
  class: z.literal("open-licence"),
  attribution: text,
  split: text,
  patients: z.int().min(1),
});

const schema = provenanceSchema(z.discriminatedUnion("class", [procedural, openLicence]));

/** What a prior was trained on, by whose leave, and the hash of what came out. */
export type WeightsProvenance = z.output<typeof schema>;

/**
 * The provenance of weights, checked against them.
 *
 * @param json  text of the provenance file; undefined where there is none
 * @guarantee   weights without provenance, with another hash, or of an unknown class of source are refused
 * @throws      InvalidInput naming the rule
 */
export const checkedProvenance = (
  weights: Uint8Array,
  json: string | undefined,
  file: string,
): WeightsProvenance => {
  if (json === undefined) throw new InvalidInput("must have a provenance file beside it", { file });
  return provenanceOf(schema, { weights, json, file });
};
