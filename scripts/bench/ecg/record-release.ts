import type { EcgRecord } from "../../../schemas/ecg.ts";
import { EMPTY_RECORD } from "../../../schemas/record.ts";
import type { Release } from "../../../schemas/release.ts";
import { digester } from "../../../src/pipeline/digest.ts";
import { type Models, modelsOf } from "../../../src/pipeline/population.ts";
import { releasesOf } from "../in-memory.ts";

/** The day on which ages of bench people are taken. */
export const AS_OF = "2020-01-01";

/** A release and what is drawn from it. */
export interface Fitted {
  readonly release: Release;
  readonly models: Models;
}

/**
 * Releases of recordings in memory, one patient each.
 *
 * @param epsilon  decimal string, of each release; δ is 0.0001
 * @param draws    releases, each with noise of its own
 */
export const recordReleases = async (
  records: readonly EcgRecord[],
  epsilon: string,
  draws: number,
): Promise<readonly Fitted[]> => {
  const { made, releases } = await releasesOf(
    records,
    { modality: "ecg", epsilon, delta: "0.0001", asOf: AS_OF, publicSeed: "ecg recordings" },
    (config, { domain }) => {
      const digest = digester(config, domain, AS_OF);
      return (record, id) =>
        digest({ id, record: EMPTY_RECORD, ecgs: [record], images: [], notes: [], labels: {} });
    },
    draws,
  );
  return releases.map(release => ({ release, models: modelsOf(release, made.frame) }));
};
