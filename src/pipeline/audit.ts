import { audit as play } from "../../privacy/attacks/audit.ts";
import { embedded } from "../../privacy/measure/embed.ts";
import type { Digest } from "../../schemas/digest.ts";
import type { Finding } from "../../schemas/report.ts";
import { rng } from "../math/rng.ts";
import type { Design } from "./design.ts";
import { ecgLook, imageLook, recordLook } from "./embeddings.ts";
import { fidelityFindings } from "./fidelity.ts";
import type { SealedCohort } from "./fit.ts";

/**
 * What can be found out about the real patients from the synthetic ones, and how alike the two are. Reads real
 * patients outside the ledger: every finding is internal, and nothing is chosen or filtered by it.
 */
export const auditRun = (
  sealed: SealedCohort,
  synthetic: readonly Digest[],
  design: Pick<Design, "frame" | "domain">,
): readonly Finding[] => {
  const evidence = <T>(group: string, look: (digest: Digest) => T | undefined) => ({
    group,
    train: embedded(sealed.train, look),
    ...(sealed.controls ? { holdout: embedded(sealed.controls, look) } : {}),
    synthetic: synthetic.map(look).filter(value => value !== undefined),
  });
  const vectors = [
    ...(design.frame.ecg ? [evidence("ecg", ecgLook)] : []),
    ...(design.frame.image ? [evidence("image", imageLook)] : []),
  ];
  const attacks = play({ vectors, records: evidence("record", recordLook) }, rng("audit"));
  return [...attacks, ...fidelityFindings(sealed.train, synthetic, design.domain)];
};
