import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seal } from "../../privacy/private.ts";
import type { PatientId } from "../../schemas/cohort.ts";
import type { CohortConfig } from "../../schemas/config.ts";
import type { Digest } from "../../schemas/digest.ts";
import type { Release } from "../../schemas/release.ts";
import { type Design, design } from "../../src/pipeline/design.ts";
import { fit, openLedger } from "../../src/pipeline/fit.ts";
import { silentProgress } from "../../src/progress.ts";

/** ε of 0.001 is the prior alone: every gate closes. At 1000 there is next to no noise. */
export const [PRIOR_ONLY, NO_NOISE] = ["0.001", "1000"];

/** What is released of people in memory; ε and δ are decimal strings. */
export interface Asked {
  readonly modality: "ecg" | "image" | "note";
  /** Pixels across, where images are released. */
  readonly side?: number;
  readonly epsilon: string;
  readonly delta: string;
  readonly asOf: string;
  readonly publicSeed: string;
}

/**
 * Releases of people in memory, one signal each, by the product's own design, ledger and mechanisms. Their noise is the
 * system's and takes no seed.
 *
 * @param digestIn  how a person is digested for a design
 * @param draws     releases, each with noise of its own
 */
export const releasesOf = async <T>(
  people: readonly T[],
  { modality, side = 128, epsilon, delta, asOf, publicSeed }: Asked,
  digestIn: (config: CohortConfig, made: Design) => (person: T, id: PatientId) => Digest,
  draws = 1,
): Promise<{ readonly made: Design; readonly releases: readonly Release[] }> => {
  const config: CohortConfig = {
    declared: true,
    modalities: [modality],
    size: people.length,
    recordsPerPatient: { ecg: 1, image: 1, note: 1 },
    image: { width: side, height: side, bits: 8 },
    attributes: [],
  };
  const made = design(config, { epsilon, delta, asOf, projection: "public-basis", publicSeed });
  const digest = digestIn(config, made);
  const sealed = seal(
    new Map(
      people.map((person, i) => {
        const id = `p${i}` as PatientId;
        return [id, digest(person, id)] as const;
      }),
    ),
  );
  const releases: Release[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const folder = mkdtempSync(join(tmpdir(), "semblance-bench-"));
    try {
      releases.push(await fit(made, await openLedger(folder, made), sealed, silentProgress));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return { made, releases };
};
