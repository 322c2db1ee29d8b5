import { createHash } from "node:crypto";

export type NihPart = "public" | "private" | "test";

/** Shares of patients: the public part trains the neural prior, the private part is fitted, the test part judges. */
export const NIH_SHARES: { readonly [K in NihPart]: number } = { public: 0.4, private: 0.35, test: 0.25 };

/**
 * The one split of NIH ChestX-ray14 by patient: what trains the shipped prior never meets what a benchmark fits or
 * judges on. The first 32 bits of SHA-256("nih-cxr14|" + id), as a share of 2³², against the cumulated shares.
 *
 * @param patientId  as the manifest has it, without leading zeros ("75"); leading zeros are ignored
 */
export const nihPart = (patientId: string): NihPart => {
  const id = patientId.trim().replace(/^0+(?=\d)/, "");
  const share = createHash("sha256").update(`nih-cxr14|${id}`).digest().readUInt32BE(0) / 2 ** 32;
  if (share < NIH_SHARES.public) return "public";
  return share < NIH_SHARES.public + NIH_SHARES.private ? "private" : "test";
};
