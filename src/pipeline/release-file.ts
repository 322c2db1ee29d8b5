import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Ledger } from "../../privacy/ledger.ts";
import { planHash } from "../../privacy/plan.ts";
import { EVIDENCE } from "../../schemas/evidence.ts";
import type { SealedPlan } from "../../schemas/plan.ts";
import { NOT_PRIVATE, type ReleaseHead } from "../../schemas/release.ts";
import { VerificationFailed } from "../errors.ts";
import { SOFTWARE } from "../version.ts";

/** What every release file states before its values, in the order in which it is written. */
export const releaseHead = (ledger: Ledger, plan: SealedPlan): ReleaseHead => ({
  format: "semblance-release/1",
  software: SOFTWARE,
  private: ledger.private,
  ...(ledger.private ? {} : { warning: NOT_PRIVATE }),
  planHash: planHash(plan),
  plan,
});

/** The head of a release file but for its plan, to be read. */
export const headShape = {
  format: z.literal("semblance-release/1"),
  software: z.string(),
  private: z.boolean(),
  warning: z.literal(NOT_PRIVATE).optional(),
  planHash: z.string().regex(/^[0-9a-f]{64}$/),
};

export const choiceShape = z.strictObject({ purpose: z.string(), chosen: z.int().nonnegative() });

export const partitionsShape = z.strictObject({
  purpose: z.string(),
  partitions: z.array(z.strictObject({ name: z.string(), patients: z.number() })),
});

/** The text of a release file, or of the one in a folder. */
export const releaseText = async (
  given: string,
): Promise<{ readonly text: string; readonly path: string }> => {
  const path = (await stat(given)).isDirectory() ? join(given, EVIDENCE.release) : given;
  return { text: await readFile(path, "utf8"), path };
};

/** @throws VerificationFailed unless the plan has the hash that the release names */
export const checkPlanHash = (release: ReleaseHead): void => {
  if (planHash(release.plan) !== release.planHash)
    throw new VerificationFailed(
      `${EVIDENCE.release}: the plan does not have the hash that the release names`,
    );
};

/** @param folder  one without a release */
export const writeRelease = (folder: string, release: ReleaseHead): Promise<void> =>
  writeFile(join(folder, EVIDENCE.release), `${JSON.stringify(release, undefined, 1)}\n`);
