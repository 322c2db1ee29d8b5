import type { Canvas } from "./thorax-canvas.ts";
import type { ThoraxScene } from "./thorax-scene.ts";

/** A lead letter L beside the patient's left shoulder, as shares of the field: x, y, width, height. */
const STROKES = [
  [0.9, 0.06, 0.012, 0.05],
  [0.9, 0.098, 0.034, 0.012],
] as const;

/** Lays the side marker over a film: the share of each pixel that a stroke covers turns white. */
export const stampMarker = (canvas: Canvas, scene: ThoraxScene, light: Float64Array): void => {
  const short = Math.min(canvas.width, canvas.height);
  const offX = (canvas.width - short) / 2;
  const offY = (canvas.height - short) / 2;
  const inset = Math.max(scene.field.collimation[1], scene.field.collimation[2]);
  for (const [x, y, width, height] of STROKES) {
    const left = (x - inset) * short + offX;
    const top = (y + inset) * short + offY;
    for (let j = Math.floor(top); j <= top + height * short; j++) {
      for (let i = Math.floor(left); i <= left + width * short; i++) {
        if (i < 0 || j < 0 || i >= canvas.width || j >= canvas.height) continue;
        const covered = overlap(i, left, width * short) * overlap(j, top, height * short);
        const at = j * canvas.width + i;
        light[at] = light[at]! + covered * Math.max(0, 0.93 - light[at]!);
      }
    }
  }
};

const overlap = (pixel: number, start: number, length: number): number =>
  Math.max(0, Math.min(pixel + 1, start + length) - Math.max(pixel, start));
