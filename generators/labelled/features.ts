/** One group of features: planes of directions over square cells. */
export interface FeatureBlock {
  readonly planes: number;
  readonly cells: number;
  /** planes × cells × cells, of ℓ₂ norm 1 unless the picture is flat. */
  readonly values: Float64Array;
}

/** Pixels across a cell. */
const CELL = 4;
const DIRECTIONS = 16;
/** Contrast below which a cell counts as flat: full scale a pixel, times the pixels of a cell. */
const FLAT = 0.15;

/**
 * Histograms of oriented gradients (16 signed directions) and the picture itself at a quarter of its size. Cells are 4
 * pixels wide and share what lies between them; each is normalised by its neighbourhood's contrast.
 *
 * @param picture  side × side, 0 to 1; side a multiple of 4
 * @source         Dalal & Triggs 2005 (CVPR), with bilinear sharing between cells and directions
 */
export const featuresOf = (picture: ArrayLike<number>, side: number): readonly FeatureBlock[] => {
  const cells = side / CELL;
  const quarter = shrunk(picture, side, CELL);
  for (let i = 0; i < quarter.length; i++) quarter[i] = quarter[i]! - 0.25;
  return [oriented(picture, side, cells), { planes: 1, cells, values: unit(quarter) }];
};

/** Sizes of the blocks of `featuresOf`. */
export const featureShape = (side: number): readonly Omit<FeatureBlock, "values">[] =>
  [DIRECTIONS, 1].map(planes => ({ planes, cells: side / CELL }));

/** Mean over squares of `factor` pixels. */
export const shrunk = (picture: ArrayLike<number>, side: number, factor: number): Float64Array => {
  const small = side / factor;
  const out = new Float64Array(small * small);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const at = Math.floor(y / factor) * small + Math.floor(x / factor);
      out[at] = out[at]! + picture[y * side + x]! / (factor * factor);
    }
  return out;
};

const oriented = (picture: ArrayLike<number>, side: number, cells: number): FeatureBlock => {
  const size = cells * cells;
  const histogram = new Float64Array(DIRECTIONS * size);
  const { cell, weight } = sharing(side, cells);
  for (let y = 0; y < side; y++) {
    const above = Math.max(y - 1, 0) * side;
    const below = Math.min(y + 1, side - 1) * side;
    for (let x = 0; x < side; x++) {
      const across = picture[y * side + Math.min(x + 1, side - 1)]! - picture[y * side + Math.max(x - 1, 0)]!;
      const down = picture[below + x]! - picture[above + x]!;
      if (across === 0 && down === 0) continue;
      const strength = Math.sqrt(across * across + down * down) / 2;
      const angle = Math.atan2(down, across);
      const at = ((angle < 0 ? angle + 2 * Math.PI : angle) / (2 * Math.PI)) * DIRECTIONS;
      const low = Math.floor(at);
      const first = (low % DIRECTIONS) * size;
      const second = ((low + 1) % DIRECTIONS) * size;
      const a = strength * (low + 1 - at);
      const b = strength * (at - low);
      const shares = 4 * (y * side + x);
      for (let k = shares; k < shares + 4; k++) {
        const place = cell[k]!;
        const w = weight[k]!;
        histogram[first + place] = histogram[first + place]! + w * a;
        histogram[second + place] = histogram[second + place]! + w * b;
      }
    }
  }
  return { planes: DIRECTIONS, cells, values: unit(normalised(histogram, DIRECTIONS, cells)) };
};

/** The four cells that every pixel falls into, and its weight in each; one outside the picture weighs nothing. */
interface Sharing {
  readonly cell: Int32Array;
  readonly weight: Float64Array;
}

const SHARINGS = new Map<number, Sharing>();

const sharing = (side: number, cells: number): Sharing => {
  const known = SHARINGS.get(side);
  if (known !== undefined) return known;
  const axis = (i: number) => {
    const place = (i + 0.5) / CELL - 0.5;
    const low = Math.floor(place);
    return [low, low + 1].map((cell, k) =>
      cell < 0 || cell >= cells
        ? { cell: 0, weight: 0 }
        : { cell, weight: k === 0 ? low + 1 - place : place - low },
    );
  };
  const made = { cell: new Int32Array(4 * side * side), weight: new Float64Array(4 * side * side) };
  for (let y = 0, at = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      for (const row of axis(y))
        for (const column of axis(x)) {
          made.cell[at] = row.cell * cells + column.cell;
          made.weight[at++] = row.weight * column.weight;
        }
  SHARINGS.set(side, made);
  return made;
};

/** Every cell over the mean contrast of its 3 × 3 neighbourhood, edges repeated. */
const normalised = (histogram: Float64Array, planes: number, cells: number): Float64Array => {
  const size = cells * cells;
  const energy = new Float64Array(size);
  for (let from = 0; from < histogram.length; from += size)
    for (let i = 0; i < size; i++) energy[i] = energy[i]! + histogram[from + i]! * histogram[from + i]!;
  for (let i = 0; i < size; i++) energy[i] = Math.sqrt(energy[i]!);
  const contrast = new Float64Array(size);
  for (let y = 0; y < cells; y++)
    for (let x = 0; x < cells; x++) {
      let sum = 0;
      for (let j = -1; j <= 1; j++) {
        const row = Math.min(cells - 1, Math.max(0, y + j)) * cells;
        for (let i = -1; i <= 1; i++) sum += energy[row + Math.min(cells - 1, Math.max(0, x + i))]! / 9;
      }
      contrast[y * cells + x] = sum + FLAT;
    }
  const out = new Float64Array(planes * size);
  for (let from = 0; from < out.length; from += size)
    for (let i = 0; i < size; i++) out[from + i] = histogram[from + i]! / contrast[i]!;
  return out;
};

/** Over its norm, in place. */
const unit = (values: Float64Array): Float64Array => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  const norm = Math.max(1e-6, Math.sqrt(sum));
  for (let i = 0; i < values.length; i++) values[i] = values[i]! / norm;
  return values;
};
