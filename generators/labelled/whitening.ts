import { FEATURE_STEPS } from "../../schemas/labelled.ts";
import { type Eigen, eigenSymmetric } from "../../src/math/eigen.ts";
import { innerProducts } from "../../src/math/linalg.ts";
import { quantile } from "../../src/math/stats.ts";
import { brightnessOf } from "./colour.ts";
import { type FeatureBlock, featureShape, featuresOf } from "./features.ts";
import type { Pictures } from "./pictures.ts";
import { productsOf, WITHIN } from "./products.ts";

/** Pictures → whitened features of a linear classifier; made of public shapes alone. */
export interface Whitening {
  /** Number of features. */
  readonly features: number;
  /** Features of a picture (channels × side × side, 0 to 1), ℓ₂ norm at most 1. */
  of(picture: ArrayLike<number>): Float64Array;
}

/** In steps of 1/FEATURE_STEPS. */
export const inSteps = (features: Float64Array): Int16Array => {
  const out = new Int16Array(features.length);
  for (let j = 0; j < out.length; j++) out[j] = Math.round(features[j]! * FEATURE_STEPS);
  return out;
};

/** cov^(−1/4): halfway to white, so that directions in which shapes hardly differ do not become noise. */
const POWER = -0.25;
const FLOOR = 1e-3;
/** What gradients and picture are worth. */
const WEIGHTS = [0.75, 0.5];
/** Norms of the products, and of the features that they are made of. */
const PRODUCTS_WEIGHT = 0.5;
const LINEAR_WEIGHT = Math.sqrt(1 - PRODUCTS_WEIGHT ** 2);

/**
 * Whitens every block by the covariances of its cells and of its directions apart (their Kronecker product stands for
 * the covariance of both), in their own axes, strongest first: tens of thousands of products a picture instead of
 * hundreds of thousands. Products of the strongest follow them: what two edges have in common, of which a linear
 * classifier of edges knows nothing.
 *
 * @param shapes  the public shapes
 * @param kept    directions of the gradients that are kept, the strongest among shapes; the small picture is kept whole
 */
export const whitening = (pictures: Pictures, shapes: readonly Float64Array[], kept: number): Whitening => {
  const raw = (picture: ArrayLike<number>) => featuresOf(brightnessOf(picture, pictures), pictures.side);
  const drawn = shapes.map(raw);
  const blocks = featureShape(pictures.side).map((shape, b) =>
    blockWhitening(
      drawn.map(features => features[b]!),
      shape,
      { weight: WEIGHTS[b]!, kept },
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
  const flat = drawn.map(joined);
  const linear = bounded(flat);
  const products = productsOf(flat.map(linear));
  const both = (parts: readonly FeatureBlock[]): Float64Array => {
    const own = linear(joined(parts));
    const out = new Float64Array(features + products.size);
    for (let i = 0; i < features; i++) out[i] = LINEAR_WEIGHT * own[i]!;
    products.write(own, PRODUCTS_WEIGHT, out.subarray(features));
    return out;
  };
  const whole = bounded(drawn.map(both));
  return { features: features + products.size, of: picture => whole(both(raw(picture))) };
};

/** Divides by the norm that seven of ten are within, and what is longer by its own. */
const bounded = (drawn: readonly Float64Array[]): ((x: Float64Array) => Float64Array) => {
  const bound = quantile(drawn.map(normOf), WITHIN);
  return x => {
    const scale = 1 / Math.max(bound, normOf(x));
    const out = new Float64Array(x.length);
    for (let i = 0; i < out.length; i++) out[i] = x[i]! * scale;
    return out;
  };
};

interface BlockWhitening {
  readonly size: number;
  write(values: Float64Array, out: Float64Array): void;
}

const blockWhitening = (
  drawn: readonly FeatureBlock[],
  { planes, cells }: Omit<FeatureBlock, "values">,
  { weight, kept: most }: { readonly weight: number; readonly kept: number },
): BlockWhitening => {
  const places = cells * cells;
  const centre = new Float64Array(planes * places);
  for (const { values } of drawn)
    for (let i = 0; i < centre.length; i++) centre[i] = centre[i]! + values[i]! / drawn.length;
  const rows = drawn.map(({ values }) => values.map((value, i) => value - centre[i]!));
  const ofPlaces = eigenSymmetric(
    covariance(rows, { count: planes, step: places }, { count: places, step: 1 }),
    places,
  );
  const ofPlanes = eigenSymmetric(
    covariance(rows, { count: places, step: 1 }, { count: planes, step: places }),
    planes,
  );
  const kept = strongest(ofPlanes, ofPlaces, most);
  const size = kept.length;
  const used = 1 + Math.max(...kept.map(({ place }) => place));
  const planeOf = Int32Array.from(kept, ({ plane }) => plane);
  const placeOf = Int32Array.from(kept, ({ place }) => place);
  const factors = Float64Array.from(kept, ({ factor }) => factor);
  const alongPlanes = ofPlanes.vectors;
  const centred = new Float64Array(planes * places);
  // Every plane on the first axes of the places: used × planes.
  const half = new Float64Array(used * planes);
  const apply = (values: Float64Array, scale: number, out: Float64Array): void => {
    for (let i = 0; i < centred.length; i++) centred[i] = values[i]! - centre[i]!;
    for (let a = 0; a < used; a++)
      innerProducts(ofPlaces.vectors, a * places, centred, planes, places, half, a * planes);
    for (let i = 0; i < size; i++) {
      const axis = planeOf[i]! * planes;
      const from = placeOf[i]! * planes;
      let sum = 0;
      for (let p = 0; p < planes; p++) sum += alongPlanes[axis + p]! * half[from + p]!;
      out[i] = scale * factors[i]! * sum;
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

/** A direction of the features: an axis of the planes times one of the places, and what it is multiplied by. */
interface Direction {
  readonly plane: number;
  readonly place: number;
  readonly factor: number;
}

const strongest = (planes: Eigen, places: Eigen, most: number): readonly Direction[] => {
  const [a, b] = [lifted(planes), lifted(places)];
  return a
    .flatMap((first, plane) => b.map((second, place) => ({ plane, place, variance: first * second })))
    .sort((x, y) => y.variance - x.variance)
    .slice(0, most)
    .map(({ plane, place, variance }) => ({ plane, place, factor: variance ** POWER }));
};

/** Eigenvalues, lifted by a thousandth of the largest. */
const lifted = ({ values }: Eigen): readonly number[] => {
  const largest = Math.max(values[0]!, Number.MIN_VALUE);
  return Array.from(values, value => Math.max(0, value) + FLOOR * largest);
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

const normOf = (x: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]!;
  return Math.sqrt(sum);
};
