import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { planHash } from "../../privacy/plan.ts";
import { NOT_PRIVATE, type Release } from "../../schemas/release.ts";
import { InvalidInput, VerificationFailed } from "../errors.ts";
import { RELEASE_FILE } from "./fit.ts";

const block = z.strictObject({
  name: z.string(),
  size: z.int().positive(),
  weight: z.number().positive().max(1),
  noise: z.number().nonnegative(),
  values: z.array(z.number()),
});

const shape = z.strictObject({
  format: z.literal("semblance-release/1"),
  software: z.string(),
  private: z.boolean(),
  warning: z.literal(NOT_PRIVATE).optional(),
  planHash: z.string().regex(/^[0-9a-f]{64}$/),
  plan: z.looseObject({ format: z.literal("semblance-plan/1") }),
  sums: z.array(z.strictObject({ purpose: z.string(), blocks: z.array(block) })).min(1),
  choices: z
    .array(z.strictObject({ purpose: z.string(), chosen: z.int().nonnegative() }))
    .min(1)
    .optional(),
});

/**
 * Reads a release file (or the one in a folder) and checks that it is whole: its shape, that its plan has the hash it
 * names, and that every block has as many values as it says.
 *
 * @throws InvalidInput for a file of another shape; VerificationFailed for a plan or block that was changed
 */
export const readRelease = async (
  given: string,
): Promise<{ readonly release: Release; readonly path: string }> => {
  const path = (await stat(given)).isDirectory() ? join(given, RELEASE_FILE) : given;
  const release = parsed(await readFile(path, "utf8"));
  if (planHash(release.plan) !== release.planHash)
    throw new VerificationFailed(`${RELEASE_FILE}: the plan does not have the hash that the release names`);
  for (const { purpose, blocks } of release.sums)
    for (const { name, size, values } of blocks)
      if (values.length !== size)
        throw new VerificationFailed(
          `${RELEASE_FILE}: block ${name} of "${purpose}" does not hold the ${size} values it names`,
        );
  return { release, path };
};

const parsed = (text: string): Release => {
  const result = shape.safeParse(json(text));
  if (result.success) return result.data as unknown as Release;
  throw new InvalidInput(`is no release of this version: ${z.prettifyError(result.error)}`, {
    file: RELEASE_FILE,
  });
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput("is not valid JSON", { file: RELEASE_FILE }, { cause });
  }
};
