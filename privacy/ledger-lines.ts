import { z } from "zod";
import { RELATION, type SealedPlan, UNIT } from "../schemas/plan.ts";
import { NOT_PRIVATE } from "../schemas/release.ts";
import type { PrivacyEvent } from "./event.ts";

export const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** A decimal that `parseDecimal` reads and arbitrary precision too. */
export const decimal = z.string().regex(/^\d{1,60}(\.\d{1,60})?(e[+-]?\d{1,3})?$/i);
const index = z.number().int().nonnegative();

const named = { purpose: z.string(), share: z.number() };
const releases = z.union([
  z.strictObject({
    ...named,
    noiseMultiplier: decimal,
    blocks: z.array(z.strictObject({ name: z.string(), size: z.number(), weight: z.number() })),
  }),
  z.strictObject({ ...named, kind: z.literal("selection"), epsilon: decimal }),
  z.strictObject({ ...named, kind: z.literal("tables"), noiseMultiplier: decimal }),
  z.strictObject({
    ...named,
    kind: z.literal("partitions"),
    noiseMultiplier: decimal,
    perPatient: z.number(),
    threshold: decimal,
    delta: decimal,
  }),
]);

const plan = z.strictObject({
  format: z.literal("semblance-plan/1"),
  relation: z.literal(RELATION),
  unit: z.literal(UNIT),
  budget: z.strictObject({ epsilon: decimal, delta: decimal }),
  releases: z.array(releases),
  domain: z.array(z.strictObject({ name: z.string(), categories: z.array(z.string()) })),
  choices: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
}) satisfies z.ZodType<SealedPlan>;

/** First line: what the run may do, written before any data is opened. `private` is false for replayable noise. */
const header = z.strictObject({
  kind: z.literal("header"),
  format: z.literal("semblance-ledger/1"),
  software: z.string(),
  /** "exact-gaussian" or "zcdp". */
  accountant: z.string(),
  /** "planned": the plan lists every release. "adaptive": none; a zCDP filter holds each against the budget. */
  mode: z.enum(["planned", "adaptive"]),
  private: z.boolean(),
  warning: z.literal(NOT_PRIVATE).optional(),
  planHash: hash,
  plan,
});

export const event = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("gaussian"), noiseMultiplier: decimal }),
  z.strictObject({ kind: z.literal("exponential"), epsilon: decimal }),
  z.strictObject({ kind: z.literal("thresholded"), noiseMultiplier: decimal, delta: decimal }),
]) satisfies z.ZodType<PrivacyEvent>;

/** Written and synced before the data is opened for the release: from then on it is spent. */
const charge = z.strictObject({
  kind: z.literal("charge"),
  release: index,
  purpose: z.string(),
  event,
  /** The accountant's total ε at the plan's δ with this charge. */
  epsilon: z.number().nonnegative(),
});

/** The value that left: SHA-256 of its canonical JSON. */
const released = z.strictObject({
  kind: z.literal("released"),
  release: index,
  purpose: z.string(),
  sha256: hash,
});

/** A last line that a crash cut short was removed; its bytes are named by their hash. */
export const recovered = z.strictObject({ kind: z.literal("recovered"), bytes: index, sha256: hash });

const body = z.discriminatedUnion("kind", [header, charge, released, recovered]);

/** What one line says, without its place in the chain. */
export type LedgerBody = z.infer<typeof body>;
export type Header = Extract<LedgerBody, { kind: "header" }>;
export type Charge = Extract<LedgerBody, { kind: "charge" }>;

/** A line's place in the chain: its number from 1, the hash of the line before, and its own hash over all the rest. */
export interface Link {
  readonly line: number;
  readonly prev: string;
  readonly hash: string;
}

/** What may stand in a ledger's file. */
export const LEDGER_LINES = {
  name: "ledger",
  parse: (value: unknown): LedgerBody | undefined => parseBody(value),
  recovered: (bytes: number, sha256: string): LedgerBody => ({ kind: "recovered", bytes, sha256 }),
};

/** The body of a parsed line, or undefined if it is none of the four kinds. */
export const parseBody = (value: unknown): LedgerBody | undefined => {
  const parsed = body.safeParse(value);
  return parsed.success ? parsed.data : undefined;
};
