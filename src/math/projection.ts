import { InvalidRequest } from "../errors.ts";
import { multiply, multiplyTransposed, orthonormalise } from "./linalg.ts";
import { rng } from "./rng.ts";

export const PROJECTIONS = ["identity", "public-basis", "cosine", "jl"] as const;
export type ProjectionName = (typeof PROJECTIONS)[number];

/**
 * A public linear map with orthonormal rows: `inputs` → `outputs` numbers. It hides nothing and bounds no norm:
 * clip after projecting. `lift` is its pseudo-inverse (the transpose): apply(lift(z)) = z.
 */
export interface Projection {
  readonly name: ProjectionName;
  readonly inputs: number;
  readonly outputs: number;
  apply(x: Float64Array): Float64Array;
  lift(z: Float64Array): Float64Array;
}

export const identity = (inputs: number): Projection => ({
  name: "identity",
  inputs,
  outputs: inputs,
  apply: x => Float64Array.from(x),
  lift: z => Float64Array.from(z),
});

/**
 * A basis fixed before private data is read: principal directions of the prior unless it is named otherwise.
 *
 * @param rows  outputs × inputs, row-major, orthonormal rows
 */
export const publicBasis = (rows: Float64Array, inputs: number): Projection =>
  matrix("public-basis", rows, inputs);

/**
 * Means over square blocks of a square image, times the block's side so that the rows have norm 1: the approximation
 * coefficients of a Haar wavelet.
 *
 * @param side   pixels of the image's side, a multiple of `block`
 * @param block  pixels of a block's side
 */
export const blockMeans = (side: number, block: number): Projection => {
  if (side % block !== 0) throw new InvalidRequest(`a side of ${side} is no multiple of a block of ${block}`);
  const coarse = side / block;
  const cell = (i: number): number =>
    Math.floor(Math.floor(i / side) / block) * coarse + Math.floor((i % side) / block);
  return {
    name: "public-basis",
    inputs: side * side,
    outputs: coarse * coarse,
    apply: x => {
      const out = new Float64Array(coarse * coarse);
      for (let i = 0; i < x.length; i++) out[cell(i)] = out[cell(i)]! + x[i]! / block;
      return out;
    },
    lift: z => Float64Array.from({ length: side * side }, (_, i) => z[cell(i)]! / block),
  };
};

/**
 * A Johnson–Lindenstrauss map: Gaussian rows made orthonormal, from a public seed. Distances shrink by about
 * √(outputs/inputs); steer inside the projected space, never lift a noisy vector and use it as it is.
 *
 * @source Johnson & Lindenstrauss 1984; Kenthapadi et al. 2013, arXiv:1204.2606
 */
export const jl = (inputs: number, outputs: number, publicSeed: string): Projection => {
  if (outputs > inputs)
    throw new InvalidRequest(`a projection cannot have more outputs (${outputs}) than inputs (${inputs})`);
  const random = rng(`jl|${publicSeed}`);
  const rows = Float64Array.from({ length: outputs * inputs }, () => random.normal());
  return matrix("jl", orthonormalise(rows, outputs, inputs), inputs);
};

const matrix = (name: ProjectionName, rows: Float64Array, inputs: number): Projection => {
  const outputs = rows.length / inputs;
  if (!Number.isInteger(outputs))
    throw new InvalidRequest(`a basis of ${rows.length} numbers is no matrix with ${inputs} columns`);
  return {
    name,
    inputs,
    outputs,
    apply: x => multiply(rows, x, outputs, inputs),
    lift: z => multiplyTransposed(rows, z, outputs, inputs),
  };
};
