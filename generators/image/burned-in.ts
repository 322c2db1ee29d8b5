import type { ImageRecord } from "../../schemas/image.ts";
import { type Glyph, glyphsOf } from "./glyphs.ts";

/**
 * Whether an image seems to hold burned-in text near a border: at least four thin, high-contrast marks of one height
 * side by side, as names, dates and "PORTABLE" are. A side marker of one or two letters is none. Tells nothing of what
 * is written. Text lower than seven pixels, of an image shrunk to 640 to 1280, is not seen.
 */
export const hasBurnedInText = (image: ImageRecord): boolean => {
  const glyphs = glyphsOf(image).filter(glyph => isNearBorder(glyph, image));
  return glyphs.some(first => runFrom(first, glyphs) >= LEAST);
};

/** Letters in a row that make text. */
const LEAST = 4;
/** Width of the border, as a share of the shorter side. */
const BORDER = 0.25;

const isNearBorder = ({ x, y, width, height }: Glyph, image: ImageRecord): boolean => {
  const side = Math.min(image.width, image.height);
  const middleX = x + width / 2;
  const middleY = y + height / 2;
  return Math.min(middleX, middleY, image.width / side - middleX, image.height / side - middleY) < BORDER;
};

/** Length of the line that starts at a glyph: the next is the nearest to the right of like height on the same line. */
const runFrom = (first: Glyph, glyphs: readonly Glyph[]): number => {
  let count = 1;
  let last = first;
  for (;;) {
    const from = last;
    const next = glyphs
      .filter(glyph => follows(from, glyph))
      .reduce<Glyph | undefined>(
        (best, glyph) => (best === undefined || glyph.x < best.x ? glyph : best),
        undefined,
      );
    if (next === undefined) return count;
    count++;
    last = next;
  }
};

const follows = (a: Glyph, b: Glyph): boolean => {
  const gap = b.x - (a.x + a.width);
  const height = Math.max(a.height, b.height);
  return (
    b.x > a.x &&
    gap > -0.2 * height &&
    gap < 1.1 * height &&
    Math.min(a.height, b.height) > 0.72 * height &&
    Math.abs(a.y + a.height / 2 - b.y - b.height / 2) < 0.25 * height
  );
};
