import { axesOf, type Clique, cellsOf, type TableShape } from "../../../schemas/marginal.ts";

/**
 * For every cell of the row-major table over `clique`, the cell of the table over `kept` that it falls in.
 *
 * @param kept   a subset of `clique`, ascending; may be empty (one cell)
 * @returns      length cells of `clique`
 */
export const indexMap = (clique: Clique, kept: Clique, sizes: readonly number[]): Int32Array => {
  const map = new Int32Array(cellsOf(clique, sizes));
  let inner = map.length;
  for (const variable of clique) {
    const size = sizes[variable]!;
    inner /= size;
    const place = kept.indexOf(variable);
    if (place < 0) continue;
    const stride = cellsOf(kept.slice(place + 1), sizes);
    for (let cell = 0; cell < map.length; cell++)
      map[cell] = map[cell]! + stride * (Math.floor(cell / inner) % size);
  }
  return map;
};

/**
 * For every cell of the table over `clique`, the cell of a table over some of its attributes, of groups where that one
 * has groupings.
 *
 * @returns length cells of `clique`
 */
export const shapeMap = (clique: Clique, shape: TableShape, sizes: readonly number[]): Int32Array => {
  const map = indexMap(clique, shape.clique, sizes);
  const grouped = groupMap(shape, sizes);
  return grouped === undefined ? map : map.map(cell => grouped[cell]!);
};

/** For every cell of the full table over the shape's clique, that of its groups; undefined where it has none. */
export const groupMap = (shape: TableShape, sizes: readonly number[]): Int32Array | undefined => {
  const { clique, groupings } = shape;
  if (groupings === undefined) return undefined;
  const axes = axesOf(shape, sizes);
  let map = Int32Array.of(0);
  for (const [axis, grouping] of groupings.entries()) {
    const size = sizes[clique[axis]!]!;
    const finer = new Int32Array(map.length * size);
    for (let cell = 0; cell < finer.length; cell++)
      finer[cell] = map[Math.floor(cell / size)]! * axes[axis]! + grouping[cell % size]!;
    map = finer;
  }
  return map;
};

/** Adds the table `from` up over the cells that share a target: `to` is written over. */
export const sumInto = (from: Float64Array, map: Int32Array, to: Float64Array): void => {
  to.fill(0);
  for (let cell = 0; cell < map.length; cell++) to[map[cell]!] = to[map[cell]!]! + from[cell]!;
};
