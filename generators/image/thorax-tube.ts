import { boxAround, type Canvas, toPixel } from "./thorax-canvas.ts";

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
  mergeTube(canvas, tube, scratch);
  for (let k = 0; k + 1 < tube.x.length; k++) {
    const box = boxAround(canvas, middle(tube.x, k), middle(tube.y, k), reachOf(canvas, tube, k));
    for (let j = box.top; j <= box.bottom; j++) {
      for (let i = j * canvas.width + box.left; i <= j * canvas.width + box.right; i++) {
        target[i] = target[i]! + scratch[i]!;
        scratch[i] = 0;
      }
    }
  }
};

/** Like `addTube`, but where `target` already holds a greater chord it stays: forks of one tree do not add up. */
export const mergeTube = (canvas: Canvas, tube: Tube, target: Float64Array): void => {
  for (let k = 0; k + 1 < tube.x.length; k++) strokeSegment(canvas, tube, k, target);
};

const middle = (values: readonly number[], k: number): number => (values[k]! + values[k + 1]!) / 2;

/** Blur of a point by the pixel, as a share of the pixel. */
const PIXEL = 0.6;

const reachOf = (canvas: Canvas, tube: Tube, k: number): number => {
  const dx = tube.x[k + 1]! - tube.x[k]!;
  const dy = tube.y[k + 1]! - tube.y[k]!;
  const radius = Math.max(tube.radius[k]!, tube.radius[k + 1]!);
  return Math.sqrt(dx * dx + dy * dy) / 2 + Math.sqrt(radius * radius + (PIXEL * canvas.pitch) ** 2);
};

const strokeSegment = (canvas: Canvas, tube: Tube, k: number, target: Float64Array): void => {
  const { width, pitch } = canvas;
  const [ax, ay] = toPixel(canvas, tube.x[k]!, tube.y[k]!);
  const [bx, by] = toPixel(canvas, tube.x[k + 1]!, tube.y[k + 1]!);
  const dx = bx - ax;
  const dy = by - ay;
  const length2 = Math.max(1e-9, dx * dx + dy * dy);
  const blur2 = (PIXEL * pitch) ** 2;
  const inner = tube.wall >= 1 ? 0 : (1 - tube.wall) ** 2;
  const box = boxAround(canvas, middle(tube.x, k), middle(tube.y, k), reachOf(canvas, tube, k));
  const thick = Math.max(tube.radius[k]!, tube.radius[k + 1]!);
  const farthest2 = thick * thick + blur2;
  for (let j = box.top; j <= box.bottom; j++) {
    for (let i = box.left; i <= box.right; i++) {
      const along = Math.min(1, Math.max(0, ((i - ax) * dx + (j - ay) * dy) / length2));
      const ex = i - ax - along * dx;
      const ey = j - ay - along * dy;
      const distance2 = (ex * ex + ey * ey) * pitch * pitch;
      if (distance2 >= farthest2) continue;
      const radius = tube.radius[k]! + along * (tube.radius[k + 1]! - tube.radius[k]!);
      const radius2 = radius * radius;
      const outer = chord(distance2, radius2, blur2);
      if (outer === 0) continue;
      // A hollow rod keeps a quarter of the attenuation inside (marrow).
      const value = inner === 0 ? outer : outer - 0.75 * chord(distance2, radius2 * inner, blur2);
      const weighted = value * (tube.strength[k]! + along * (tube.strength[k + 1]! - tube.strength[k]!));
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
