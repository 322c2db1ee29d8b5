import { z } from "zod";
import { EVIDENCE } from "../schemas/evidence.ts";
import type { Books } from "./books.ts";
import { canonicalHash } from "./canonical-json.ts";

const base = {
  notice: z.string(),
  software: z.string(),
  planHash: z.string(),
  signed: z.boolean(),
  files: z.record(z.string(), z.string()),
  hash: z.string(),
};
/** What the people were asked to be: it says how they were drawn and costs nothing. */
const asked = z.strictObject({
  match: z.string().optional(),
  quotas: z.array(z.string()).optional(),
  allowPooled: z.boolean().optional(),
  imageDetail: z.strictObject({ weights: z.string(), engine: z.string() }).optional(),
  pictures: z.strictObject({ mix: z.enum(["training", "pictures"]), png: z.boolean() }).optional(),
});
const shape = z.discriminatedUnion("format", [
  z.strictObject({
    format: z.literal("semblance-output/1"),
    synthetic: z.literal(true),
    seed: z.string(),
    patients: z.number(),
    asked: asked.optional(),
    ...base,
  }),
  z.strictObject({ format: z.literal("semblance-fit/1"), ...base }),
]);

export type ReadManifest = z.infer<typeof shape>;

/** A manifest whose text is as this program writes it and whose own hash fits; undefined for any other text. */
export const readManifest = (text: string): ReadManifest | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    const manifest = shape.parse(value);
    const { hash, ...rest } = manifest;
    return isPlainJson(text, value) && canonicalHash(rest) === hash ? manifest : undefined;
  } catch {
    return undefined;
  }
};

/** File → what is wrong with it, by the manifest. @param found SHA-256 of every file of the folder; other text for what is no file */
export const manifestFaults = (
  manifest: ReadManifest,
  found: Readonly<Record<string, string>>,
  { header }: Books,
): readonly (readonly [file: string, fault: string])[] => {
  const beside: readonly string[] = [
    EVIDENCE.manifest,
    ...(manifest.signed ? [EVIDENCE.certificate, EVIDENCE.publicKey] : []),
  ];
  const stated = new Map(Object.entries(manifest.files));
  const there = new Map(Object.entries(found));
  return [
    ...beside.filter(file => !there.has(file)).map(file => [file, "is missing"] as const),
    ...[...stated]
      .filter(([file, hash]) => there.get(file) !== hash)
      .map(([file]) => [file, faultOf(there.get(file))] as const),
    ...[...there.keys()]
      .filter(file => !stated.has(file) && !beside.includes(file))
      .map(file => [file, `is not in ${EVIDENCE.manifest}`] as const),
    ...(header === undefined || header.planHash === manifest.planHash
      ? []
      : [[EVIDENCE.manifest, "is about another plan than the ledger's"] as const]),
  ];
};

const faultOf = (hash: string | undefined): string => {
  if (hash === undefined) return "is missing";
  return /^[0-9a-f]{64}$/.test(hash) ? `is not the file that ${EVIDENCE.manifest} states` : `is ${hash}`;
};

/** The text that the program itself would have written: no doubled key, no other spelling of the same values. */
export const isPlainJson = (text: string, value: unknown): boolean =>
  `${JSON.stringify(value, undefined, 1)}\n` === text;
