import type { Rng } from "../../src/math/rng.ts";
import { type Canvas, clamp } from "./thorax-canvas.ts";

/** One scale of a random texture: cells across the field and standard deviation. */
export interface Octave {
  readonly cells: number;
  readonly sd: number;
}

/**
 * Smooth random texture, fixed to the field: each octave is a Gaussian lattice, interpolated. The same seed gives the
 * same large-scale texture at every raster size; octaves finer than the raster are left out, as averaging would.
 *
 * @returns width × height, row-major, units of the octaves' sd
 */
export const texture = (canvas: Canvas, octaves: readonly Octave[], rng: Rng): Float64Array => {
  const out = new Float64Array(canvas.width * canvas.height);
  const short = Math.min(canvas.width, canvas.height);
  for (const octave of octaves) {
    if (octave.cells > short) continue;
    addOctave(canvas, short, octave, rng.child(`octave/${octave.cells}`), out);
  }
  return out;
};

const addOctave = (canvas: Canvas, short: number, octave: Octave, rng: Rng, out: Float64Array): void => {
  const size = octave.cells + 2;
  const lattice = new Float64Array(size * size);
  for (let i = 0; i < lattice.length; i++) lattice[i] = octave.sd * rng.normal();
  const step = octave.cells / short;
  const offX = (short - canvas.width) / 2;
  const offY = (short - canvas.height) / 2;
  for (let j = 0, at = 0; j < canvas.height; j++) {
    const y = clamp((j + offY + 0.5) * step, 0, octave.cells);
    const row = Math.floor(y);
    const fy = y - row;
    for (let i = 0; i < canvas.width; i++, at++) {
      const x = clamp((i + offX + 0.5) * step, 0, octave.cells);
      const column = Math.floor(x);
      const fx = x - column;
      const k = row * size + column;
      const upper = lattice[k]! + fx * (lattice[k + 1]! - lattice[k]!);
      const lower = lattice[k + size]! + fx * (lattice[k + size + 1]! - lattice[k + size]!);
      out[at] = out[at]! + upper + fy * (lower - upper);
    }
  }
};
