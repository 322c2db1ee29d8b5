import { INDEPENDENT, INDEPENDENT_LEADS, withLimbs } from "./leads.ts";

/**
 * The independent leads while they are drawn: samples × 8, sample-major (I, II, V1…V6 of an instant lie together, for
 * what is added is added to all of them), millivolts.
 */
export type Canvas = Float64Array;

export const blankCanvas = (samples: number): Canvas => new Float64Array(samples * INDEPENDENT);

/**
 * Blank canvases that are one and the same memory as long as they are of one size: whoever asks for the next is done with
 * the last. A recording's is a third of a megabyte, and a cohort's would keep the collector busy for longer than the drawing.
 */
export const reusedCanvas = (): ((samples: number) => Canvas) => {
  let kept: Canvas | undefined;
  return samples => {
    if (kept?.length !== samples * INDEPENDENT) kept = blankCanvas(samples);
    return kept.fill(0);
  };
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
