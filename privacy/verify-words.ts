import type { SealedPlan } from "../schemas/plan.ts";
import type { Evidence } from "./verify.ts";
import type { Signature } from "./verify-certificate.ts";
import type { CheckedLedger } from "./verify-ledger.ts";
import type { ReadManifest } from "./verify-manifest.ts";

/** What a verification found, for telling it. */
interface Facts extends CheckedLedger {
  readonly evidence: Evidence;
  readonly manifest: ReadManifest | undefined;
  readonly signature: Signature | undefined;
}

/** ε for reading: four decimals, rounded up. */
const shown = (epsilon: number): string =>
  Number.isFinite(epsilon) ? (Math.ceil(epsilon * 1e4) / 1e4).toFixed(4) : "infinite";

/** What an officer may rely on once nothing failed. */
export const proved = (facts: Facts): readonly string[] => {
  const { books, lines, epsilon, mode, evidence, manifest, signature } = facts;
  const { header, charges, released } = books;
  if (header === undefined) return [];
  const { budget, relation, unit, releases } = header.plan;
  return [
    `Proved: the ledger is whole: each of its ${lines} lines is bound to the one before; the plan was sealed in line 1, before the first charge, by ${header.software}.`,
    `Proved: the charges add up to ε ≤ ${shown(epsilon)} at δ = ${budget.delta}, recomputed here in 100-digit arithmetic from the ledger alone; the budget was ε = ${budget.epsilon}. Unit: ${unit}. Relation: ${relation}.`,
    `Proved: ${counted(charges.length, releases.length, mode)}, and ${released.size} ${were(released.size)} let out; a charge without its value stays spent.`,
    ...thresholds(header.plan),
    ...(evidence.files.release === undefined
      ? []
      : [
          "Proved: release.json holds exactly the values whose hashes the ledger names, under the same plan, and states the planned noise.",
        ]),
    ...(manifest === undefined || evidence.found === undefined
      ? []
      : [
          `Proved: all ${Object.keys(manifest.files).length} files that manifest.json lists are here unchanged, and no other file is.`,
        ]),
    ...(signature === undefined ? [] : signed(signature)),
    ...(evidence.redrawn === undefined
      ? []
      : [
          "Proved: every output file is, byte for byte, what this program draws from the release: nothing else about anyone is in them.",
        ]),
  ];
};

/** What of δ pays for names that no list made beforehand holds. */
const thresholds = ({ releases, budget }: SealedPlan): readonly string[] =>
  releases.flatMap(release =>
    release.kind === "partitions"
      ? [
          `Proved: "${release.purpose}" lets out only what about ${Math.ceil(Number(release.threshold))} patients hold, by noisy count; that something of one patient alone got through has probability at most ${release.delta}, which is paid out of δ = ${budget.delta}; the threshold was recomputed here.`,
        ]
      : [],
  );

const counted = (charges: number, planned: number, mode: string): string =>
  mode === "adaptive"
    ? `${charges} ${charges === 1 ? "release" : "releases"}, chosen on the way from what was released before, ${were(charges)} charged in adaptive mode`
    : `${charges} of ${planned} planned releases ${were(charges)} charged`;

const were = (count: number): string => (count === 1 ? "was" : "were");

const signed = ({ fingerprint, isPinned, coversOutputs }: Signature): readonly string[] => [
  coversOutputs
    ? "Proved: one signature covers ledger, release and manifest, and so every file; the certificate states the same plan, δ and ledger end, and no smaller ε."
    : "Proved: the owner's certificate, taken along from the folder that this cohort was drawn from, is signed for this very ledger and release.",
  isPinned
    ? `Proved: the signer holds the private key of the key you gave: ${fingerprint}.`
    : `Signed, but by whom is not shown: the key (${fingerprint}) came with the folder. The signature shows that nothing changed since its holder signed; someone who replaced everything could have signed again with a key of their own. Ask the data owner for the fingerprint ("semblance keys" prints it) or their key file, and give it with --key.`,
];

/** What no check of files can show; printed whether or not something failed. */
export const notProved = (facts: Facts): readonly string[] => [
  "Not proved: that the program which wrote the ledger did what the ledger says; its sources and tests are the evidence for that.",
  "Not proved: that this is the only ledger over these patients, or its newest state; a copy, an older copy or a second run elsewhere leaves no trace here.",
  "Not proved: that each patient had one id; records of one person under two ids are two units. Relatives are not one unit.",
  "Not proved: that what the plan calls public (domain, choices, priors) was made without these patients.",
  ...outputsNotProved(facts),
  ...unchecked(facts),
];

/** Outputs come after the release: hashes and signatures show who vouches for them, not how they were made. */
const outputsNotProved = ({ manifest, signature, evidence }: Facts): readonly string[] => {
  if (manifest?.format !== "semblance-output/1" || evidence.redrawn !== undefined) return [];
  return signature?.coversOutputs === true
    ? [
        "Not proved: that the output files were drawn from this release; their signer says so. --redraw draws them again and compares every byte.",
      ]
    : [
        "Not signed: the output files. Anyone can draw from a release, so nobody vouches for these; that they were drawn from this release and hold nothing else is not proved. --redraw draws them again and compares every byte.",
      ];
};

const unchecked = ({ evidence: { files, found }, books, signature }: Facts): readonly string[] => [
  ...(files.ledger === undefined
    ? [
        "Not checked: ε, the charges and the values of the release, as the ledger is not here. What the release and manifest say of themselves was checked: whether the files are those listed, and whether the plan has the stated hash.",
      ]
    : []),
  ...(files.release === undefined ? ["Not checked: the release file; none is here."] : []),
  ...(files.manifest === undefined || found === undefined
    ? ["Not checked: output files; no manifest is here."]
    : []),
  ...(signature === undefined && books.header !== undefined
    ? ["Not signed: nothing here says who vouches for this ledger."]
    : []),
];
