import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gaussianAccountant } from "../../privacy/accountant/gaussian.ts";
import { readBooks } from "../../privacy/books.ts";
import { sha256 } from "../../privacy/canonical-json.ts";
import { certificateText } from "../../privacy/certificate/certify.ts";
import { type Signer, signerIn } from "../../privacy/certificate/key.ts";
import { readChain } from "../../privacy/chain.ts";
import { Ledger, type LedgerOptions } from "../../privacy/ledger.ts";
import { planHash } from "../../privacy/plan.ts";
import type { Evidence } from "../../privacy/verify.ts";
import { EVIDENCE, type EvidenceName } from "../../schemas/evidence.ts";
import type { Plan } from "../../schemas/plan.ts";
import { manifestText } from "../../src/pipeline/folder.ts";
import { mechanismOf, plan, SOFTWARE, sealed, temporaryFolder } from "./fixtures.ts";

export const pretty = (value: unknown): string => `${JSON.stringify(value, undefined, 1)}\n`;

/** A run of the fixture's plan, and the release file it leaves. */
export const run = (releases: readonly number[], options: Partial<LedgerOptions> = {}) => {
  const path = join(temporaryFolder(), EVIDENCE.ledger);
  const ledger = Ledger.create(path, plan, { ...SOFTWARE, ...options });
  const sums = releases.map(release => ledger.release(mechanismOf(release), sealed));
  ledger.close();
  const release = {
    format: "semblance-release/1",
    ...SOFTWARE,
    private: ledger.private,
    planHash: planHash(plan),
    plan: plan as Plan,
    sums: sums.map(({ purpose, blocks }) => ({
      purpose,
      blocks: blocks.map(b => ({ ...b, values: Array.from(b.values) })),
    })),
  };
  return { ledger: readFileSync(path, "utf8"), release, epsilon: ledger.certificate().epsilon };
};

/** File → text: a folder in memory. */
export type Folder = Readonly<Record<string, string>>;

export const OUTPUTS: Folder = { "fhir/Patient.000.ndjson": '{"id":"a"}\n', "notes.ndjson": "{}\n" };

/** The owner of these tests. */
export const owner = signerIn(temporaryFolder());

/** Total of a ledger by the accountant, for the certificate. */
const epsilonOf = (ledger: string): number => {
  const { charges, header } = readBooks(readChain(ledger));
  return gaussianAccountant.epsilon(
    charges.map(({ charge }) => ({ purpose: charge.purpose, event: charge.event, count: 1 })),
    Number(header?.plan.budget.delta),
  );
};

/** What `generate` would write about these texts. */
export const signedFolder = (
  texts: { readonly ledger: string; readonly release: string },
  options: { readonly signer?: Signer; readonly outputs?: Folder; readonly epsilon?: number } = {},
): Folder => {
  const { signer = owner, outputs = OUTPUTS, epsilon = epsilonOf(texts.ledger) } = options;
  const files: Folder = {
    ...outputs,
    [EVIDENCE.ledger]: texts.ledger,
    [EVIDENCE.release]: texts.release,
  };
  const manifest = manifestText({
    format: "semblance-output/1",
    synthetic: true,
    notice: "SYNTHETIC",
    ...SOFTWARE,
    planHash: planHash(plan),
    seed: "1",
    patients: 2,
    signed: true,
    files: Object.fromEntries(Object.entries(files).map(([file, text]) => [file, sha256(text)])),
  });
  return {
    ...files,
    [EVIDENCE.manifest]: manifest,
    [EVIDENCE.certificate]: certificateText({ ...texts, manifest }, epsilon, signer),
    [EVIDENCE.publicKey]: signer.publicKey.pem,
  };
};

/** What `verify` would gather of a folder. */
export const evidenceOf = (folder: Readonly<Record<string, string | Buffer>>): Evidence => ({
  files: Object.fromEntries(
    (Object.entries(EVIDENCE) as [EvidenceName, string][])
      .filter(([, file]) => folder[file] !== undefined)
      .map(([name, file]) => [name, Buffer.from(folder[file]!).toString("utf8")]),
  ),
  found: Object.fromEntries(Object.entries(folder).map(([file, bytes]) => [file, sha256(bytes)])),
});
