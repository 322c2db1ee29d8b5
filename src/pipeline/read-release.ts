import { z } from "zod";
import { EVIDENCE } from "../../schemas/evidence.ts";
import type { Release } from "../../schemas/release.ts";
import { InvalidInput, VerificationFailed } from "../errors.ts";
import { checkPlanHash, choiceShape, headShape, partitionsShape, releaseText } from "./release-file.ts";

const block = z.strictObject({
  name: z.string(),
  size: z.int().positive(),
  weight: z.number().positive().max(1),
  noise: z.number().nonnegative(),
  values: z.array(z.number()),
});

const shape = z.strictObject({
  ...headShape,
  plan: z.looseObject({ format: z.literal("semblance-plan/1") }),
  sums: z.array(z.strictObject({ purpose: z.string(), blocks: z.array(block) })).min(1),
  choices: z.array(choiceShape).min(1).optional(),
  partitions: z.array(partitionsShape).min(1).optional(),
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
  const { text, path } = await releaseText(given);
  const release = parsed(text);
  checkPlanHash(release);
  for (const { purpose, blocks } of release.sums)
    for (const { name, size, values } of blocks)
      if (values.length !== size)
        throw new VerificationFailed(
          `${EVIDENCE.release}: block ${name} of "${purpose}" does not hold the ${size} values it names`,
        );
  return { release, path };
};

const parsed = (text: string): Release => {
  const result = shape.safeParse(json(text));
  if (result.success) return result.data as unknown as Release;
  throw new InvalidInput(`is no release of this version: ${z.prettifyError(result.error)}`, {
    file: EVIDENCE.release,
  });
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput("is not valid JSON", { file: EVIDENCE.release }, { cause });
  }
};
