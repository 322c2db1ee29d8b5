/** Names of the files in a shareable folder that `verify` reads as evidence; every other file is an output. */
export const EVIDENCE = {
  ledger: "ledger.jsonl",
  release: "release.json",
  manifest: "manifest.json",
  /** The owner's signed statement about this folder, and the public key that it can be checked with. */
  certificate: "certificate.dsse.json",
  publicKey: "certificate.pub.pem",
  /** In what `sample` draws: the owner's certificate of the folder that ledger and release were taken from. */
  originCertificate: "origin-certificate.dsse.json",
  originKey: "origin-certificate.pub.pem",
} as const;

export type EvidenceName = keyof typeof EVIDENCE;

/** What the manifest of any shareable folder states. */
interface ManifestBase {
  readonly notice: string;
  readonly software: string;
  readonly planHash: string;
  /** True where a certificate and its public key stand beside the manifest; it cannot hold their hashes. */
  readonly signed: boolean;
  /** POSIX path → SHA-256 of every other file. */
  readonly files: Readonly<Record<string, string>>;
  /** SHA-256 of the canonical JSON of all the rest, so that a changed byte is noticed where nobody signed. */
  readonly hash: string;
}

/** What a drawn cohort was asked to be, beside its size. */
export interface AskedFor {
  /** A reference population of the product, or the CSV file of the folder that holds one. */
  readonly match?: string | undefined;
  /** As given: `sex=female,age=70-90:500`. */
  readonly quotas?: readonly string[] | undefined;
  /** Whether groups that the release does not support may be drawn. */
  readonly allowPooled?: boolean | undefined;
  /** The neural prior that drew the detail of images: SHA-256 of its weights, and what computed it. */
  readonly imageDetail?: { readonly weights: string; readonly engine: string } | undefined;
  /** Of labelled pictures: what was drawn, and whether a PNG file stands for each. */
  readonly pictures?: { readonly mix: "training" | "pictures"; readonly png: boolean } | undefined;
}

/** The manifest of a synthetic cohort. */
export interface OutputManifest extends ManifestBase {
  readonly format: "semblance-output/1";
  readonly synthetic: true;
  readonly seed: string;
  readonly patients: number;
  /** Absent where the people are the release's own. */
  readonly asked?: AskedFor | undefined;
}

/** The manifest of a release and its ledger, without a cohort drawn from it. */
export interface FitManifest extends ManifestBase {
  readonly format: "semblance-fit/1";
}

export type Manifest = OutputManifest | FitManifest;
