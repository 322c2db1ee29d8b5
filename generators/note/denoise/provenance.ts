import { z } from "zod";
import { digest, provenanceOf, provenanceSchema, text } from "../../tensor/provenance.ts";

/** Notes that trained a denoiser come from the grammar, or are open to all under a named licence: no class for private ones. */
const made = z.strictObject({
  class: z.literal("procedural"),
  name: text,
  licence: text,
  notes: z.int().min(1),
  sha256: digest,
});
const open = made.extend({ class: z.literal("open-licence"), attribution: text, split: text });

const schema = provenanceSchema(z.discriminatedUnion("class", [made, open]));

/** What a denoiser of notes was trained on, by whose leave, and the hash of what came out. */
export type NoteProvenance = z.output<typeof schema>;

/**
 * The provenance of weights, checked against them.
 *
 * @guarantee  weights with another hash, or of an unknown class of source, are refused
 * @throws     InvalidInput naming the rule
 */
export const checkedNoteProvenance = (weights: Uint8Array, json: string, file: string): NoteProvenance =>
  provenanceOf(schema, { weights, json, file });
