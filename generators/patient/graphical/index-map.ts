import { type Clique, cellsOf } from "../../../schemas/marginal.ts";

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

/** Adds the table `from` up over the cells that share a target: `to` is written over. */
export const sumInto = (from: Float64Array, map: Int32Array, to: Float64Array): void => {
  to.fill(0);
  for (let cell = 0; cell < map.length; cell++) to[map[cell]!] = to[map[cell]!]! + from[cell]!;
};
