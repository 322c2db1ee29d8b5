import { FEATURE_STEPS } from "../../schemas/labelled.ts";
import { eigenSymmetric } from "../../src/math/eigen.ts";
import { rng } from "../../src/math/rng.ts";
import { brightnessOf } from "./colour.ts";
import { type FeatureBlock, featureShape, featuresOf } from "./features.ts";
import { type Pictures, shapesOf } from "./pictures.ts";

/** Pictures → whitened features of a linear classifier; made of public shapes alone. */
export interface Whitening {
  /** Number of features. */
  readonly features: number;
  /** Features of a picture (channels × side × side, 0 to 1), ℓ₂ norm at most 1. */
  of(picture: ArrayLike<number>): Float64Array;
}

/** In steps of 1/FEATURE_STEPS. */
export const inSteps = (features: Float64Array): Int16Array =>
  Int16Array.from(features, value => Math.round(value * FEATURE_STEPS));

const SHAPES = 1500;
/** cov^(−1/4): halfway to white, so that directions in which shapes hardly differ do not become noise. */
const POWER = -0.25;
const FLOOR = 1e-3;
/** What gradients and picture are worth. */
const WEIGHTS = [0.75, 0.5];
/** Seven of ten shapes are within the norm that counts as 1. */
const WITHIN = 0.7;

/**
 * Whitens every block by the covariances of its cells and of its directions apart (their Kronecker product stands for
 * the covariance of both): a few thousand products a picture instead of a million and a half.
 */
export const whitening = (pictures: Pictures): Whitening => {
  const random = rng("semblance/labelled/whitening/1");
  const raw = (picture: ArrayLike<number>) => featuresOf(brightnessOf(picture, pictures), pictures.side);
  const drawn = Array.from({ length: SHAPES }, (_, i) => raw(shapesOf(pictures, random.child(String(i)))));
  const blocks = featureShape(pictures.side).map((shape, b) =>
    blockWhitening(
      drawn.map(features => features[b]!),
      shape,
      WEIGHTS[b]!,
    ),
  );
  const features = blocks.reduce((sum, { size }) => sum + size, 0);
  const joined = (parts: readonly FeatureBlock[]): Float64Array => {
    const out = new Float64Array(features);
    let at = 0;
    for (const [b, block] of blocks.entries()) {
      block.write(parts[b]!.values, out.subarray(at, at + block.size));
      at += block.size;
    }
    return out;
  };
  const bound = quantile(
    drawn.map(parts => normOf(joined(parts))),
    WITHIN,
  );
  return {
    features,
    of: picture => {
      const out = joined(raw(picture));
      const scale = 1 / Math.max(bound, normOf(out));
      return out.map(value => value * scale);
    },
  };
};

interface BlockWhitening {
  readonly size: number;
  write(values: Float64Array, out: Float64Array): void;
}

const blockWhitening = (
  drawn: readonly FeatureBlock[],
  { planes, cells }: Omit<FeatureBlock, "values">,
  weight: number,
): BlockWhitening => {
  const places = cells * cells;
  const size = planes * places;
  const centre = new Float64Array(size);
  for (const { values } of drawn)
    for (let i = 0; i < size; i++) centre[i] = centre[i]! + values[i]! / drawn.length;
  const rows = drawn.map(({ values }) => values.map((value, i) => value - centre[i]!));
  const acrossPlaces = power(
    covariance(rows, { count: planes, step: places }, { count: places, step: 1 }),
    places,
  );
  const acrossPlanes = power(
    covariance(rows, { count: places, step: 1 }, { count: planes, step: places }),
    planes,
  );
  const half = new Float64Array(size);
  const centred = new Float64Array(size);
  const apply = (values: Float64Array, scale: number, out: Float64Array): void => {
    for (let i = 0; i < size; i++) centred[i] = values[i]! - centre[i]!;
    half.fill(0);
    for (let o = 0; o < planes; o++)
      for (let g = 0; g < places; g++) {
        // The matrix is symmetric: its rows are its columns.
        const [value, row] = [centred[o * places + g]!, g * places];
        for (let f = 0; f < places; f++)
          half[o * places + f] = half[o * places + f]! + value * acrossPlaces[row + f]!;
      }
    out.fill(0);
    for (let o = 0; o < planes; o++)
      for (let p = 0; p < planes; p++) {
        const w = acrossPlanes[o * planes + p]! * scale;
        for (let f = 0; f < places; f++)
          out[o * places + f] = out[o * places + f]! + w * half[p * places + f]!;
      }
  };
  const norms = drawn.map(({ values }) => {
    const out = new Float64Array(size);
    apply(values, 1, out);
    return normOf(out);
  });
  const scale = weight / quantile(norms, WITHIN);
  return { size, write: (values, out) => apply(values, scale, out) };
};

interface Axis {
  readonly count: number;
  readonly step: number;
}

/** Second moment along one axis, averaged over rows and the other axis. */
const covariance = (rows: readonly Float64Array[], others: Axis, axis: Axis): Float64Array => {
  const out = new Float64Array(axis.count ** 2);
  const weight = 1 / (rows.length * others.count);
  for (const row of rows)
    for (let o = 0; o < others.count; o++)
      for (let i = 0; i < axis.count; i++) {
        const value = row[o * others.step + i * axis.step]! * weight;
        if (value === 0) continue;
        for (let j = 0; j < axis.count; j++)
          out[i * axis.count + j] = out[i * axis.count + j]! + value * row[o * others.step + j * axis.step]!;
      }
  return out;
};

/** matrix^POWER, eigenvalues lifted by a thousandth of the largest. */
const power = (matrix: Float64Array, n: number): Float64Array => {
  const { values, vectors } = eigenSymmetric(matrix, n);
  const largest = Math.max(values[0]!, Number.MIN_VALUE);
  const out = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const scale = (Math.max(0, values[k]!) + FLOOR * largest) ** POWER;
    for (let i = 0; i < n; i++) {
      const value = vectors[k * n + i]! * scale;
      for (let j = 0; j < n; j++) out[i * n + j] = out[i * n + j]! + value * vectors[k * n + j]!;
    }
  }
  return out;
};

const normOf = (x: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]!;
  return Math.sqrt(sum);
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))]!;
