import { z } from "zod";
import { decimal, event, hash, recovered } from "../ledger-lines.ts";

const count = z.number().int().nonnegative();
/** Number of a cohort in the book, from 1. */
const cohort = z.number().int().positive();
const cohorts = z.array(cohort).min(1);
/** 16 bytes of a keyed hash. */
const mark = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
const run = z.string().regex(/^[0-9a-f]{32}$/);

/** First line. `keyCheck` tells whether marks made with a key at hand can be compared with those of the book. */
const header = z.strictObject({
  kind: z.literal("budget-book"),
  format: z.literal("semblance-budget/1"),
  keyCheck: hash,
});

/** Patients that the cohort's book covers from here on. The first line with a number opens that cohort. */
const patients = z.strictObject({ kind: z.literal("patients"), cohort, marks: z.array(mark) });

/** One patient turned out to be in both: from here on they are one cohort, with the runs and limits of both. */
const merge = z.strictObject({ kind: z.literal("merge"), into: cohort, from: cohort });

/** What all runs over a cohort, past and to come, may cost together. Once a cohort. */
const limit = z.strictObject({ kind: z.literal("limit"), cohorts, epsilon: decimal, delta: decimal });

/**
 * Spent by a run on all these cohorts: its draws number `from` and following. The first charge is for the whole plan,
 * before any of it is made; later ones are for a release that is made once more.
 */
const charge = z.strictObject({
  kind: z.literal("charge"),
  run,
  cohorts,
  from: count,
  events: z.array(event).min(1),
  planHash: hash.optional(),
});

/** The run is about to make what it was charged for under this number. Once. */
const draw = z.strictObject({ kind: z.literal("draw"), run, release: count });

const body = z.discriminatedUnion("kind", [header, patients, merge, limit, charge, draw, recovered]);

/** What one line of the lifetime book says, without its place in the chain. */
export type BudgetBody = z.infer<typeof body>;

/** What may stand in a lifetime book. */
export const BUDGET_LINES = {
  name: "lifetime book",
  parse: (value: unknown): BudgetBody | undefined => body.safeParse(value).data,
  recovered: (bytes: number, sha256: string): BudgetBody => ({ kind: "recovered", bytes, sha256 }),
};
