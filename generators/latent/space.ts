import { createHash } from "node:crypto";
import type { Assignment } from "../../schemas/domain.ts";
import { eigenSymmetric } from "../../src/math/eigen.ts";
import { multiply, multiplyTransposed, secondMoment } from "../../src/math/linalg.ts";
import type { Projection, ProjectionName } from "../../src/math/projection.ts";
import { quantile } from "../../src/math/stats.ts";
import type { SignalPrior } from "../modality.ts";
import { directionsOf } from "./directions.ts";
import { type PhantomView, phantomsOf } from "./phantoms.ts";
import { regression, regressors, residualsOf } from "./regression.ts";

/** What of a person, besides the stratum, the prior's mean depends on: numbers of order one, 0 where unknown. */
export interface Conditioning<Order> {
  readonly names: readonly string[];
  /**
   * What sets a person apart beside the stratum, one of them at most: of a large cohort it is released how far people of
   * each lie from the others of their stratum. Absent where strata say it all.
   */
  readonly traits?: Traits<Order>;
  fromOrder(order: Order): Float64Array;
  fromAssignment(assignment: Assignment): Float64Array;
}

export interface Traits<Order> {
  readonly names: readonly string[];
  fromOrder(order: Order): string | undefined;
  fromAssignment(assignment: Assignment): string | undefined;
}

export interface SpaceOptions {
  readonly projection: ProjectionName;
  /** Dimension k of the projected space; ignored by `identity`. */
  readonly rank: number;
  /** Phantoms per stratum from which the prior's mean, spread and basis are learnt. */
  readonly phantoms: number;
  readonly publicSeed: string;
}

/**
 * The projected space of one signal, learnt from the public prior alone: a basis, the prior's mean given stratum and
 * covariates, and its spread around that mean. A residual is whitened: under the prior each coordinate has variance 1.
 */
export interface LatentSpace {
  readonly name: "ecg" | "image";
  /** Hash of everything above; a release names the space it was made in. */
  readonly fingerprint: string;
  readonly strata: readonly string[];
  readonly projection: Projection;
  readonly k: number;
  /** Prior standard deviation of each projected residual coordinate, canonical units. */
  readonly spread: Float64Array;
  /** Half-whitening weights in (0, 1], by which a whitened residual is scaled before clipping. */
  readonly emphasis: Float64Array;
  /** 99th percentile of the norm of the first 1, 2, … k numbers of the emphasised prior residual. */
  readonly radii: Float64Array;
  /** The last of them: the public yardstick for clip bounds. */
  readonly radius: number;
  /** Whitened residual of a canonical vector against what the prior expects of this person. */
  residual(vector: Float64Array, stratum: string, covariates: Float64Array): Float64Array;
  /** Canonical correction that moves a whitened residual by `delta`. */
  correction(delta: Float64Array): Float64Array;
}

/** Learns the space of a prior. Deterministic in the prior's version and the options; sees no private data. */
export const latentSpace = <O, S, R>(
  prior: SignalPrior<O, S, R>,
  conditioning: Conditioning<O>,
  options: SpaceOptions,
): LatentSpace => spacesOf(prior, conditioning, options)(options.rank);

/** The spaces of a prior by rank, all from the same phantoms. */
export const spacesOf = <O, S, R>(
  prior: SignalPrior<O, S, R>,
  conditioning: Conditioning<O>,
  options: Omit<SpaceOptions, "rank">,
): ((rank: number) => LatentSpace) => {
  const draws = phantomsOf(prior, conditioning, options);
  const { projection, phantoms, publicSeed } = options;
  return rank =>
    learntSpace(prior, conditioning, { draws, options: { projection, rank, phantoms, publicSeed } });
};

/** The space that given draws of the prior make. */
export const learntSpace = <O, S, R>(
  prior: SignalPrior<O, S, R>,
  conditioning: Conditioning<O>,
  { draws, options }: { readonly draws: readonly PhantomView[]; readonly options: SpaceOptions },
): LatentSpace => {
  const d = prior.dimension;
  const centre = new Float64Array(d);
  for (const { vector } of draws)
    for (let i = 0; i < d; i++) centre[i] = centre[i]! + vector[i]! / draws.length;
  const centred = draws.map(({ vector }) => vector.map((value, i) => value - centre[i]!));
  const raw = directionsOf({ rows: centred, dimension: d, fields: prior.fields }, options);
  const design = draws.map(draw => regressors(prior.strata, draw));
  const projected = centred.map(x => raw.apply(x));
  const first = regression(design, projected);
  const projection =
    raw.outputs <= ROTATION_LIMIT ? rotated(raw, residualsOf(projected, design, first)) : raw;
  const k = projection.outputs;
  const coordinates = centred.map(x => projection.apply(x));
  const coefficients = regression(design, coordinates);
  const residuals = residualsOf(coordinates, design, coefficients);
  const spread = spreads(residuals, k);
  const top = Math.max(...spread);
  const emphasis = spread.map(value => Math.sqrt(value / top));
  const radii = radiiOf(residuals, spread, emphasis);
  const residual = (vector: Float64Array, stratum: string, covariates: Float64Array): Float64Array => {
    const y = projection.apply(vector.map((value, i) => value - centre[i]!));
    const expected = multiplyTransposed(
      coefficients,
      regressors(prior.strata, { stratum, covariates }),
      coefficients.length / k,
      k,
    );
    return y.map((value, i) => (value - expected[i]!) / spread[i]!);
  };
  const fingerprint = createHash("sha256")
    .update(
      JSON.stringify({ prior: prior.version, name: prior.name, options, conditioning: conditioning.names }),
    )
    .update(Array.from(spread, value => value.toPrecision(6)).join(","))
    .digest("hex");
  return {
    name: prior.name,
    fingerprint,
    strata: prior.strata,
    projection,
    k,
    spread,
    emphasis,
    radii,
    radius: radii[k - 1]!,
    residual,
    correction: delta => projection.lift(delta.map((value, i) => value * spread[i]!)),
  };
};

/** Above this dimension coordinates are used as they are: an eigen-decomposition would cost more than it orders. */
const ROTATION_LIMIT = 256;

/** The same subspace in coordinates that are uncorrelated under the prior, by falling variance. */
const rotated = (projection: Projection, residuals: readonly Float64Array[]): Projection => {
  const k = projection.outputs;
  const { vectors } = eigenSymmetric(secondMoment(residuals, k), k);
  return {
    name: projection.name,
    inputs: projection.inputs,
    outputs: k,
    apply: x => multiply(vectors, projection.apply(x), k, k),
    lift: z => projection.lift(multiplyTransposed(vectors, z, k, k)),
  };
};

/** Percentiles of the growing norms; the last is over all k. */
export const radiiOf = (
  residuals: readonly Float64Array[],
  spread: Float64Array,
  emphasis: Float64Array,
): Float64Array => {
  const squares = new Float64Array(residuals.length);
  return spread.map((_, i) => {
    for (const [n, r] of residuals.entries())
      squares[n] = squares[n]! + ((emphasis[i]! * r[i]!) / spread[i]!) ** 2;
    return Math.sqrt(quantile(squares, 0.99));
  });
};

const spreads = (residuals: readonly Float64Array[], k: number): Float64Array => {
  const variance = new Float64Array(k);
  for (const r of residuals)
    for (let i = 0; i < k; i++) variance[i] = variance[i]! + (r[i]! * r[i]!) / residuals.length;
  const floor = 1e-6 * Math.max(...variance) || 1e-12;
  return variance.map(value => Math.sqrt(Math.max(value, floor)));
};
