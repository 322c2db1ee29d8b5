import type { Books } from "./books.ts";
import type { Evidence } from "./verify.ts";

interface Facts {
  readonly books: Books;
  readonly lines: number;
  readonly epsilon: number;
  readonly evidence: Evidence;
}

/** ε for reading: four decimals, rounded up. */
const shown = (epsilon: number): string =>
  Number.isFinite(epsilon) ? (Math.ceil(epsilon * 1e4) / 1e4).toFixed(4) : "infinite";

/** What an officer may rely on once nothing failed. */
export const proved = ({
  books: { header, charges, released },
  lines,
  epsilon,
  evidence,
}: Facts): readonly string[] => {
  if (header === undefined) return [];
  const { budget, relation, unit } = header.plan;
  return [
    `Proved: all ${lines} lines of the ledger are as written, each bound to the one before; the plan was sealed in line 1, before the first charge.`,
    `Proved: the charges add up to ε ≤ ${shown(epsilon)} at δ = ${budget.delta}, recomputed here in 100-digit arithmetic; the budget was ε = ${budget.epsilon}. Unit: ${unit}. Relation: ${relation}.`,
    `Proved: ${charges.length} of ${header.plan.releases.length} planned releases were charged, ${released.size} values came out; a charge without a value stays spent.`,
    ...(evidence.release === undefined
      ? []
      : [
          "Proved: the release file holds exactly the values whose hashes the ledger names, under the same plan.",
        ]),
    ...(evidence.outputs === undefined
      ? []
      : ["Proved: every output file is the one that the manifest states."]),
  ];
};

/** What no check of files can show; printed whether or not something failed. */
export const notProved = (evidence: Evidence): readonly string[] => [
  "Not proved: that the program which wrote the ledger did what the ledger says; its sources and tests are the evidence for that.",
  "Not proved: that this is the only ledger over these patients, or its newest state; a copy, an older copy or a second run elsewhere leaves no trace here.",
  "Not proved: that each patient had one id; records of one person under two ids are two units. Relatives are not one unit.",
  "Not proved: that what the plan calls public (domain, choices, priors) was made without these patients.",
  ...(evidence.release === undefined ? ["Not checked: the release file; none was given."] : []),
  ...(evidence.outputs === undefined ? ["Not checked: the output files; no manifest was given."] : []),
];
