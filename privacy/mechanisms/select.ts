import { z } from "zod";
import { type Candidate, type CodedTable, tableCells } from "../../schemas/marginal.ts";
import type { PlannedSelection } from "../../schemas/plan.ts";
import { InvalidRequest, VerificationFailed } from "../../src/errors.ts";
import { parseDecimal } from "../../src/math/rational.ts";
import type { SecretNoise } from "../../src/math/secret-noise.ts";
import { contingency } from "../contingency.ts";
import type { Mechanism } from "../mechanism.ts";
import { checkShape } from "./marginals.ts";

/** Steps of a score a person. Counts are whole people; what the model expects is rounded to this lattice first. */
export const SCORE_STEPS = 1024;

/** Beyond what any cohort can hold: keeps every sum of a score exact in a double. */
const MAX_EXPECTED = 2 ** 24;

/**
 * Score of a candidate, whole steps: Σ over cells of |people in the cell − people the model expects| − allowance.
 *
 * @guarantee adding or removing one person changes every candidate's score by at most one person's steps
 */
export const scoreOf = (table: CodedTable, { expected, allowance, ...shape }: Candidate): number => {
  const counts = contingency(table, shape.clique, shape.groupings);
  let score = -inSteps(allowance);
  for (let cell = 0; cell < counts.length; cell++)
    score += Math.abs(counts[cell]! * SCORE_STEPS - inSteps(expected[cell]!));
  return score;
};

const inSteps = (people: number): number =>
  Math.round(Math.min(Math.max(people, -MAX_EXPECTED), MAX_EXPECTED) * SCORE_STEPS);

/**
 * The exponential mechanism over candidate tables: candidate r is chosen with probability exactly proportional to
 * exp(ε·score_r / 2Δ), Δ = the steps of one person. Scores are whole numbers and ε an exact fraction, so that the draw
 * takes random bits and integers only.
 *
 * @param candidates  one or more; what they expect must come from releases alone
 * @param epsilon     > 0, decimal string, read exactly
 * @returns           the chosen candidate's place in the list
 * @guarantee         epsilon-DP and epsilon-bounded range, so epsilon²/8-zCDP, adding or removing one person
 * @guarantee         a candidate is chosen with probability exactly proportional to exp(epsilon·score/2Δ)
 * @throws            InvalidRequest if candidates or epsilon break their rule; never because of a value in the table
 * @source            McSherry & Talwar 2007; Cesar & Rogers 2021, Lemma 4 (bounded range to zCDP), arXiv:2004.07223
 */
export const selectMarginal = (
  table: CodedTable,
  candidates: readonly Candidate[],
  { epsilon, noise }: { readonly epsilon: string; readonly noise: SecretNoise },
): number => {
  checkCandidates(candidates, table.sizes);
  const { num, den } = parseDecimal(epsilon, "epsilon of a selection");
  if (num <= 0n) throw new InvalidRequest(`epsilon of a selection must be above 0; got ${epsilon}`);
  const scores = candidates.map(candidate => scoreOf(table, candidate));
  const best = scores.reduce((top, score) => Math.max(top, score), Number.NEGATIVE_INFINITY);
  return noise.exponentialChoice(
    scores.map(score => BigInt(best - score) * num),
    2n * BigInt(SCORE_STEPS) * den,
  );
};

const checkCandidates = (candidates: readonly Candidate[], sizes: readonly number[]): void => {
  if (candidates.length === 0) throw new InvalidRequest("a selection must have one or more candidates");
  for (const { expected, allowance, ...shape } of candidates) {
    checkShape(shape, sizes);
    if (expected.length !== tableCells(shape, sizes) || expected.some(value => !Number.isFinite(value)))
      throw new InvalidRequest("a candidate must expect a finite number of people in each of its cells");
    if (!Number.isFinite(allowance))
      throw new InvalidRequest(`a candidate's allowance must be finite; got ${allowance}`);
  }
};

/** What a selection releases: the place of the chosen candidate. */
export interface Choice {
  readonly chosen: number;
}

const storedChoice = z.strictObject({ chosen: z.number().int().nonnegative() });

/** `selectMarginal` as the plan's next release, for the ledger. */
export const marginalChoice = (
  planned: PlannedSelection,
  candidates: readonly Candidate[],
): Mechanism<CodedTable, Choice> => ({
  planned,
  event: { kind: "exponential", epsilon: planned.epsilon },
  run: (table, noise) => ({ chosen: selectMarginal(table, candidates, { epsilon: planned.epsilon, noise }) }),
  restore: stored => {
    const { data } = storedChoice.safeParse(stored);
    if (data === undefined || data.chosen >= candidates.length)
      throw new VerificationFailed(
        `release "${planned.purpose}": its stored value is no choice of this plan`,
      );
    return data;
  },
});
