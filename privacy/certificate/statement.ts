import { z } from "zod";
import { EVIDENCE } from "../../schemas/evidence.ts";
import { NOT_PRIVATE } from "../../schemas/release.ts";
import { canonicalJson } from "../canonical-json.ts";
import { decimal, hash } from "../ledger-lines.ts";

const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
export const PREDICATE_TYPE = "urn:semblance:privacy-certificate:v1";

const count = z.number().int().nonnegative();

const predicate = z.strictObject({
  /** Total of every charge at `delta`, rounded up. */
  epsilon: decimal,
  delta: decimal,
  budget: z.strictObject({ epsilon: decimal, delta: decimal }),
  relation: z.string(),
  unit: z.string(),
  /** "planned": every release fixed before any data was read; "adaptive": chosen on the way, under a zCDP filter. */
  mode: z.string(),
  accountant: z.string(),
  charges: count,
  released: count,
  planHash: hash,
  /** Hash of the ledger's last line. */
  ledgerHead: hash,
  /** What ran the plan. */
  software: z.string(),
  /** Fingerprint of the key that signs. */
  signer: z.string(),
  private: z.boolean(),
  /** Only where `private` is false. */
  warning: z.literal(NOT_PRIVATE).optional(),
  assumptions: z.array(z.string()),
  notProved: z.array(z.string()),
});

export type Predicate = z.infer<typeof predicate>;

/** Files of the folder, by name, that a certificate is about. */
export const SUBJECTS = [EVIDENCE.ledger, EVIDENCE.manifest, EVIDENCE.release] as const;
export type Subjects = Readonly<Record<(typeof SUBJECTS)[number], string>>;

const statement = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: hash }) })),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate,
});

/**
 * The statement that a certificate signs, as canonical JSON.
 *
 * @param subjects  SHA-256 of each subject file's bytes
 * @source          in-toto Attestation Framework, Statement v1; RFC 8785
 */
export const statementText = (subjects: Subjects, predicate: Predicate): string =>
  canonicalJson({
    _type: STATEMENT_TYPE,
    subject: SUBJECTS.map(name => ({ name, digest: { sha256: subjects[name] } })),
    predicateType: PREDICATE_TYPE,
    predicate,
  });

/** What a statement says; undefined for any text that `statementText` would not have written. */
export const readStatement = (
  text: string,
): { readonly subjects: Subjects; readonly predicate: Predicate } | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = statement.safeParse(value);
  if (!parsed.success) return undefined;
  const named = new Map(parsed.data.subject.map(({ name, digest }) => [name, digest.sha256]));
  if (!SUBJECTS.every(name => named.has(name))) return undefined;
  const subjects = Object.fromEntries(named) as Subjects;
  return statementText(subjects, parsed.data.predicate) === text
    ? { subjects, predicate: parsed.data.predicate }
    : undefined;
};

/** How a ledger's releases were chosen. */
export const modeOf = (header: object): string => ("mode" in header ? String(header.mode) : "planned");
