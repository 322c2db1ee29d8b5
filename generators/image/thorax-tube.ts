import type { Box, Canvas } from "./thorax-canvas.ts";

/** A bent rod: points with radius (mm) and strength (factor on its attenuation), in order. */
export interface Tube {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly radius: readonly number[];
  readonly strength: readonly number[];
  /** Wall thickness of a hollow rod as a share of the radius; 1 = solid. */
  readonly wall: number;
}

/**
 * Adds the chord length (mm) of a rod to `target`, times its strength. Inside one rod the greatest chord counts, so
 * joints do not double. Rods thinner than a pixel are widened and thinned to keep their mass.
 *
 * @param scratch zeros of the canvas' size; zeros again on return
 */
export const addTube = (canvas: Canvas, tube: Tube, target: Float64Array, scratch: Float64Array): void => {
  const path = pathOf(canvas, tube);
  strokePath(canvas, tube, path, scratch);
  for (let k = 0; k + 1 < tube.x.length; k++) {
    const { left, right, top, bottom } = boxOf(canvas, tube, path, k);
    for (let j = top; j <= bottom; j++) {
      for (let i = j * canvas.width + left; i <= j * canvas.width + right; i++) {
        target[i] = target[i]! + scratch[i]!;
        scratch[i] = 0;
      }
    }
  }
};

/** Like `addTube`, but where `target` already holds a greater chord it stays: forks of one tree do not add up. */
export const mergeTube = (canvas: Canvas, tube: Tube, target: Float64Array): void =>
  strokePath(canvas, tube, pathOf(canvas, tube), target);

/** Points of a rod in pixels. */
interface Path {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const pathOf = (canvas: Canvas, tube: Tube): Path => {
  const { originX, originY, pitch, cos, sin } = canvas;
  const x = new Float64Array(tube.x.length);
  const y = new Float64Array(tube.x.length);
  for (let k = 0; k < x.length; k++) {
    const dx = (tube.x[k]! - originX) / pitch;
    const dy = (tube.y[k]! - originY) / pitch;
    x[k] = dx * cos + dy * sin;
    y[k] = dy * cos - dx * sin;
  }
  return { x, y };
};

/** Blur of a point by the pixel, as a share of the pixel. */
const PIXEL = 0.6;

/** Pixels that a segment can reach. */
const boxOf = (canvas: Canvas, tube: Tube, path: Path, k: number): Box => {
  const thick = Math.max(tube.radius[k]!, tube.radius[k + 1]!) / canvas.pitch;
  const reach = Math.sqrt(thick * thick + PIXEL * PIXEL);
  const ax = path.x[k]!;
  const bx = path.x[k + 1]!;
  const ay = path.y[k]!;
  const by = path.y[k + 1]!;
  return {
    left: Math.max(0, Math.ceil(Math.min(ax, bx) - reach)),
    right: Math.min(canvas.width - 1, Math.floor(Math.max(ax, bx) + reach)),
    top: Math.max(0, Math.ceil(Math.min(ay, by) - reach)),
    bottom: Math.min(canvas.height - 1, Math.floor(Math.max(ay, by) + reach)),
  };
};

const strokePath = (canvas: Canvas, tube: Tube, path: Path, target: Float64Array): void => {
  for (let k = 0; k + 1 < tube.x.length; k++) strokeSegment(canvas, tube, { path, k }, target);
};

const strokeSegment = (
  canvas: Canvas,
  tube: Tube,
  { path, k }: { readonly path: Path; readonly k: number },
  target: Float64Array,
): void => {
  const { width, pitch } = canvas;
  const { left, right, top, bottom } = boxOf(canvas, tube, path, k);
  const ax = path.x[k]!;
  const ay = path.y[k]!;
  const dx = path.x[k + 1]! - ax;
  const dy = path.y[k + 1]! - ay;
  const length2 = Math.max(1e-9, dx * dx + dy * dy);
  const blur2 = (PIXEL * pitch) ** 2;
  const inner = tube.wall >= 1 ? 0 : (1 - tube.wall) ** 2;
  const radius0 = tube.radius[k]!;
  const radius1 = tube.radius[k + 1]!;
  const strength0 = tube.strength[k]!;
  const strength1 = tube.strength[k + 1]!;
  const farthest2 = Math.max(radius0, radius1) ** 2 + blur2;
  for (let j = top; j <= bottom; j++) {
    for (let i = left; i <= right; i++) {
      const along = Math.min(1, Math.max(0, ((i - ax) * dx + (j - ay) * dy) / length2));
      const ex = i - ax - along * dx;
      const ey = j - ay - along * dy;
      const distance2 = (ex * ex + ey * ey) * pitch * pitch;
      if (distance2 >= farthest2) continue;
      const radius = radius0 + along * (radius1 - radius0);
      const radius2 = radius * radius;
      const outer = chord(distance2, radius2, blur2);
      if (outer === 0) continue;
      // A hollow rod keeps a quarter of the attenuation inside (marrow).
      const value = inner === 0 ? outer : outer - 0.75 * chord(distance2, radius2 * inner, blur2);
      const weighted = value * (strength0 + along * (strength1 - strength0));
      const at = j * width + i;
      if (weighted > target[at]!) target[at] = weighted;
    }
  }
};

/** Chord through a rod of mass π r² a length whose radius is blurred by the pixel. */
const chord = (distance2: number, radius2: number, blur2: number): number => {
  const soft2 = radius2 + blur2;
  return distance2 >= soft2 ? 0 : (2 * radius2 * Math.sqrt(soft2 - distance2)) / soft2;
};
