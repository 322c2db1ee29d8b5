import { ribHeadY } from "./thorax-bones.ts";
import { blank, type Canvas, clamp, smoothStep } from "./thorax-canvas.ts";
import type { ThoraxScene } from "./thorax-scene.ts";
import type { ThoraxShape } from "./thorax-shape.ts";
import { mergeTube, type Tube } from "./thorax-tube.ts";

/** Extra attenuation of the vertebral column, mm of water: bodies with end plates, pedicles, spinous processes. */
export const spineAt = (scene: ThoraxScene, x: number, y: number): number => {
  const { lungs, bones } = scene;
  const w = lungs.halfWidth;
  const t = y / lungs.height;
  const half = w * (0.105 + 0.025 * clamp(t, -0.3, 1.4));
  const dx = (x - bones.scoliosisMm * Math.sin(2.6 * t + 0.3)) / half;
  if (Math.abs(dx) >= 1.5) return 0;
  const pitch = ribHeadY(scene, 5) - ribHeadY(scene, 4);
  const phase = y / pitch - Math.floor(y / pitch);
  const waist = 1 - 0.1 * Math.sin(Math.PI * phase);
  const column = Math.max(0, 1 - (dx / waist) ** 6) * (1 - 0.4 * gap(phase)) * 8;
  const plates = (Math.abs(dx) < 1 ? 5 : 0) * (bump(phase - 0.14, 0.05) + bump(phase - 0.9, 0.05));
  const pedicles = 9 * bump(Math.abs(dx) - 0.62, 0.15) * bump(phase - 0.38, 0.12);
  const spinous = 10 * bump(dx, 0.13) * bump(phase - 0.72, 0.16);
  return bones.mineral * (column + plates + pedicles + spinous);
};

const bump = (d: number, width: number): number => Math.exp(-((d / width) ** 2));

/** Disc space around phase 0. */
const gap = (phase: number): number => 1 - smoothStep(0.03, 0.12, Math.min(phase, 1 - phase));

/** Air in trachea and main bronchi, and gas below the left dome, mm of water missing from the beam. */
export const cavityGas = (canvas: Canvas, scene: ThoraxScene, shape: ThoraxShape): Float64Array => {
  const gas = blank(canvas);
  for (const tube of airways(scene)) mergeTube(canvas, tube, gas);
  if (scene.body.bubble > 0) addBubble(canvas, scene, shape, gas);
  return gas;
};

const airways = (scene: ThoraxScene): readonly Tube[] => {
  const { lungs, heart, field } = scene;
  const w = lungs.halfWidth;
  const h = lungs.height;
  const x = (share: number) => share * w + 0.4 * field.obliqueMm;
  const bend = -0.025 - 0.05 * heart.unfolding;
  const tube = (xs: number[], ys: number[], radius: number[], strength: number): Tube => ({
    x: xs,
    y: ys,
    radius: radius.map(r => r * w),
    strength: xs.map(() => strength),
    wall: 1,
  });
  const carina = 0.39 * h;
  return [
    tube(
      [x(0), x(bend * 0.3), x(bend), x(bend * 0.6)],
      [-0.6 * w, 0, 0.22 * h, carina],
      [0.058, 0.06, 0.06, 0.062],
      1.05,
    ),
    tube(
      [x(bend * 0.6), x(-0.11), x(-0.2)],
      [carina, carina + 0.09 * h, carina + 0.17 * h],
      [0.05, 0.045, 0.035],
      0.8,
    ),
    tube(
      [x(bend * 0.6), x(0.12), x(0.27)],
      [carina, carina + 0.07 * h, carina + 0.12 * h],
      [0.046, 0.04, 0.03],
      0.8,
    ),
  ];
};

const addBubble = (canvas: Canvas, scene: ThoraxScene, shape: ThoraxShape, gas: Float64Array): void => {
  const { body, lungs } = scene;
  const cx = 0.46 * lungs.halfWidth;
  const cy = shape.diaphragm(1, cx) + 0.85 * body.bubble + 7;
  const level = body.fluidLevel ? cy + 0.15 * body.bubble : Number.POSITIVE_INFINITY;
  for (let j = 0, at = 0; j < canvas.height; j++) {
    for (let i = 0; i < canvas.width; i++, at++) {
      const x = canvas.originX + canvas.pitch * (i * canvas.cos - j * canvas.sin);
      const y = canvas.originY + canvas.pitch * (i * canvas.sin + j * canvas.cos);
      const r2 = ((x - cx) / (1.25 * body.bubble)) ** 2 + ((y - cy) / (0.85 * body.bubble)) ** 2;
      if (r2 >= 1) continue;
      gas[at] =
        gas[at]! +
        1.5 * body.bubble * Math.sqrt(1 - r2) * clamp((level - y) / (2 * canvas.pitch) + 0.5, 0, 1);
    }
  }
};
