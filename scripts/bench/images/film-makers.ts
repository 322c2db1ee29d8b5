import { momentsOf } from "../../../generators/image/canonical.ts";
import type { FilmCondition } from "../../../generators/image/neural/condition.ts";
import type { NeuralPrior } from "../../../generators/image/neural/denoiser.ts";
import { type Refinement, refine } from "../../../generators/image/neural/refine.ts";
import { imagePrior } from "../../../generators/image/prior.ts";
import { decode } from "../../../generators/sampler.ts";
import { karras } from "../../../generators/schedule.ts";
import { ddim } from "../../../generators/solver.ts";
import { multiply, principalDirections } from "../../../src/math/linalg.ts";
import { type Projection, publicBasis } from "../../../src/math/projection.ts";
import { type Rng, rng } from "../../../src/math/rng.ts";
import { covariance, meanOf, product, squareRoot } from "./film-realism.ts";

/** Draws a film of a condition; canonical space. */
export type FilmMaker = (condition: FilmCondition, random: Rng) => Float64Array;

/** The analytic prior alone. */
export const phantom: FilmMaker = ({ finding, view, sex, ageYears }, random) => {
  const order = imagePrior.order(finding, random.child("order"));
  return imagePrior.simulate({ ...order, view, sex, ageYears }, random.child("simulate")).vector;
};

/** A maker's films refined by the neural prior; `projection` is held. */
export const refined =
  (base: FilmMaker, prior: NeuralPrior, projection: Projection, refinement: Refinement): FilmMaker =>
  (condition, random) => {
    const denoise = prior.denoiser(condition);
    return restored(
      refine(base(condition, random), { denoise, projection }, refinement, random.child("refine")),
    );
  };

/** The neural prior alone, from pure noise. */
export const dreamt =
  (prior: NeuralPrior, steps: number): FilmMaker =>
  (condition, random) => {
    const schedule = karras(steps, { max: 20, min: 0.03 });
    const start = Float64Array.from({ length: imagePrior.dimension }, () => 20 * random.normal());
    return restored(decode({ schedule, solver: ddim, denoise: prior.denoiser(condition) }, start, random));
  };

/**
 * A maker's films moved by the linear map that takes the Gaussian of phantoms to the Gaussian of the public films in
 * `rank` principal directions: what the public films give without a network.
 */
export const transported = (base: FilmMaker, films: readonly Float64Array[], rank: number): FilmMaker => {
  const phantoms = publicPhantoms(films.length);
  const basis = principalDirections(centred([...films, ...phantoms]), imagePrior.dimension, rank);
  const projection = publicBasis(basis, imagePrior.dimension);
  const [from, to] = [phantoms, films].map(rows => lawOf(rows.map(row => projection.apply(row))));
  const map = monge(from!.covariance, to!.covariance, rank);
  return (condition, random) => {
    const film = base(condition, random);
    const z = projection.apply(film);
    const offset = z.map((value, i) => value - from!.mean[i]!);
    const moved = multiply(map, offset, rank, rank);
    const lifted = projection.lift(moved.map((value, i) => to!.mean[i]! + value - z[i]!));
    return restored(film.map((value, i) => value + lifted[i]!));
  };
};

/** Principal directions of phantoms: the kind of space in which a release is made. */
export const phantomBasis = (rank: number): Projection =>
  publicBasis(
    principalDirections(centred(publicPhantoms(400)), imagePrior.dimension, rank),
    imagePrior.dimension,
  );

/** The projection that holds nothing. */
export const nothingHeld = (): Projection => publicBasis(new Float64Array(0), imagePrior.dimension);

const publicPhantoms = (count: number): Float64Array[] => {
  const random = rng("film makers");
  return Array.from({ length: count }, (_, i) => {
    const order = imagePrior.order(
      imagePrior.strata[i % imagePrior.strata.length]!,
      random.child(`order/${i}`),
    );
    return imagePrior.simulate(order, random.child(`phantom/${i}`)).vector;
  });
};

const centred = (rows: readonly Float64Array[]): Float64Array[] => {
  const centre = meanOf(rows);
  return rows.map(row => row.map((value, i) => value - centre[i]!));
};

/** Mean, and covariance shrunk by a tenth to its diagonal. */
const lawOf = (rows: readonly Float64Array[]) => {
  const mean = meanOf(rows);
  const k = mean.length;
  const full = covariance(rows, mean).map((value, at) =>
    at % k === Math.floor(at / k) ? value : 0.9 * value,
  );
  return { mean, covariance: full };
};

/** A^(−½) (A^½ B A^½)^½ A^(−½): the optimal transport between centred Gaussians. */
const monge = (a: Float64Array, b: Float64Array, k: number): Float64Array => {
  const [root, inverse] = [squareRoot(a, k), squareRoot(a, k, -0.5)];
  const middle = squareRoot(product(product(root, b, k), root, k), k);
  return product(product(inverse, middle, k), inverse, k);
};

const restored = (film: Float64Array): Float64Array => {
  const { mean, sd } = momentsOf(film);
  return film.map(value => (value - mean) / sd);
};
