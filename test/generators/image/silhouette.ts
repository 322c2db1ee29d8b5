import type { ImageRecord } from "../../../schemas/image.ts";

/**
 * Cardiothoracic ratio read off an upright film as a reader would: the widest bright core between the lungs over the
 * widest distance between the lungs' outer edges. Knows nothing of the scene. Rows above the domes only.
 */
export const measuredRatio = (image: ImageRecord): number => {
  let heart = 0;
  let chest = 0;
  for (let y = Math.floor(0.3 * image.height); y < domeRow(image) - 2; y++) {
    const row = smoothRow(image, y);
    const edges = edgesOf(row);
    if (edges === undefined) continue;
    heart = Math.max(heart, edges.innerRight - edges.innerLeft);
    chest = Math.max(chest, edges.outerRight - edges.outerLeft);
  }
  return heart / chest;
};

/** Height of the right dome: where the middle of the right lung's column turns half-way to the liver's brightness. */
const domeRow = (image: ImageRecord): number => {
  const column = Float64Array.from(
    { length: image.height - 4 },
    (_, y) => smoothRow(image, y + 2)[Math.floor(0.28 * image.width)]!,
  );
  const from = Math.floor(0.2 * image.height);
  const lung = darkest(column, from, Math.floor(0.6 * image.height));
  const liver = brightest(column, lung, column.length - 1);
  return crossing(column, lung, liver) + 2;
};

/** Mean of five rows and three columns, to look past ribs and noise. */
const smoothRow = (image: ImageRecord, y: number): Float64Array =>
  Float64Array.from({ length: image.width }, (_, x) => {
    let sum = 0;
    for (let dy = -2; dy <= 2; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const at = (y + dy) * image.width + Math.min(image.width - 1, Math.max(0, x + dx));
        sum += image.pixels[at]! / 15;
      }
    }
    return sum;
  });

/** Half-height crossings on both sides of both lungs; undefined where a lung is not darker than both neighbours. */
const edgesOf = (row: Float64Array) => {
  const n = row.length;
  const centre = brightest(row, Math.floor(0.42 * n), Math.floor(0.6 * n));
  const left = darkest(row, Math.floor(0.16 * n), Math.floor(0.36 * n));
  const right = darkest(row, Math.floor(0.66 * n), Math.floor(0.84 * n));
  const outside = [
    brightest(row, Math.floor(0.04 * n), left),
    brightest(row, right, Math.floor(0.96 * n)),
  ] as const;
  const deep = (wall: number, lung: number) => row[wall]! - row[lung]! > 0.12 * row[centre]!;
  if (!deep(centre, left) || !deep(centre, right) || !deep(outside[0], left) || !deep(outside[1], right))
    return undefined;
  return {
    innerLeft: crossing(row, left, centre),
    innerRight: crossing(row, right, centre),
    outerLeft: crossing(row, left, outside[0]),
    outerRight: crossing(row, right, outside[1]),
  };
};

/** First place from a lung towards a brighter part where the row rises half-way. */
const crossing = (row: Float64Array, lung: number, wall: number): number => {
  const level = (row[lung]! + row[wall]!) / 2;
  const step = wall > lung ? 1 : -1;
  for (let x = lung; x !== wall; x += step) if (row[x]! >= level) return x;
  return wall;
};

const brightest = (row: Float64Array, from: number, to: number): number => {
  let best = from;
  for (let x = from; x <= to; x++) if (row[x]! > row[best]!) best = x;
  return best;
};

const darkest = (row: Float64Array, from: number, to: number): number => {
  let best = from;
  for (let x = from; x <= to; x++) if (row[x]! < row[best]!) best = x;
  return best;
};
