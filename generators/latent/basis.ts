import type { ProjectionName } from "../../src/math/projection.ts";
import type { SignalPrior } from "../modality.ts";
import { type PhantomView, phantomsOf } from "./phantoms.ts";
import { bestRank, marginalError, type RankNoise, type RankProfile, UNMEASURED } from "./rank.ts";
import { regression, regressors, residualsOf } from "./regression.ts";
import { type Conditioning, type LatentSpace, learntSpace, radiiOf, type SpaceOptions } from "./space.ts";

/** Bases that are chosen among; the first of equals is taken. */
const CANDIDATES = ["public-basis", "cosine", "jl"] as const satisfies readonly ProjectionName[];

/** A basis, how many of its directions are worth measuring, and the error that is expected then, canonical units squared. */
export interface BasisError {
  readonly projection: ProjectionName;
  readonly rank: number;
  readonly error: number;
}

/**
 * What every basis is expected to leave of a cohort's deviation from the prior, best first, from the prior, the public size
 * and the planned noise alone. A basis is learnt from every other draw of the prior and judged on the draws between
 * them, so that directions which only those draws had in common gain nothing. What lies outside a basis keeps the
 * deviation that the model expects of means and variances.
 *
 * @param options  phantoms of a stratum, half of which make the basis; the largest rank
 */
export const basesByError = <O, S, R>(
  prior: SignalPrior<O, S, R>,
  conditioning: Conditioning<O>,
  options: Omit<SpaceOptions, "projection">,
  noise: RankNoise,
): readonly BasisError[] => {
  const draws = phantomsOf(prior, conditioning, options);
  const [own, others] = [0, 1].map(half => draws.filter((_, i) => i % 2 === half)) as [
    PhantomView[],
    PhantomView[],
  ];
  const whole = varianceLeft(prior, own, others);
  return CANDIDATES.filter(projection => projection !== "cosine" || prior.fields !== undefined)
    .map(projection => {
      const space = learntSpace(prior, conditioning, { draws: own, options: { ...options, projection } });
      const profile = judged(space, others);
      const rank = bestRank(profile, noise);
      const inside = profile.spread.reduce((sum, value) => sum + value ** 2, 0);
      const outside = UNMEASURED * Math.max(0, whole - inside);
      return { projection, rank, error: marginalError(profile, noise, rank) + outside };
    })
    .sort((a, b) => a.error - b.error);
};

/** The profile of a space as other draws of the prior have it. */
const judged = (space: LatentSpace, others: readonly PhantomView[]): RankProfile => {
  const residuals = others.map(({ vector, stratum, covariates }) =>
    space.residual(vector, stratum, covariates),
  );
  const stretch = space.spread.map((_, i) =>
    Math.sqrt(residuals.reduce((sum, w) => sum + w[i]! ** 2, 0) / residuals.length),
  );
  // Residuals are whitened already.
  const white = new Float64Array(space.k).fill(1);
  return {
    name: space.name,
    spread: space.spread.map((value, i) => value * stretch[i]!),
    emphasis: space.emphasis.map((value, i) => value * stretch[i]!),
    radii: radiiOf(residuals, white, space.emphasis),
  };
};

/** Mean squared norm of draws less what the others' regression expects of them. */
const varianceLeft = (
  { strata }: Pick<SignalPrior<never, never, never>, "strata">,
  own: readonly PhantomView[],
  others: readonly PhantomView[],
): number => {
  const designOf = (draws: readonly PhantomView[]) => draws.map(draw => regressors(strata, draw));
  const vectorsOf = (draws: readonly PhantomView[]) => draws.map(({ vector }) => vector);
  const coefficients = regression(designOf(own), vectorsOf(own));
  const residuals = residualsOf(vectorsOf(others), designOf(others), coefficients);
  const total = residuals.reduce(
    (sum, residual) => sum + residual.reduce((squares, value) => squares + value ** 2, 0),
    0,
  );
  return total / others.length;
};
