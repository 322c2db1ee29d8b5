import { createHash } from "node:crypto";
import { z } from "zod";
import { InvalidInput } from "../../../src/errors.ts";

/**
 * Where images that trained a prior may come from: a simulator without patients, or films that anybody may use under
 * a named licence. There is no class for private data: nothing could load such weights.
 */
export const SOURCE_CLASSES = ["procedural", "open-licence"] as const;

const text = z.string().min(1);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

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

const provenanceSchema = z.strictObject({
  weights: text,
  sha256: digest,
  class: z.literal("public"),
  statement: text,
  sources: z.array(z.discriminatedUnion("class", [procedural, openLicence])).min(1),
  training: z.record(z.string(), z.union([z.string(), z.number()])),
  software: z.record(z.string(), text),
});

/** What a prior was trained on, by whose leave, and the hash of what came out. */
export type WeightsProvenance = z.output<typeof provenanceSchema>;

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
  const result = provenanceSchema.safeParse(parsed(json, file));
  if (!result.success) {
    const { path, message } = result.error.issues[0]!;
    throw new InvalidInput(`provenance must name public sources in full: ${message}`, {
      file,
      ...(path.length > 0 && { field: path.join(".") }),
    });
  }
  const found = createHash("sha256").update(weights).digest("hex");
  if (found !== result.data.sha256)
    throw new InvalidInput("must have the SHA-256 that its provenance names", { file });
  return result.data;
};

const parsed = (json: string, file: string): unknown => {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new InvalidInput("provenance must be JSON", { file }, { cause });
  }
};
