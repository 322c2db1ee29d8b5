import { EVIDENCE } from "../schemas/evidence.ts";
import type { Books } from "./books.ts";
import { sha256 } from "./canonical-json.ts";
import { type Envelope, isSignedBy, PAYLOAD_TYPE, readEnvelope } from "./certificate/envelope.ts";
import { type PublicKey, readPublicKey } from "./certificate/key.ts";
import { type Predicate, readStatement, SUBJECTS } from "./certificate/statement.ts";
import { big } from "./verify-arithmetic.ts";
import type { Total } from "./verify-epsilon.ts";

/** Texts of a certificate and the files around it; undefined where a file is not there. */
export interface CertificateEvidence {
  readonly certificate: string;
  readonly publicKey: string | undefined;
  /** Key that the reader trusts, from elsewhere. */
  readonly pinned: PublicKey | undefined;
  /** True for the certificate of the folder that release and ledger were taken from: its manifest is not here. */
  readonly isOrigin: boolean;
  readonly subjects: { readonly [K in (typeof SUBJECTS)[number]]?: string | undefined };
}

/** What the ledger says by `verify`'s own reckoning. */
export interface Reckoning {
  readonly books: Books;
  readonly head: string;
  readonly mode: string;
  readonly total: Total;
  /** `total` at the plan's δ. */
  readonly epsilon: number;
}

/** A signature that holds. */
export interface Signature {
  readonly fingerprint: string;
  readonly isPinned: boolean;
  /** Whether the manifest, and so every output, is under it. */
  readonly coversOutputs: boolean;
}

export interface CheckedCertificate {
  readonly signature?: Signature;
  readonly faults: readonly (readonly [file: string, fault: string])[];
}

/**
 * Checks a certificate: first its signature, over bytes that nobody has interpreted yet, then that it is about these
 * files, then that it says what the ledger says.
 */
export const checkCertificate = (evidence: CertificateEvidence, reckoning: Reckoning): CheckedCertificate => {
  const names = namesOf(evidence);
  const envelope = readEnvelope(evidence.certificate);
  if (envelope === undefined)
    return fault(names.certificate, "is no signed certificate as this program writes it");
  if (envelope.payloadType !== PAYLOAD_TYPE)
    return fault(names.certificate, "states another kind of content than a certificate's");
  const { faults, key } = signingKey(evidence, envelope);
  if (key === undefined) return { faults };
  const statement = readStatement(envelope.payload.toString("utf8"));
  if (statement === undefined)
    return fault(names.certificate, "is signed, but is no certificate that this version can read");
  const signature = {
    fingerprint: key.fingerprint,
    isPinned: evidence.pinned !== undefined,
    coversOutputs: !evidence.isOrigin,
  };
  const other = subjectFaults(evidence, statement.subjects);
  const said = other.length > 0 ? [] : predicateFaults(statement.predicate, key, reckoning);
  return {
    signature,
    faults: [...faults, ...other, ...said.map(text => [names.certificate, text] as const)],
  };
};

const fault = (file: string, text: string): CheckedCertificate => ({ faults: [[file, text]] });

const namesOf = ({ isOrigin }: CertificateEvidence) =>
  isOrigin
    ? { certificate: EVIDENCE.originCertificate, publicKey: EVIDENCE.originKey }
    : { certificate: EVIDENCE.certificate, publicKey: EVIDENCE.publicKey };

/** The key under which the signature holds, and what is wrong with the key file. */
const signingKey = (
  evidence: CertificateEvidence,
  envelope: Envelope,
): { readonly key?: PublicKey; readonly faults: CheckedCertificate["faults"] } => {
  const names = namesOf(evidence);
  const { publicKey: text, pinned } = evidence;
  const enclosed = text === undefined ? undefined : readPublicKey(text);
  const faults = [
    ...(text === undefined ? [[names.publicKey, "is missing"] as const] : []),
    ...(enclosed?.pem === text
      ? []
      : [[names.publicKey, "is no ed25519 public key as this program writes it"] as const]),
    ...(pinned !== undefined && enclosed !== undefined && pinned.fingerprint !== enclosed.fingerprint
      ? [[names.publicKey, `is not the key you trust (${pinned.fingerprint})`] as const]
      : []),
  ];
  const key = pinned ?? enclosed;
  if (key === undefined) return { faults };
  if (isSignedBy(envelope, key))
    return key.fingerprint === envelope.keyId
      ? { key, faults }
      : { faults: [...faults, [names.certificate, "names another key than the one that signed it"]] };
  if (enclosed !== undefined && isSignedBy(envelope, enclosed))
    return {
      faults: [...faults, [names.certificate, `is not signed with the key you trust (${key.fingerprint})`]],
    };
  return { faults: [...faults, culprit(names, envelope, key)] };
};

