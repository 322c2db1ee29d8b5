import { z } from "zod";
import type { Ledger } from "../../privacy/ledger.ts";
import { EVIDENCE } from "../../schemas/evidence.ts";
import { tableCells } from "../../schemas/marginal.ts";
import type { TableRelease } from "../../schemas/table-release.ts";
import { InvalidInput, VerificationFailed } from "../errors.ts";
import { checkPlanHash, choiceShape, headShape, releaseHead, releaseText } from "../pipeline/release-file.ts";
import type { TableAnswers } from "./fit.ts";
import { RECORDS } from "./plan.ts";

export const tableReleaseOf = (ledger: Ledger, answers: TableAnswers): TableRelease => ({
  ...releaseHead(ledger, ledger.plan),
  tables: answers.tables,
  choices: answers.choices,
});

const block = z.strictObject({
  name: z.string(),
  clique: z.array(z.int().nonnegative()).min(1),
  groupings: z.array(z.array(z.int().nonnegative())).optional(),
  size: z.int().positive(),
  weight: z.number().positive().max(1),
  noise: z.number().positive(),
  values: z.array(z.number()),
});

const shape = z.strictObject({
  ...headShape,
  plan: z.looseObject({
    format: z.literal("semblance-plan/1"),
    choices: z.looseObject({ model: z.literal(RECORDS) }),
    domain: z.array(z.strictObject({ name: z.string(), categories: z.array(z.string()).min(2) })).min(1),
  }),
  tables: z.array(z.strictObject({ purpose: z.string(), blocks: z.array(block).min(1) })).min(1),
  choices: z.array(choiceShape),
});

/** Whether a release file is that of a plain table; false for any text that is none. */
export const isTableRelease = (text: string): boolean => {
  try {
    return JSON.parse(text)?.plan?.choices?.model === RECORDS;
  } catch {
    return false;
  }
};

/**
 * Reads the release of a plain table (or the one in a folder) and checks that it is whole.
 *
 * @throws InvalidInput for a file of another shape; VerificationFailed for a plan or table that was changed
 */
export const readTableRelease = async (
  given: string,
): Promise<{ readonly release: TableRelease; readonly path: string }> => {
  const { text, path } = await releaseText(given);
  const release = parsed(text);
  checkPlanHash(release);
  const sizes = release.plan.domain.map(({ categories }) => categories.length);
  for (const { name, size, values, clique, groupings } of release.tables.flatMap(({ blocks }) => blocks)) {
    const axes =
      groupings ?? clique.map(variable => Array.from({ length: sizes[variable] ?? 0 }, (_, i) => i));
    const fits =
      clique.every((variable, i) => axes[i]?.length === sizes[variable]) &&
      axes.length === clique.length &&
      values.length === size &&
      size === tableCells({ clique, groupings: axes }, sizes);
    if (!fits)
      throw new VerificationFailed(
        `${EVIDENCE.release}: table ${name} does not have the cells of its domain`,
      );
  }
  return { release, path };
};

const parsed = (text: string): TableRelease => {
  const { data } = shape.safeParse(isTableRelease(text) ? JSON.parse(text) : undefined);
  if (data !== undefined) return data as unknown as TableRelease;
  throw new InvalidInput("is no release of a plain table of this version", { file: EVIDENCE.release });
};
