import type { ModalityView } from "../../schemas/digest.ts";
import type { ImageRecord } from "../../schemas/image.ts";
import { findingOf } from "./finding.ts";

/** Side of the canonical image, pixels, and dimension of the canonical space. */
export const SIDE = 64;
export const DIMENSION = SIDE * SIDE;

/** Spread below which an image holds nothing to compare, as a share of full scale. */
const FLATTEST = 1e-3;

/**
 * A record in the canonical space: the centre square, area-averaged to 64 × 64, less its own mean, over its own
 * standard deviation. Row-major. Undefined where the image is flat or its pixels are incomplete.
 */
export const canonical = (record: ImageRecord): ModalityView | undefined => {
  const { width, height, bits, pixels } = record;
  if (width < 1 || height < 1 || pixels.length < width * height) return undefined;
  const vector = standardised(averaged(pixels, width, height), 2 ** bits - 1);
  return vector === undefined ? undefined : { vector, stratum: findingOf(record.findings ?? []) };
};

/** Zero mean and unit variance; undefined where the spread is below 1e-3 of full scale. */
export const standardised = (values: Float64Array, fullScale: number): Float64Array | undefined => {
  const { mean, sd } = momentsOf(values);
  return sd > FLATTEST * fullScale ? values.map(value => (value - mean) / sd) : undefined;
};

export const momentsOf = (values: Float64Array): { readonly mean: number; readonly sd: number } => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / values.length) };
};

/** Centre square of a raster, every target pixel the mean over its area, with fractional edges; 64 × 64 row-major. */
export const averaged = (pixels: ArrayLike<number>, width: number, height: number): Float64Array => {
  const side = Math.min(width, height);
  const spansX = spans((width - side) / 2, side);
  const spansY = spans((height - side) / 2, side);
  const out = new Float64Array(DIMENSION);
  for (let j = 0; j < SIDE; j++) {
    const down = spansY[j]!;
    for (let i = 0; i < SIDE; i++) {
      const across = spansX[i]!;
      let sum = 0;
      for (let y = 0; y < down.weights.length; y++) {
        let row = 0;
        const start = (down.first + y) * width + across.first;
        for (let x = 0; x < across.weights.length; x++) row += across.weights[x]! * pixels[start + x]!;
        sum += down.weights[y]! * row;
      }
      out[j * SIDE + i] = sum;
    }
  }
  return out;
};

interface Span {
  readonly first: number;
  readonly weights: readonly number[];
}

/** Source pixels under each of the 64 target pixels of an axis, with weights that sum to one. */
const spans = (offset: number, side: number): readonly Span[] =>
  Array.from({ length: SIDE }, (_, i) => {
    const from = offset + (i * side) / SIDE;
    const to = offset + ((i + 1) * side) / SIDE;
    const first = Math.floor(from);
    const last = Math.max(first, Math.ceil(to - 1e-9) - 1);
    const weights = Array.from(
      { length: last - first + 1 },
      (_, k) => Math.max(0, Math.min(to, first + k + 1) - Math.max(from, first + k)) / (to - from),
    );
    return { first, weights };
  });