/** A signature does not fit: where envelope and payload name one key and the key file is another, the file is at fault. */
const culprit = (
  names: ReturnType<typeof namesOf>,
  envelope: Envelope,
  key: PublicKey,
): readonly [string, string] => {
  // Only to say which file to look at: nothing of an unsigned payload is believed.
  const named = readStatement(envelope.payload.toString("utf8"))?.predicate.signer;
  return named === envelope.keyId && named !== key.fingerprint
    ? [names.publicKey, `is not the key that ${names.certificate} names (${named})`]
    : [names.certificate, "its signature does not fit: the content or the signature was changed"];
};

const subjectFaults = (
  evidence: CertificateEvidence,
  signed: Readonly<Record<string, string>>,
): CheckedCertificate["faults"] => {
  const { certificate } = namesOf(evidence);
  const about = SUBJECTS.filter(
    name => !(evidence.isOrigin && name === EVIDENCE.manifest) && evidence.subjects[name] !== undefined,
  );
  const other = about.filter(name => sha256(evidence.subjects[name]!) !== signed[name]);
  if (other.length > 1 && other.length === about.length)
    return [
      [
        certificate,
        "was signed for other files than these: it comes from another run, or all of them were written anew",
      ],
    ];
  return other.map(name => [name, `is not the file that ${certificate} was signed for`]);
};

/** Every fact that the ledger knows too must be the same; ε may be rounded up, never down. */
const predicateFaults = (
  said: Predicate,
  key: PublicKey,
  { books: { header, charges, released }, head, mode, total, epsilon }: Reckoning,
): readonly string[] => {
  if (header === undefined) return [];
  const { plan } = header;
  const facts: readonly (readonly [name: string, said: unknown, is: unknown])[] = [
    ["δ", said.delta, plan.budget.delta],
    ["a budget ε", said.budget.epsilon, plan.budget.epsilon],
    ["a budget δ", said.budget.delta, plan.budget.delta],
    ["relation", said.relation, plan.relation],
    ["unit", said.unit, plan.unit],
    ["mode", said.mode, mode],
    ["accountant", said.accountant, header.accountant],
    ["charges", said.charges, charges.length],
    ["released values", said.released, released.size],
    ["plan hash", said.planHash, header.planHash],
    ["last line's hash", said.ledgerHead, head],
    ["software", said.software, header.software],
    ["private", said.private, header.private],
  ];
  return [
    ...facts
      .filter(([, a, b]) => a !== b)
      .map(([name, a, b]) => `states ${name} = ${a}; the ledger says ${b}`),
    ...(said.signer === key.fingerprint ? [] : ["names another signer than the key that signed it"]),
    ...(said.private === (said.warning === undefined) ? [] : ["its NOT PRIVATE stamp is wrong"]),
    ...epsilonFaults(said.epsilon, plan.budget, { total, epsilon }),
  ];
};

const epsilonFaults = (
  stated: string,
  budget: { readonly epsilon: string; readonly delta: string },
  { total, epsilon }: Pick<Reckoning, "total" | "epsilon">,
): readonly string[] => {
  if (!total.holds(stated, budget.delta)) return [`states ε ≤ ${stated}; the ledger's charges cost more`];
  // Six digits, and room for the accountant's own rounding.
  const loosest = big(epsilon).times("1.0000000001").toSignificantDigits(6, 0);
  return big(stated).lte(loosest) ? [] : [`states ε ≤ ${stated}; the ledger's charges come to ${epsilon}`];
};
