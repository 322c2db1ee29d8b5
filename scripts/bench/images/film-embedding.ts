import { SIDE } from "../../../generators/image/canonical.ts";
import { rng } from "../../../src/math/rng.ts";

/** A public map from a canonical 64 × 64 film to numbers in which films are compared. Fixed before any film is seen. */
export interface FilmEmbedding {
  readonly name: string;
  (film: Float64Array): Float64Array;
}

const CELL = 8;
const CELLS = SIDE / CELL;
const ANGLES = 9;

/**
 * Histograms of oriented gradients: 8 × 8 cells of 8 × 8 pixels, 9 unsigned angles with linear interpolation, each
 * cell divided by the norm of its 3 × 3 neighbourhood and clipped at 0.2; 576 numbers.
 *
 * @source Dalal & Triggs 2005, CVPR
 */
const hog = (film: Float64Array): Float64Array => {
  const cells = new Float64Array(CELLS * CELLS * ANGLES);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const at = y * SIDE + x;
      const dx = film[at + (x < SIDE - 1 ? 1 : 0)]! - film[at - (x > 0 ? 1 : 0)]!;
      const dy = film[at + (y < SIDE - 1 ? SIDE : 0)]! - film[at - (y > 0 ? SIDE : 0)]!;
      const turn = ((Math.atan2(dy, dx) / Math.PI + 1) % 1) * ANGLES;
      const low = Math.floor(turn) % ANGLES;
      const share = turn - Math.floor(turn);
      const cell = (Math.floor(y / CELL) * CELLS + Math.floor(x / CELL)) * ANGLES;
      const size = Math.hypot(dx, dy);
      cells[cell + low] = cells[cell + low]! + (1 - share) * size;
      const high = cell + ((low + 1) % ANGLES);
      cells[high] = cells[high]! + share * size;
    }
  }
  return normalised(cells);
};

const normalised = (cells: Float64Array): Float64Array => {
  const out = new Float64Array(cells.length);
  for (let j = 0; j < CELLS; j++) {
    for (let i = 0; i < CELLS; i++) {
      let squares = 1e-6;
      for (let y = Math.max(0, j - 1); y <= Math.min(CELLS - 1, j + 1); y++)
        for (let x = Math.max(0, i - 1); x <= Math.min(CELLS - 1, i + 1); x++)
          for (let a = 0; a < ANGLES; a++) squares += cells[(y * CELLS + x) * ANGLES + a]! ** 2;
      const norm = Math.sqrt(squares);
      for (let a = 0; a < ANGLES; a++) {
        const at = (j * CELLS + i) * ANGLES + a;
        out[at] = Math.min(0.2, cells[at]! / norm);
      }
    }
  }
  return out;
};

const FILTERS = 24;
const REACH = 3;
const POOL = 4;

/** Seeded 7 × 7 filters without mean and of norm one. */
const filters: readonly Float64Array[] = Array.from({ length: FILTERS }, (_, i) => {
  const random = rng(`film filters|${i}`);
  const side = 2 * REACH + 1;
  const raw = Float64Array.from({ length: side * side }, () => random.normal());
  const centre = raw.reduce((a, b) => a + b, 0) / raw.length;
  const norm = Math.hypot(...raw.map(value => value - centre));
  return raw.map(value => (value - centre) / norm);
});

/** Mean absolute response of 24 random 7 × 7 filters over a 4 × 4 grid: texture and edges at no angle; 384 numbers. */
const randomFilters = (film: Float64Array): Float64Array => {
  const out = new Float64Array(FILTERS * POOL * POOL);
  const inner = SIDE - 2 * REACH;
  for (let f = 0; f < FILTERS; f++) {
    const filter = filters[f]!;
    for (let y = 0; y < inner; y++) {
      for (let x = 0; x < inner; x++) {
        let sum = 0;
        for (let j = 0, at = 0; j <= 2 * REACH; j++)
          for (let i = 0; i <= 2 * REACH; i++, at++) sum += filter[at]! * film[(y + j) * SIDE + x + i]!;
        const bin = (Math.floor((y * POOL) / inner) * POOL + Math.floor((x * POOL) / inner)) * FILTERS + f;
        out[bin] = out[bin]! + Math.abs(sum) / (inner / POOL) ** 2;
      }
    }
  }
  return out;
};

const named = (name: string, embed: (film: Float64Array) => Float64Array): FilmEmbedding =>
  Object.defineProperty((film: Float64Array) => embed(film), "name", { value: name }) as FilmEmbedding;

export const EMBEDDINGS: readonly FilmEmbedding[] = [
  named("HOG-576", hog),
  named("random-filters-384", randomFilters),
];
