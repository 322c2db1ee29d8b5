/** A part of `privacy/` with the tests that must notice when it is broken. */
export interface Group {
  readonly name: string;
  /** Files of the product, as path or `folder/**`. */
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}

/**
 * Every file of `privacy/` belongs to the first group that names it. Left out of the tests are those that play whole
 * runs or a hundred seeded worlds: they would make each mutant cost minutes.
 */
export const GROUPS: readonly Group[] = [
  {
    name: "mechanisms",
    mutate: [
      "privacy/clip.ts",
      "privacy/canonical-json.ts",
      "privacy/private.ts",
      "privacy/mechanism.ts",
      "privacy/contingency.ts",
      "privacy/mechanisms/**",
    ],
    tests: [
      "test/privacy/clip.test.ts",
      "test/privacy/canonical-json.test.ts",
      "test/privacy/private.test.ts",
      "test/privacy/mechanisms/*.test.ts",
    ],
  },
  {
    name: "gaussian",
    mutate: [
      "privacy/accountant/analytic-gaussian.ts",
      "privacy/accountant/gaussian.ts",
      "privacy/accountant/zcdp.ts",
      "privacy/accountant/fixed-point.ts",
      "privacy/event.ts",
      "privacy/plan*.ts",
    ],
    tests: [
      "test/privacy/accountant/gaussian.test.ts",
      "test/privacy/accountant/gaussian-edges.test.ts",
      "test/privacy/accountant/zcdp.test.ts",
      "test/privacy/accountant/reference.test.ts",
      "test/privacy/plan.test.ts",
      "test/privacy/properties/accountants.test.ts",
      "test/privacy/properties/plan.test.ts",
    ],
  },
  {
    name: "attacks",
    mutate: ["privacy/attacks/**"],
    tests: [
      "test/privacy/attacks/finding.test.ts",
      "test/privacy/attacks/scores.test.ts",
      "test/privacy/attacks/games.test.ts",
      "test/privacy/attacks/power.test.ts",
    ],
  },
  {
    name: "measure",
    mutate: ["privacy/measure/**"],
    tests: ["test/privacy/measure/*.test.ts"],
  },
  {
    name: "ledger",
    mutate: [
      "privacy/ledger*.ts",
      "privacy/books.ts",
      "privacy/chain.ts",
      "privacy/lock.ts",
      "privacy/resume.ts",
      "privacy/spent.ts",
      "privacy/values.ts",
      "privacy/budget/**",
      "privacy/owner-secret.ts",
    ],
    tests: [
      "test/privacy/ledger*.test.ts",
      "test/privacy/chain.test.ts",
      "test/privacy/budget/*.test.ts",
      "test/privacy/properties/ledger.test.ts",
    ],
  },
  {
    name: "verify",
    mutate: ["privacy/verify*.ts", "privacy/certificate/**"],
    tests: ["test/privacy/verify*.test.ts", "test/privacy/certificate/*.test.ts"],
  },
  {
    name: "reference accountant",
    mutate: ["privacy/accountant/**"],
    tests: ["test/privacy/accountant/*.test.ts"],
  },
];
