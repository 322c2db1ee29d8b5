import { createHash } from "node:crypto";
import type { Assignment } from "../../schemas/domain.ts";
import { eigenSymmetric } from "../../src/math/eigen.ts";
import { flat, meanVector, multiply, multiplyTransposed, secondMoment } from "../../src/math/linalg.ts";
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

/** What a canonical vector differs by from what the prior expects of a person, whitened. */
export type Residual = (vector: Float64Array, stratum: string, covariates: Float64Array) => Float64Array;

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
  readonly residual: Residual;
  /** The whitened residual's coordinates along whitened directions, of k numbers each: as many as there are directions. */
  along(directions: readonly Float64Array[]): Residual;
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
  const learnt = learn(prior, { draws, options });
  const fingerprint = createHash("sha256")
    .update(
      JSON.stringify({ prior: prior.version, name: prior.name, options, conditioning: conditioning.names }),
    )
    .update(Array.from(learnt.spread, value => value.toPrecision(6)).join(","))
    .digest("hex");
  return spaceOf(prior, learnt, fingerprint);
};

/** What a prior's draws teach: plain numbers, of which a space is made. Coordinates go by falling spread. */
export interface Learnt {
  readonly projection: Projection;
  /** Mean of the draws that are typical, canonical units. */
  readonly centre: Float64Array;
  /** Of the coordinates' means given stratum and covariates: regressors × k, row-major. */
  readonly coefficients: Float64Array;
  /** Standard deviation of each coordinate's residual. */
  readonly spread: Float64Array;
  /** 99th percentile of the norm of the first 1, 2, … k numbers of the emphasised residual. */
  readonly radii: Float64Array;
}

/**
 * Directions and means from all draws, centre and spread from the typical ones.
 *
 * @param options  `basisRows`: most draws that principal directions are taken of
 */
export const learn = <O, S, R>(
  { dimension, fields, strata }: Pick<SignalPrior<O, S, R>, "dimension" | "fields" | "strata">,
  {
    draws,
    options,
  }: {
    readonly draws: readonly PhantomView[];
    readonly options: SpaceOptions & { readonly basisRows?: number };
  },
): Learnt => {
  const typical = (rows: readonly Float64Array[]) => rows.filter((_, n) => draws[n]!.isTypical);
  const centre = meanVector(typical(draws.map(({ vector }) => vector)))!;
  const centred = draws.map(({ vector }) => vector.map((value, i) => value - centre[i]!));
  const source = { rows: centred, dimension, fields, most: options.basisRows };
  const raw = directionsOf(source, options);
  const design = draws.map(draw => regressors(strata, draw));
  const projected = centred.map(x => raw.apply(x));
  const first = typical(residualsOf(projected, design, regression(design, projected)));
  const projection = raw.outputs <= ROTATION_LIMIT ? rotated(raw, first) : raw;
  const k = projection.outputs;
  const coordinates = centred.map(x => projection.apply(x));
  const coefficients = regression(design, coordinates);
  const residuals = typical(residualsOf(coordinates, design, coefficients));
  const spread = spreads(residuals, k);
  return { projection, centre, coefficients, spread, radii: radiiOf(residuals, spread, emphasisOf(spread)) };
};

/** The space of what was learnt of a prior. */
export const spaceOf = (
  { name, strata }: Pick<SignalPrior<never, never, never>, "name" | "strata">,
  { projection, centre, coefficients, spread, radii }: Learnt,
  fingerprint: string,
): LatentSpace => {
  const k = projection.outputs;
  return {
    name,
    fingerprint,
    strata,
    projection,
    k,
    spread,
    emphasis: emphasisOf(spread),
    radii,
    radius: radii[k - 1]!,
    residual: (vector, stratum, covariates) => {
      const y = projection.apply(vector.map((value, i) => value - centre[i]!));
      const row = regressors(strata, { stratum, covariates });
      const expected = multiplyTransposed(coefficients, row, row.length, k);
      return y.map((value, i) => (value - expected[i]!) / spread[i]!);
    },
    along: directions => {
      const whitened = directions.map(direction => direction.map((value, i) => value / spread[i]!));
      // The lift is the projection's transpose: what a direction sees of a vector before it is projected.
      const rows = flat(whitened.map(projection.lift));
      const count = directions.length;
      const width = centre.length;
      const ofCentre = multiply(rows, centre, count, width);
      const p = coefficients.length / k;
      const means = flat(whitened.map(direction => multiply(coefficients, direction, p, k)));
      return (vector, stratum, covariates) => {
        const out = multiply(rows, vector, count, width);
        const expected = multiply(means, regressors(strata, { stratum, covariates }), count, p);
        for (let r = 0; r < count; r++) out[r] = out[r]! - ofCentre[r]! - expected[r]!;
        return out;
      };
    },
    correction: delta => projection.lift(delta.map((value, i) => value * spread[i]!)),
  };
};

const emphasisOf = (spread: Float64Array): Float64Array => {
  const top = Math.max(...spread);
  return spread.map(value => Math.sqrt(value / top));
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
