import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seal } from "../../../privacy/private.ts";
import type { PatientId } from "../../../schemas/cohort.ts";
import type { CohortConfig } from "../../../schemas/config.ts";
import type { Digest } from "../../../schemas/digest.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";
import { EMPTY_RECORD } from "../../../schemas/record.ts";
import type { Release } from "../../../schemas/release.ts";
import { design } from "../../../src/pipeline/design.ts";
import { digester } from "../../../src/pipeline/digest.ts";
import { fit, openLedger } from "../../../src/pipeline/fit.ts";
import { type Models, modelsOf } from "../../../src/pipeline/population.ts";
import { silentProgress } from "../../../src/progress.ts";

/** The day on which ages of bench people are taken. */
export const AS_OF = "2020-01-01";

/** ε of 0.001 is the prior alone: every gate closes. At 1000 there is next to no noise. */
export const [PRIOR_ONLY, NO_NOISE] = ["0.001", "1000"];

/** A release and what is drawn from it. */
export interface Fitted {
  readonly release: Release;
  readonly models: Models;
}

/**
 * Releases of recordings in memory, one patient each, by the product's own design, ledger and mechanisms. Their noise is
 * the system's and takes no seed.
 *
 * @param epsilon  decimal string, of each release; δ is 0.0001
 * @param draws    releases, each with noise of its own
 */
export const recordReleases = async (
  records: readonly EcgRecord[],
  epsilon: string,
  draws: number,
): Promise<readonly Fitted[]> => {
  const config: CohortConfig = {
    declared: true,
    modalities: ["ecg"],
    size: records.length,
    recordsPerPatient: { ecg: 1, image: 1, note: 1 },
    image: { width: 128, height: 128, bits: 8 },
    attributes: [],
  };
  const made = design(config, {
    epsilon,
    delta: "0.0001",
    asOf: AS_OF,
    projection: "public-basis",
    publicSeed: "ecg recordings",
  });
  const digest = digester(config, made.domain, AS_OF);
  const cohort = new Map<PatientId, Digest>(
    records.map((record, i) => {
      const id = `p${i}` as PatientId;
      return [id, digest({ id, record: EMPTY_RECORD, ecgs: [record], images: [], notes: [], labels: {} })];
    }),
  );
  const sealed = seal(cohort);
  const found: Fitted[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const folder = mkdtempSync(join(tmpdir(), "semblance-bench-"));
    try {
      const release = await fit(made, await openLedger(folder, made), sealed, silentProgress);
      found.push({ release, models: modelsOf(release, made.frame) });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return found;
};
