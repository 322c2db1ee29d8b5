import { reused } from "../../src/math/reused.ts";
import { INDEPENDENT, INDEPENDENT_LEADS, withLimbs } from "./leads.ts";

/**
 * The independent leads while they are drawn: samples × 8, sample-major (I, II, V1…V6 of an instant lie together, for
 * what is added is added to all of them), millivolts.
 */
export type Canvas = Float64Array;

export const blankCanvas = (samples: number): Canvas => new Float64Array(samples * INDEPENDENT);

/** Blank canvases on memory that is used again. */
export const reusedCanvas = (): ((samples: number) => Canvas) => {
  const zeros = reused();
  return samples => zeros(samples * INDEPENDENT);
};

/** The twelve leads in the order of LEADS, millivolts. */
export const allLeadsOf = (canvas: Canvas): Float32Array[] =>
  withLimbs(INDEPENDENT_LEADS.map((_, row) => rowOf(canvas, row)));

const rowOf = (canvas: Canvas, row: number): Float32Array => {
  const stride = INDEPENDENT;
  const out = new Float32Array(canvas.length / stride);
  for (let n = 0, at = row; n < out.length; n++, at += stride) out[n] = canvas[at]!;
  return out;
};

/** The independent leads one after the other: 8 × samples, millivolts. */
export const leadMajor = (canvas: Canvas): Float64Array => {
  const out = new Float64Array(canvas.length);
  for (let lead = 0, to = 0; lead < INDEPENDENT; lead++)
    for (let at = lead; at < canvas.length; at += INDEPENDENT) out[to++] = canvas[at]!;
  return out;
};
