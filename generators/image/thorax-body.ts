import { blank, type Canvas, clamp, smoothStep } from "./thorax-canvas.ts";
import type { ThoraxScene } from "./thorax-scene.ts";
import type { ThoraxShape } from "./thorax-shape.ts";
import { addTube, type Tube } from "./thorax-tube.ts";

/**
 * Thickness of the trunk, neck and arms along the beam, mm of soft tissue, as if there were no air inside.
 */
export const bodyThickness = (canvas: Canvas, scene: ThoraxScene, shape: ThoraxShape): Float64Array => {
  const thickness = blank(canvas);
  const arms = armThickness(canvas, scene);
  for (let j = 0, at = 0; j < canvas.height; j++) {
    for (let i = 0; i < canvas.width; i++, at++) {
      const x = canvas.originX + canvas.pitch * (i * canvas.cos - j * canvas.sin);
      const y = canvas.originY + canvas.pitch * (i * canvas.sin + j * canvas.cos);
      const trunk = trunkAt(scene, shape, Math.abs(x), y);
      const bulk = Math.hypot(Math.max(trunk, arms[at]!), 0.45 * Math.min(trunk, arms[at]!));
      thickness[at] = Math.max(bulk, neckAt(scene, Math.abs(x), y));
    }
  }
  return thickness;
};

const trunkAt = (scene: ThoraxScene, shape: ThoraxShape, distance: number, y: number): number => {
  const { body, lungs } = scene;
  const s = distance / shape.flank(y);
  if (s >= 1) return 0;
  const under = clamp((y - shape.shoulder(distance)) / (0.45 * lungs.halfWidth), 0, 1);
  if (under === 0) return 0;
  const tall = 0.54 + 0.46 * smoothStep(-0.1, 0.6, y / lungs.height);
  return body.depth * tall * Math.sqrt(1 - s * s * s) * Math.sqrt(1 - (1 - under) ** 2);
};

const neckAt = (scene: ThoraxScene, distance: number, y: number): number => {
  const radius = scene.body.neck * (1 + 0.5 * smoothStep(-0.5, 0.05, y / scene.lungs.halfWidth));
  if (distance >= radius || y > 0.6 * scene.lungs.halfWidth) return 0;
  return 1.9 * scene.body.neck * Math.sqrt(1 - (distance / radius) ** 2);
};

/** Thickness of a breast, mm: flat above, full below, with the shadow of its lower fold. */
export const breastAt = (scene: ThoraxScene, distance: number, y: number): number => {
  const { breast, breastRadius, breastY } = scene.body;
  if (breast <= 0) return 0;
  const dx = (distance - 0.56 * scene.lungs.halfWidth) / (1.12 * breastRadius);
  const dy = (y - breastY) / (y < breastY ? 1.35 * breastRadius : 0.8 * breastRadius);
  const r2 = dx * dx + dy * dy;
  if (r2 >= 1) return 0;
  return breast * Math.sqrt(1 - r2) * (dy > 0 ? 1 : (1 + dy) ** 1.2);
};

const armThickness = (canvas: Canvas, scene: ThoraxScene): Float64Array => {
  const arms = blank(canvas);
  const scratch = blank(canvas);
  for (const side of [-1, 1]) addTube(canvas, armOf(scene, side), arms, scratch);
  return arms;
};

/** Upper arm: turned out and away from the trunk when standing (PA), along the trunk when lying (AP). */
export const armOf = (scene: ThoraxScene, side: number): Tube => {
  const { body, lungs, order } = scene;
  const w = lungs.halfWidth;
  const elbow = order.view === "PA" ? 1.78 : 1.6;
  const radius = 0.3 * w + 0.25 * (body.flank - 25);
  const at = (share: number) => side * w * share;
  return {
    x: [at(1.2), at(1.3), at(1.3 + 0.45 * (elbow - 1.3)), at(elbow)],
    y: [body.shoulderY + 0.36 * w, body.shoulderY + 0.48 * w, 0.5 * lungs.height, 1.25 * lungs.height],
    radius: [radius, radius * 1.05, radius, radius * 0.85],
    strength: [0.9, 0.95, 0.95, 0.95],
    wall: 1,
  };
};
