import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { accountantNamed } from "../../privacy/accountant/named.ts";
import { readBooks } from "../../privacy/books.ts";
import { certificateText } from "../../privacy/certificate/certify.ts";
import type { Signer } from "../../privacy/certificate/key.ts";
import { readChain } from "../../privacy/chain.ts";
import { certificateOfSpends } from "../../privacy/spent.ts";
import { EVIDENCE } from "../../schemas/evidence.ts";
import type { Certificate } from "../../schemas/report.ts";
import { VerificationFailed } from "../errors.ts";

/** What a ledger's charges cost, in total and alone, for the report. `verify` recomputes the total independently. */
export const certificateOf = (ledger: string): Certificate => {
  const { header, charges, failures } = readBooks(readChain(ledger));
  if (header === undefined || failures.length > 0)
    throw new VerificationFailed(`the ledger does not hold: ${failures.join("; ")}`);
  const accountant = accountantNamed(header.accountant);
  if (accountant === undefined)
    throw new VerificationFailed(`the ledger's accountant is unknown: ${header.accountant}`);
  const spends = charges.map(({ charge }) => ({ purpose: charge.purpose, event: charge.event, count: 1 }));
  return certificateOfSpends(header, accountant, spends);
};

/**
 * Signs a folder whose manifest is written: certificate and public key are laid beside it. The private key stays where
 * it is.
 */
export const certify = async (folder: string, signer: Signer): Promise<void> => {
  const [ledger, release, manifest] = await Promise.all(
    [EVIDENCE.ledger, EVIDENCE.release, EVIDENCE.manifest].map(file => readFile(join(folder, file), "utf8")),
  );
  const { epsilon } = certificateOf(ledger!);
  const text = certificateText({ ledger: ledger!, release: release!, manifest: manifest! }, epsilon, signer);
  await writeFile(join(folder, EVIDENCE.certificate), text);
  await writeFile(join(folder, EVIDENCE.publicKey), signer.publicKey.pem);
};
