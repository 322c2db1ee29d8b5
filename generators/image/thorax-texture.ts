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
  const size = (octave.cells + 2) | 0;
  const lattice = new Float64Array(size * size);
  for (let i = 0; i < lattice.length; i++) lattice[i] = octave.sd * rng.normal();
  const across = placesAlong(canvas.width, short, octave.cells);
  const down = placesAlong(canvas.height, short, octave.cells);
  const width = across.cell.length;
  for (let j = 0, at = 0; j < down.cell.length; j++) {
    const row = down.cell[j]! * size;
    const fy = down.part[j]!;
    for (let i = 0; i < width; i++, at++) {
      const k = row + across.cell[i]!;
      const fx = across.part[i]!;
      const upper = lattice[k]! + fx * (lattice[k + 1]! - lattice[k]!);
      const lower = lattice[k + size]! + fx * (lattice[k + size + 1]! - lattice[k + size]!);
      out[at] = out[at]! + upper + fy * (lower - upper);
    }
  }
};

/** Of the pixels along one side: the cell of the lattice that each lies in, and how far into it, 0 to 1. */
interface Places {
  readonly cell: Int32Array;
  readonly part: Float64Array;
}

const placesAlong = (pixels: number, short: number, cells: number): Places => {
  const cell = new Int32Array(pixels);
  const part = new Float64Array(pixels);
  const step = cells / short;
  const off = (short - pixels) / 2;
  for (let i = 0; i < cell.length; i++) {
    const place = clamp((i + off + 0.5) * step, 0, cells);
    cell[i] = Math.floor(place);
    part[i] = place - cell[i]!;
  }
  return { cell, part };
};
