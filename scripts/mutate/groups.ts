/** A part of `privacy/` with the tests that must notice when it is broken. */
export interface Group {
  readonly name: string;
  /** Files of the product, as path or `folder/**`. */
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** Parts of the titles of tests that are left out, as they would make each mutant cost many seconds. */
  readonly without?: readonly string[];
}

/**
 * Every file of `privacy/` belongs to the first group that names it. Left out of the tests are those that play whole
 * runs or a hundred seeded worlds: they would make each mutant cost minutes.
 */
export const GROUPS: readonly Group[] = [
  {
    name: "clip",
    mutate: ["privacy/clip.ts", "privacy/canonical-json.ts", "privacy/private.ts"],
    tests: [
      "test/privacy/clip.test.ts",
      "test/privacy/canonical-json.test.ts",
      "test/privacy/private.test.ts",
      "test/privacy/mechanisms/bounded-sum.test.ts",
    ],
  },
  {
    name: "mechanisms",
    mutate: ["privacy/mechanism.ts", "privacy/contingency.ts", "privacy/mechanisms/**"],
    tests: ["test/privacy/mechanisms/*.test.ts"],
  },
  {
    name: "thresholds",
    mutate: ["privacy/threshold.ts", "privacy/verify-partitions.ts", "privacy/accountant/failure.ts"],
    tests: [
      "test/privacy/mechanisms/partitions.test.ts",
      "test/privacy/accountant/failure.test.ts",
      "test/privacy/thresholds.test.ts",
    ],
  },
  {
    name: "gaussian",
    mutate: [
      "privacy/accountant/analytic-gaussian.ts",
      "privacy/accountant/gaussian.ts",
      "privacy/accountant/zcdp.ts",
      "privacy/accountant/fixed-point.ts",
    ],
    tests: [
      "test/privacy/accountant/gaussian.test.ts",
      "test/privacy/accountant/gaussian-edges.test.ts",
      "test/privacy/accountant/zcdp.test.ts",
      "test/privacy/properties/accountants.test.ts",
    ],
  },
  {
    name: "plan",
    mutate: ["privacy/event.ts", "privacy/plan*.ts"],
    tests: ["test/privacy/plan*.test.ts"],
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
    without: ["its jackknife intervals hold the truth"],
  },
  {
    name: "chain",
    mutate: ["privacy/chain.ts", "privacy/books.ts"],
    tests: [
      "test/privacy/chain.test.ts",
      "test/privacy/books.test.ts",
      "test/privacy/ledger-resume.test.ts",
      "test/privacy/ledger-adaptive.test.ts",
    ],
    without: ["whatever is asked for, in whatever order", "stays within its budget for any shares"],
  },
  {
    name: "ledger",
    mutate: [
      "privacy/ledger*.ts",
      "privacy/lock.ts",
      "privacy/resume.ts",
      "privacy/spent.ts",
      "privacy/values.ts",
      "privacy/owner-secret.ts",
    ],
    tests: ["test/privacy/ledger*.test.ts", "test/privacy/lock.test.ts", "test/privacy/owner-secret.test.ts"],
    without: [
      "a disk that fills after any number of bytes",
      "whatever is asked for, in whatever order",
      "stays within its budget for any shares",
      "a process killed between charge and value",
      "a second process cannot append",
      "a process that ends gives its lock back",
    ],
  },
  {
    name: "budget",
    mutate: ["privacy/budget/**"],
    tests: ["test/privacy/budget/*.test.ts"],
    without: ["two runs racing for the last", "of six processes, as many come in"],
  },
  {
    name: "verify",
    mutate: [
      "privacy/verify-certificate.ts",
      "privacy/verify-release.ts",
      "privacy/verify-manifest.ts",
      "privacy/verify-words.ts",
    ],
    tests: ["test/privacy/verify-certificate.test.ts", "test/privacy/verify-files.test.ts"],
  },
  {
    name: "verify a run",
    mutate: ["privacy/verify.ts", "privacy/verify-ledger.ts"],
    tests: ["test/privacy/verify-run.test.ts"],
  },
  {
    name: "verify numbers",
    mutate: ["privacy/verify*.ts"],
    tests: ["test/privacy/verify-arithmetic.test.ts", "test/privacy/verify-numbers.test.ts"],
  },
  {
    name: "certificate",
    mutate: ["privacy/certificate/**"],
    tests: ["test/privacy/certificate/*.test.ts"],
    without: ["is one key when four processes make it at once"],
  },
  {
    name: "laws",
    mutate: [
      "privacy/accountant/gaussian-laws.ts",
      "privacy/accountant/other-laws.ts",
      "privacy/accountant/worst-loss.ts",
      "privacy/accountant/crossing.ts",
    ],
    tests: ["test/privacy/accountant/laws.test.ts", "test/privacy/accountant/crossing.test.ts"],
  },
  {
    name: "moments",
    mutate: [
      "privacy/accountant/moments.ts",
      "privacy/accountant/single.ts",
      "privacy/accountant/composed.ts",
      "privacy/accountant/saddle.ts",
      "privacy/accountant/rdp.ts",
    ],
    tests: [
      "test/privacy/accountant/moments.test.ts",
      "test/privacy/accountant/single.test.ts",
      "test/privacy/accountant/saddle.test.ts",
      "test/privacy/accountant/rdp.test.ts",
    ],
  },
  {
    name: "contour",
    mutate: ["privacy/accountant/contour.ts"],
    tests: ["test/privacy/accountant/contour.test.ts"],
    without: ["where δ is near 1"],
  },
  {
    name: "discretise",
    mutate: ["privacy/accountant/discretise.ts", "privacy/accountant/convolve.ts"],
    tests: ["test/privacy/accountant/discretise.test.ts", "test/privacy/accountant/convolve.test.ts"],
  },
  {
    name: "profile",
    mutate: ["privacy/accountant/profile.ts"],
    tests: ["test/privacy/accountant/profile.test.ts"],
  },
  {
    name: "pld",
    mutate: ["privacy/accountant/window.ts", "privacy/accountant/pld.ts"],
    tests: ["test/privacy/accountant/window.test.ts", "test/privacy/accountant/pld.test.ts"],
  },
  {
    name: "cases",
    mutate: [
      "privacy/accountant/case.ts",
      "privacy/accountant/mechanisms.ts",
      "privacy/accountant/directions.ts",
      "privacy/accountant/assumptions.ts",
      "privacy/accountant/group.ts",
      "privacy/accountant/answer.ts",
      "privacy/accountant/named.ts",
    ],
    tests: ["test/privacy/accountant/cases.test.ts", "test/privacy/accountant/directions.test.ts"],
  },
  {
    name: "certificates of plans",
    mutate: ["privacy/accountant/certify.ts"],
    tests: ["test/privacy/accountant/certify.test.ts"],
  },
  {
    name: "calibration",
    mutate: ["privacy/accountant/calibrate.ts"],
    tests: ["test/privacy/accountant/calibrate.test.ts"],
    without: ["of sampled Gaussians"],
  },
  {
    name: "reference accountant",
    mutate: ["privacy/accountant/**"],
    tests: ["test/privacy/accountant/*.test.ts"],
  },
];
