import { createHash } from "node:crypto";
import { z } from "zod";
import { InvalidInput } from "../../src/errors.ts";

export const text = z.string().min(1);
export const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What weights were trained on, by whose leave, and the hash of what came out; only the form of a source differs. */
export const provenanceSchema = <S extends z.ZodType>(source: S) =>
  z.strictObject({
    weights: text,
    sha256: digest,
    class: z.literal("public"),
    statement: text,
    sources: z.array(source).min(1),
    training: z.record(z.string(), z.union([z.string(), z.number()])),
    software: z.record(z.string(), text),
  });

/**
 * The provenance of weights, checked against them.
 *
 * @throws  InvalidInput naming the rule: not JSON, not of the schema, or weights with another hash
 */
export const provenanceOf = <P extends { readonly sha256: string }>(
  schema: z.ZodType<P>,
  { weights, json, file }: { readonly weights: Uint8Array; readonly json: string; readonly file: string },
): P => {
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
    throw new InvalidInput("provenance must be JSON", { file }, { cause });
  }
};
