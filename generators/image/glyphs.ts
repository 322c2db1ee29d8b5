import type { ImageRecord } from "../../schemas/image.ts";

/** The box of a connected thin mark, as shares of the image's shorter side. */
export interface Glyph {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Contrast of a mark against its surroundings, grey levels of 255. */
const CONTRAST = 64;
/** Heights of letters: at least 7 pixels, at most 6 % of the shorter side; widths against heights. */
const LEAST_HEIGHT = 7;
const MOST_HEIGHT = 0.06;
const WIDEST = 1.6;
/** Larger images are shrunk by a whole factor to a shorter side from here to twice as much. */
const SEEN_SIDE = 640;

/**
 * Connected thin marks of the size of letters, brighter or darker than everything a stroke's width around them.
 * Anatomy has no such edges; wires are longer, clips and side markers stand alone.
 *
 * @source  top-hat transform: Serra 1982, Image Analysis and Mathematical Morphology, by square windows
 */
export const glyphsOf = (image: ImageRecord): readonly Glyph[] => {
  const plane = shrunk(image);
  const side = Math.min(plane.width, plane.height);
  const inverse = { ...plane, grey: plane.grey.map(value => 255 - value) };
  return [plane, inverse]
    .flatMap(each => boxesOf(strokes(each), each))
    .filter(
      ({ width, height }) =>
        height >= LEAST_HEIGHT && height <= MOST_HEIGHT * side && width <= WIDEST * height,
    )
    .map(({ x, y, width, height }) => ({
      x: x / side,
      y: y / side,
      width: width / side,
      height: height / side,
    }));
};

interface Plane {
  readonly width: number;
  readonly height: number;
  /** Row-major, 0 to 255. */
  readonly grey: Uint8Array;
}

const shrunk = ({ width, height, bits, pixels }: ImageRecord): Plane => {
  const factor = Math.max(1, Math.floor(Math.min(width, height) / SEEN_SIDE));
  const scale = 255 / (2 ** bits - 1) / (factor * factor);
  const [across, down] = [Math.floor(width / factor), Math.floor(height / factor)];
  const grey = new Uint8Array(across * down);
  for (let y = 0, at = 0; y < down; y++) {
    for (let x = 0; x < across; x++, at++) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy++)
        for (let dx = 0; dx < factor; dx++) sum += pixels[(y * factor + dy) * width + x * factor + dx]!;
      grey[at] = sum * scale;
    }
  }
  return { width: across, height: down, grey };
};

/** 1 where a pixel stands out of its opening: every window that holds it reaches somewhere darker by the contrast. */
const strokes = ({ width, height, grey }: Plane): Uint8Array => {
  const side = 2 * Math.max(2, Math.round(0.007 * Math.min(width, height))) + 1;
  const eroded = windowMinimum({ width, height, grey }, side);
  // The greatest of the least: the least of the inverse, read from the windows' other end.
  const inverse = new Uint8Array(grey.length);
  for (let at = 0; at < grey.length; at++) inverse[at] = 255 - eroded[grey.length - 1 - at]!;
  const closed = windowMinimum({ width, height, grey: inverse }, side);
  const mask = new Uint8Array(grey.length);
  for (let at = 0; at < grey.length; at++)
    if (grey[at]! - (255 - closed[grey.length - 1 - at]!) > CONTRAST) mask[at] = 1;
  return mask;
};

/** Least value of the square window that begins at each pixel; the border repeats. */
const windowMinimum = ({ width, height, grey }: Plane, side: number): Uint8Array => {
  const out = grey.slice();
  const shrink = (by: number): void => {
    for (let y = 0; y < height; y++) {
      const row = y * width;
      for (let x = 0; x < width; x++) {
        const other = out[row + (x + by < width ? x + by : width - 1)]!;
        if (other < out[row + x]!) out[row + x] = other;
      }
    }
    for (let y = 0; y < height; y++) {
      const row = y * width;
      const below = (y + by < height ? y + by : height - 1) * width;
      for (let x = 0; x < width; x++) if (out[below + x]! < out[row + x]!) out[row + x] = out[below + x]!;
    }
  };
  // By doubling: least of 1, 2, 4, … pixels, then of two overlapping runs.
  let covered = 1;
  for (; 2 * covered <= side; covered *= 2) shrink(covered);
  if (covered < side) shrink(side - covered);
  return out;
};

/** Boxes, in pixels, of the 8-connected parts of a mask, which is used up. */
const boxesOf = (mask: Uint8Array, { width, height }: Plane): readonly Glyph[] => {
  const boxes: Glyph[] = [];
  const stack: number[] = [];
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0) continue;
    let [left, right, top, bottom] = [width, 0, height, 0];
    mask[start] = 0;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = Math.floor(at / width);
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (let dy = Math.max(0, y - 1); dy <= Math.min(height - 1, y + 1); dy++) {
        for (let dx = Math.max(0, x - 1); dx <= Math.min(width - 1, x + 1); dx++) {
          const next = dy * width + dx;
          if (mask[next] === 0) continue;
          mask[next] = 0;
          stack.push(next);
        }
      }
    }
    boxes.push({ x: left, y: top, width: right - left + 1, height: bottom - top + 1 });
  }
  return boxes;
};
