import type { FieldScene } from "./thorax-scene.ts";

/** A raster over the field: patient coordinates of pixel (i, j) are origin + i·right + j·down, mm. Row-major. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Millimetres a pixel. */
  readonly pitch: number;
  readonly originX: number;
  readonly originY: number;
  readonly cos: number;
  readonly sin: number;
}

/** Raster whose centre square is the whole field; the longer side of an oblong raster shows more of the patient. */
export const canvasOf = (field: FieldScene, width: number, height: number): Canvas => {
  const pitch = field.sizeMm / Math.min(width, height);
  const cos = Math.cos(field.tiltRad);
  const sin = Math.sin(field.tiltRad);
  const left = (-(width - 1) / 2) * pitch;
  const top = (-(height - 1) / 2) * pitch;
  return {
    width,
    height,
    pitch,
    cos,
    sin,
    originX: field.centreX + left * cos - top * sin,
    originY: field.centreY + left * sin + top * cos,
  };
};

export const blank = (canvas: Canvas): Float64Array => new Float64Array(canvas.width * canvas.height);

/** Pixel coordinates (fractional) of a point of the patient. */
export const toPixel = (canvas: Canvas, x: number, y: number): readonly [number, number] => {
  const dx = (x - canvas.originX) / canvas.pitch;
  const dy = (y - canvas.originY) / canvas.pitch;
  return [dx * canvas.cos + dy * canvas.sin, dy * canvas.cos - dx * canvas.sin];
};

/** First and last pixel indices, inclusive, of a box around a point; empty if last < first. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const boxAround = (canvas: Canvas, x: number, y: number, reachMm: number): Box => {
  const [px, py] = toPixel(canvas, x, y);
  const reach = reachMm / canvas.pitch + 1;
  return {
    left: Math.max(0, Math.floor(px - reach)),
    right: Math.min(canvas.width - 1, Math.ceil(px + reach)),
    top: Math.max(0, Math.floor(py - reach)),
    bottom: Math.min(canvas.height - 1, Math.ceil(py + reach)),
  };
};

export const clamp = (value: number, low: number, high: number): number =>
  value < low ? low : value > high ? high : value;

/** 0 at or below `from`, 1 at or above `to`, with flat ends. */
export const smoothStep = (from: number, to: number, value: number): number => {
  const t = clamp((value - from) / (to - from), 0, 1);
  return t * t * (3 - 2 * t);
};
