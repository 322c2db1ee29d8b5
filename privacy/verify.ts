import { EVIDENCE, type EvidenceName } from "../schemas/evidence.ts";
import { SOFTWARE } from "../src/version.ts";
import type { Books } from "./books.ts";
import type { PublicKey } from "./certificate/key.ts";
import { type CheckedCertificate, checkCertificate, type Signature } from "./verify-certificate.ts";
import { type CheckedLedger, checkLedger } from "./verify-ledger.ts";
import { manifestFaults, type ReadManifest, readManifest } from "./verify-manifest.ts";
import { releaseFaults } from "./verify-release.ts";
import { notProved, proved } from "./verify-words.ts";

/** What a run left behind; nothing else is read. */
export interface Evidence {
  /** Texts of the evidence files that are there. */
  readonly files: { readonly [K in EvidenceName]?: string | undefined };
  /** Every file of the folder → its SHA-256, or what it is instead of a file. Without it outputs are not checked. */
  readonly found?: Readonly<Record<string, string>>;
  /** What drawing again from the release gave: output file → SHA-256. Without it, how outputs were made is not checked. */
  readonly redrawn?: Readonly<Record<string, string>>;
  /** The key that the reader trusts, from elsewhere. */
  readonly pinned?: PublicKey;
}

export interface Verification {
  readonly ok: boolean;
  /** Total of all charges at `delta`, recomputed, rounded up; Infinity where the ledger cannot be read. */
  readonly epsilon: number;
  readonly delta: number;
  /** The signature that holds, if any. */
  readonly signature?: Signature;
  /** What is proved, and what is not, one sentence each. */
  readonly statements: readonly string[];
  /** What does not hold; each begins with the file, for the ledger with the line too. */
  readonly failures: readonly string[];
}

/**
 * Checks a run from its files alone: every byte of the ledger, the plan's hash, the total ε (recomputed apart from the
 * accountant), the budget, that release, outputs and certificate are those the ledger and manifest name, and that they
 * say the same.
 *
 * @guarantee the total is recomputed from the ledger's lines alone and agrees with the accountant to 1e-10, rounded up
 * @guarantee a flipped byte anywhere in a signed folder is found and its file named
 * @throws    never because of what the files hold: that is a failure in the result
 */
export const verifyRun = (evidence: Evidence): Verification => {
  const ledger = checkLedger(evidence.files.ledger);
  const { release, manifest } = evidence.files;
  const read = manifest === undefined ? undefined : readManifest(manifest);
  const checked = certificateOf(evidence, ledger);
  const failures = distinct([
    ...ledger.failures,
    ...(release === undefined ? [] : named(EVIDENCE.release, releaseFaults(ledger.witness, release))),
    ...outputFailures(evidence, read, ledger.witness),
    ...redrawFailures(evidence, read),
    ...missingFailures(evidence, ledger.witness),
    ...checked.faults.map(([file, fault]) => `${file}: ${fault}`),
  ]);
  const ok = failures.length === 0;
  const { signature } = checked;
  const facts = { ...ledger, evidence, manifest: read, signature };
  return {
    ok,
    epsilon: ledger.epsilon,
    delta: Number(ledger.books.header?.plan.budget.delta ?? 1),
    ...(signature === undefined ? {} : { signature }),
    statements: [...(ok ? proved(facts) : []), ...notProved(facts)],
    failures,
  };
};

const named = (file: string, faults: readonly string[]): string[] => faults.map(fault => `${file}: ${fault}`);

/** One failure a file and wording; a file that two witnesses miss is missing once. */
const distinct = (failures: readonly string[]): string[] => [...new Set(failures)];

const outputFailures = (
  { files, found }: Evidence,
  read: ReadManifest | undefined,
  books: Books,
): string[] => {
  if (files.manifest === undefined || found === undefined) return [];
  if (read === undefined)
    return [`${EVIDENCE.manifest}: is no manifest as this program writes it, or its own hash does not fit`];
  return manifestFaults(read, found, books).map(([file, fault]) => `${file}: ${fault}`);
};

/** Every output must be, byte for byte, what this program draws from the release: then nothing else is in it. */
const redrawFailures = ({ redrawn }: Evidence, read: ReadManifest | undefined): string[] => {
  if (redrawn === undefined || read === undefined) return [];
  const drawn = new Map(Object.entries(redrawn));
  const names: ReadonlySet<string> = new Set(Object.values(EVIDENCE));
  const by =
    read.software === SOFTWARE ? "" : `, but it was drawn by ${read.software} and this is ${SOFTWARE}`;
  return Object.entries(read.files)
    .filter(([file, hash]) => !names.has(file) && drawn.get(file) !== hash)
    .map(([file]) => `${file}: is not what drawing again from the release gives${by}`);
};

/** What must stand beside what is there: nothing that a run of this version writes may be taken out unnoticed. */
const missingFailures = ({ files, pinned }: Evidence, { released }: Books): string[] => {
  const certificate = files.certificate ?? files.originCertificate;
  const isDelivered =
    files.release !== undefined || certificate !== undefined || files.manifest !== undefined;
  return [
    ...(isDelivered && files.release === undefined && (released.size > 0 || files.ledger === undefined)
      ? [`${EVIDENCE.release}: is missing`]
      : []),
    ...(isDelivered && files.manifest === undefined ? [`${EVIDENCE.manifest}: is missing`] : []),
    ...(files.publicKey !== undefined && files.certificate === undefined
      ? [`${EVIDENCE.certificate}: is missing`]
      : []),
    ...(files.originKey !== undefined && files.originCertificate === undefined
      ? [`${EVIDENCE.originCertificate}: is missing`]
      : []),
    ...(pinned !== undefined && certificate === undefined
      ? [`${EVIDENCE.certificate}: is missing, so nothing is signed with the key you trust`]
      : []),
  ];
};

/** The folder's own certificate or, in what `sample` drew, the one of the folder it was drawn from. */
const certificateOf = ({ files, pinned }: Evidence, ledger: CheckedLedger): CheckedCertificate => {
  const isOrigin = files.certificate === undefined;
  const certificate = isOrigin ? files.originCertificate : files.certificate;
  if (certificate === undefined) return { faults: [] };
  return checkCertificate(
    {
      certificate,
      publicKey: isOrigin ? files.originKey : files.publicKey,
      pinned,
      isOrigin,
      subjects: {
        [EVIDENCE.ledger]: files.ledger,
        [EVIDENCE.manifest]: files.manifest,
        [EVIDENCE.release]: files.release,
      },
    },
    ledger,
  );
};
