import { z } from "zod";
import { RELATION, UNIT } from "../schemas/plan.ts";
import { type Books, readBooks } from "./books.ts";
import { canonicalHash } from "./canonical-json.ts";
import { readChain } from "./chain.ts";
import { type Total, totalOf } from "./verify-epsilon.ts";
import { notProved, proved } from "./verify-words.ts";

/** What a run left behind, as text; nothing else is read. */
export interface Evidence {
  /** The ledger file. */
  readonly ledger: string;
  /** The release file, if there is one. */
  readonly release?: string;
  /** File → SHA-256, as the run's manifest states them and as they are. */
  readonly outputs?: {
    readonly stated: Readonly<Record<string, string>>;
    readonly found: Readonly<Record<string, string>>;
  };
}

export interface Verification {
  readonly ok: boolean;
  /** Total of all charges at `delta`, recomputed, rounded up; Infinity where the ledger cannot be read. */
  readonly epsilon: number;
  readonly delta: number;
  /** What is proved, and what is not, one sentence each. */
  readonly statements: readonly string[];
  /** What does not hold; a fault of the ledger names its line. */
  readonly failures: readonly string[];
}

/**
 * Checks a run from its files alone: every byte of the ledger, the plan's hash, the total ε (recomputed apart from the
 * accountant), the budget, and that release and outputs are those the ledger and manifest name.
 *
 * @guarantee the total is recomputed from the ledger's lines alone and agrees with the accountant to 1e-10, rounded up
 * @throws    never because of what the files hold: that is a failure in the result
 */
export const verifyRun = (evidence: Evidence): Verification => {
  const chain = readChain(evidence.ledger);
  const books = readBooks(chain);
  const total = totalOf(books.charges.map(({ charge }) => charge.event.noiseMultiplier));
  const budget = books.header?.plan.budget;
  const epsilon = budget === undefined ? Number.POSITIVE_INFINITY : total.epsilon(budget.delta);
  const torn = chain.torn === "" ? [] : [`line ${chain.lines.length + 1}: is cut short`];
  const failures = [
    ...chain.failures,
    ...torn,
    ...books.failures.filter(
      failure => !chain.failures.some(fault => fault.startsWith(failure.slice(0, failure.indexOf(":") + 1))),
    ),
    ...headerFailures(books),
    ...budgetFailures(books, total),
    ...(evidence.release === undefined ? [] : releaseFailures(books, evidence.release)),
    ...(evidence.outputs === undefined ? [] : outputFailures(evidence.outputs)),
  ];
  const ok = failures.length === 0;
  const statements = [
    ...(ok ? proved({ books, lines: chain.lines.length, epsilon, evidence }) : []),
    ...notProved(evidence),
  ];
  return { ok, epsilon, delta: Number(budget?.delta ?? 1), statements, failures };
};

const headerFailures = ({ header }: Books): string[] => {
  if (header === undefined) return [];
  const { plan } = header;
  return [
    ...(header.private ? [] : ["line 1: the noise was not the system's: nothing here is private"]),
    ...(plan.relation === RELATION && plan.unit === UNIT
      ? []
      : ["line 1: the plan's relation or unit is unknown"]),
  ];
};

/** The budget holds for all charges together, and no charge line claims less than the releases up to it cost. */
const budgetFailures = ({ header, charges }: Books, total: Total): string[] => {
  if (header === undefined) return [];
  const { epsilon, delta } = header.plan.budget;
  const spent = charges.map(({ charge }) => charge.event.noiseMultiplier);
  const low = charges.filter(
    ({ charge }, i) => !totalOf(spent.slice(0, i + 1)).holds(String(charge.epsilon), delta),
  );
  return [
    ...(charges.length === 0 || total.holds(epsilon, delta)
      ? []
      : [`line ${charges.at(-1)?.line}: the charges up to here exceed the budget`]),
    ...low.map(
      ({ line, charge }) =>
        `line ${line}: claims ε = ${charge.epsilon}, less than the releases up to it cost`,
    ),
  ];
};

const releaseShape = z.looseObject({
  private: z.boolean(),
  planHash: z.string(),
  plan: z.unknown(),
  sums: z.array(z.looseObject({ purpose: z.string() })),
});

const parseRelease = (text: string) => {
  try {
    return releaseShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** Every released value is in the file, unchanged, and nothing else is. */
const releaseFailures = ({ header, released }: Books, text: string): string[] => {
  const file = parseRelease(text);
  if (file === undefined) return ["release file: cannot be read"];
  const failures: string[] = [];
  if (header !== undefined) {
    if (file.planHash !== header.planHash || hashOf(file.plan) !== header.planHash)
      failures.push("release file: its plan is not the ledger's");
    if (file.private !== header.private)
      failures.push("release file: says otherwise than the ledger whether it is private");
  }
  const purposes = new Set(file.sums.map(({ purpose }) => purpose));
  for (const [purpose, { line }] of released)
    if (!purposes.has(purpose))
      failures.push(`release file: does not hold "${purpose}", released in line ${line}`);
  for (const sum of file.sums) {
    const stated = released.get(sum.purpose);
    if (stated === undefined)
      failures.push(`release file: holds "${sum.purpose}", which the ledger did not release`);
    else if (hashOf(sum) !== stated.sha256)
      failures.push(`release file: "${sum.purpose}" is not what line ${stated.line} released`);
  }
  if (purposes.size !== file.sums.length) failures.push("release file: holds a value twice");
  return failures;
};

/** Canonical hash, or undefined for what canonical JSON cannot hold (a number beyond doubles). */
const hashOf = (value: unknown): string | undefined => {
  try {
    return canonicalHash(value);
  } catch {
    return undefined;
  }
};

const outputFailures = ({ stated, found }: NonNullable<Evidence["outputs"]>): string[] => [
  ...Object.keys(stated)
    .filter(file => found[file] !== stated[file])
    .map(
      file =>
        `output ${file}: ${found[file] === undefined ? "is missing" : "is not what the manifest states"}`,
    ),
  ...Object.keys(found)
    .filter(file => stated[file] === undefined)
    .map(file => `output ${file}: is not in the manifest`),
];
