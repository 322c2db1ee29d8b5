/** A mixture of low-rank Gaussians of simulated films: a prior whose denoiser costs what its pixels are many. */
import type { Denoiser } from "../../../generators/denoiser.ts";
import { DIMENSION } from "../../../generators/image/canonical.ts";
import { imagePriorAt } from "../../../generators/image/prior.ts";
import { eigenSymmetric } from "../../../src/math/eigen.ts";
import { principalDirections } from "../../../src/math/linalg.ts";
import type { Projection } from "../../../src/math/projection.ts";
import { rng } from "../../../src/math/rng.ts";

/** N(mean, Σ λᵢ uᵢuᵢᵀ + rest·I): `basis` holds orthonormal rows, `values` what each adds to `rest`. */
export interface FilmComponent {
  readonly mean: Float64Array;
  readonly basis: Float64Array;
  readonly values: Float64Array;
  readonly rest: number;
}

/** One component a finding, of `phantoms` simulated films each, equally likely. */
export const filmLaw = (phantoms: number, rank: number): readonly FilmComponent[] => {
  const prior = imagePriorAt({ width: 64, height: 64, bits: 8 });
  return prior.strata.map(stratum => {
    const rows = Array.from({ length: phantoms }, (_, i) => {
      const random = rng(`film law|${stratum}|${i}`);
      return prior.simulate(prior.order(stratum, random), random).vector;
    });
    return componentOf(rows, rank);
  });
};

const componentOf = (rows: readonly Float64Array[], rank: number): FilmComponent => {
  const mean = new Float64Array(DIMENSION);
  for (const row of rows) for (let i = 0; i < DIMENSION; i++) mean[i] = mean[i]! + row[i]! / rows.length;
  const centred = rows.map(row => row.map((value, i) => value - mean[i]!));
  const basis = principalDirections(centred, DIMENSION, rank);
  const values = new Float64Array(rank);
  let total = 0;
  for (const row of centred) {
    total += dot(row, row, 0, DIMENSION) / rows.length;
    for (let r = 0; r < rank; r++)
      values[r] = values[r]! + dot(basis, row, r * DIMENSION, DIMENSION) ** 2 / rows.length;
  }
  const rest = (total - values.reduce((a, b) => a + b)) / (DIMENSION - rank);
  return { mean, basis, values: values.map(value => Math.max(0, value - rest)), rest };
};

/** The law of P x: exactly what the component says of the projection. */
export const projected = (component: FilmComponent, projection: Projection): FilmComponent => {
  const rank = component.values.length;
  const d = projection.outputs;
  const rows = Array.from({ length: rank }, (_, r) =>
    projection
      .apply(component.basis.slice(r * projection.inputs, (r + 1) * projection.inputs))
      .map(value => value * Math.sqrt(component.values[r]!)),
  );
  const gram = Float64Array.from({ length: rank * rank }, (_, at) =>
    dot(rows[Math.floor(at / rank)]!, rows[at % rank]!, 0, d),
  );
  const { values, vectors } = eigenSymmetric(gram, rank);
  const basis = new Float64Array(rank * d);
  for (let r = 0; r < rank; r++) {
    const size = Math.sqrt(Math.max(values[r]!, 1e-30));
    for (let s = 0; s < rank; s++)
      for (let i = 0; i < d; i++)
        basis[r * d + i] = basis[r * d + i]! + (vectors[r * rank + s]! / size) * rows[s]![i]!;
  }
  const positive = values.map(value => Math.max(0, value));
  return { mean: projection.apply(component.mean), basis, values: positive, rest: component.rest };
};

/** E[x₀ | x] of the equal mixture. */
export const filmDenoiser =
  (law: readonly FilmComponent[]): Denoiser =>
  (x, sigma) => {
    const noise = sigma * sigma;
    const posts = law.map(component => posterior(component, x, noise));
    const top = Math.max(...posts.map(({ log }) => log));
    const weights = posts.map(({ log }) => Math.exp(log - top));
    const total = weights.reduce((a, b) => a + b);
    const out = new Float64Array(x.length);
    law.forEach((component, m) => {
      const share = weights[m]! / total;
      if (share > 1e-9) addMean(out, component, { x, noise, share, coordinates: posts[m]!.coordinates });
    });
    return out;
  };

const posterior = ({ mean, basis, values, rest }: FilmComponent, x: Float64Array, noise: number) => {
  const d = x.length;
  const centred = x.map((value, i) => value - mean[i]!);
  const coordinates = values.map((_, r) => dot(basis, centred, r * d, d));
  const flat = rest + noise;
  let log = (-0.5 * dot(centred, centred, 0, d)) / flat;
  for (const [r, value] of values.entries()) {
    const square = coordinates[r]! ** 2;
    log += 0.5 * (square / flat - square / (flat + value) - Math.log(1 + value / flat));
  }
  return { coordinates, log };
};

interface Seen {
  readonly x: Float64Array;
  readonly noise: number;
  readonly share: number;
  readonly coordinates: Float64Array;
}

const addMean = (
  out: Float64Array,
  component: FilmComponent,
  { x, noise, share, coordinates }: Seen,
): void => {
  const { mean, basis, values, rest } = component;
  const d = x.length;
  const keep = rest / (rest + noise || 1);
  for (let i = 0; i < d; i++) out[i] = out[i]! + share * (mean[i]! + keep * (x[i]! - mean[i]!));
  for (const [r, value] of values.entries()) {
    const gain = share * coordinates[r]! * ((value + rest) / (value + rest + noise || 1) - keep);
    for (let i = 0; i < d; i++) out[i] = out[i]! + gain * basis[r * d + i]!;
  }
};

const dot = (a: Float64Array, b: Float64Array, from: number, length: number): number => {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += a[from + i]! * b[i]!;
  return sum;
};
