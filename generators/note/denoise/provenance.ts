import { createHash } from "node:crypto";
import { z } from "zod";
import { InvalidInput } from "../../../src/errors.ts";

const text = z.string().min(1);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** Notes that trained a denoiser come from the grammar, or are open to all under a named licence: no class for private ones. */
const made = z.strictObject({
  class: z.literal("procedural"),
  name: text,
  licence: text,
  notes: z.int().min(1),
  sha256: digest,
});
const open = made.extend({ class: z.literal("open-licence"), attribution: text, split: text });

const schema = z.strictObject({
  weights: text,
  sha256: digest,
  class: z.literal("public"),
  statement: text,
  sources: z.array(z.discriminatedUnion("class", [made, open])).min(1),
  training: z.record(z.string(), z.union([z.string(), z.number()])),
  software: z.record(z.string(), text),
});

/** What a denoiser of notes was trained on, by whose leave, and the hash of what came out. */
export type NoteProvenance = z.output<typeof schema>;

/**
 * The provenance of weights, checked against them.
 *
 * @guarantee  weights with another hash, or of an unknown class of source, are refused
 * @throws     InvalidInput naming the rule
 */
export const checkedNoteProvenance = (weights: Uint8Array, json: string, file: string): NoteProvenance => {
  const result = schema.safeParse(parsed(json, file));
  if (!result.success) {
    const { path, message } = result.error.issues[0]!;
    throw new InvalidInput(`provenance must name public sources in full: ${message}`, {
      file,
      ...(path.length > 0 && { field: path.join(".") }),
    });
  }
  if (createHash("sha256").update(weights).digest("hex") !== result.data.sha256)
    throw new InvalidInput("must have the SHA-256 that its provenance names", { file });
  return result.data;
};

const parsed = (json: string, file: string): unknown => {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new InvalidInput("must be JSON", { file }, { cause });
  }
};
