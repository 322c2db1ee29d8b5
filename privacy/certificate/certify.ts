import { NOT_PRIVATE } from "../../schemas/release.ts";
import { VerificationFailed } from "../../src/errors.ts";
import { decimalUp, exactly, parseDecimal, type Rational } from "../../src/math/rational.ts";
import { readBooks } from "../books.ts";
import { sha256 } from "../canonical-json.ts";
import { readChain } from "../chain.ts";
import { signedEnvelope } from "./envelope.ts";
import type { Signer } from "./key.ts";
import { modeOf, statementText } from "./statement.ts";

/** The texts of a folder's evidence, as they stand in its files. */
export interface Certifiable {
  readonly ledger: string;
  readonly release: string;
  readonly manifest: string;
}

/** What the claim rests on and no file can show. */
const ASSUMPTIONS = [
  "one patient is one id: records of one person under two ids are two units, and relatives are separate people",
  "what the plan calls public (domain, choices, priors, bounds) was fixed without looking at these patients",
  "the operating system's random bits cannot be predicted",
  "the program ran as its source says, on a machine that nobody had tampered with",
] as const;

const NOT_PROVED = [
  "that this is the only ledger over these patients: other runs on them add to the loss",
  "that the people who drew on this release kept other data about these patients out of its outputs",
  "anything about groups: what is true of a population can still be learnt",
] as const;

/**
 * The signed certificate of a folder: which ledger, release and manifest it is about and what the ledger's charges
 * cost. No clock and no chance in it: the same folder and key give the same bytes.
 *
 * @param epsilon  total of all charges by the ledger's own accountant
 * @throws         VerificationFailed if the ledger does not hold
 */
export const certificateText = (files: Certifiable, epsilon: number, signer: Signer): string => {
  const chain = readChain(files.ledger);
  const { header, charges, released, failures } = readBooks(chain);
  const faults = [...chain.failures, ...failures];
  if (header === undefined || faults.length > 0)
    throw new VerificationFailed(`the ledger does not hold: ${faults.join("; ")}`);
  const { plan } = header;
  const payload = statementText(
    {
      "ledger.jsonl": sha256(files.ledger),
      "manifest.json": sha256(files.manifest),
      "release.json": sha256(files.release),
    },
    {
      epsilon: statedUp(epsilon, plan.budget.epsilon),
      delta: plan.budget.delta,
      budget: plan.budget,
      relation: plan.relation,
      unit: plan.unit,
      mode: modeOf(header),
      accountant: header.accountant,
      charges: charges.length,
      released: released.size,
      planHash: header.planHash,
      ledgerHead: chain.head,
      software: header.software,
      signer: signer.publicKey.fingerprint,
      private: header.private,
      ...(header.private ? {} : { warning: NOT_PRIVATE }),
      assumptions: [...ASSUMPTIONS],
      notProved: [...NOT_PROVED],
    },
  );
  return signedEnvelope(payload, signer);
};

/** Six digits, rounded up; where that would pass a budget that holds the total, the budget itself. */
const statedUp = (epsilon: number, budget: string): string => {
  const total = exactly(epsilon);
  const stated = decimalUp(total, 6);
  const limit = parseDecimal(budget);
  return isAtMost(parseDecimal(stated), limit) || !isAtMost(total, limit) ? stated : budget;
};

const isAtMost = (a: Rational, b: Rational): boolean => a.num * b.den <= b.num * a.den;
