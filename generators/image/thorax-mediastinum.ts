import { boxAround, type Canvas, clamp } from "./thorax-canvas.ts";
import type { ThoraxScene } from "./thorax-scene.ts";

/** An ellipsoid across the beam: centre, half-axes in the plane (mm), tilt, and thickness at its centre (mm). */
export interface Ellipsoid {
  readonly x: number;
  readonly y: number;
  readonly a: number;
  readonly b: number;
  readonly tiltRad: number;
  readonly thick: number;
}

/** The heart, great vessels and upper mediastinum, as blunt ellipsoids of soft tissue. */
export const mediastinumOf = (scene: ThoraxScene): readonly Ellipsoid[] => [
  ...chambers(scene),
  ...greatVessels(scene),
  ...thymusOf(scene),
];

/** Two soft lobes before the great vessels, running down into the heart. */
const thymusOf = ({ heart, lungs, field }: ThoraxScene): readonly Ellipsoid[] =>
  heart.thymus.flatMap((reach, k) =>
    reach <= 0
      ? []
      : {
          x: (k === 0 ? -0.2 : 0.2) * (heart.column + reach) + field.obliqueMm,
          y: 0.4 * lungs.height,
          a: 0.8 * (heart.column + reach),
          b: 0.52 * lungs.height,
          tiltRad: k === 0 ? 0.1 : -0.1,
          thick: 0.8 * lungs.halfWidth,
        },
  );

/** Left ventricle, right atrium, and the base of the heart between them; together they span the cardiac diameter. */
const chambers = (scene: ThoraxScene): readonly Ellipsoid[] => {
  const { heart, lungs, field } = scene;
  const width = 2 * lungs.halfWidth * heart.ratio;
  const right = -width * heart.rightShare + field.obliqueMm;
  const left = right + width;
  const ventricle = tilted(0.47 * width, heart.tiltRad);
  const floor = lungs.height + 0.55 * lungs.leftLower;
  const deep = scene.body.depth * 0.6;
  const baseX = 0.06 * width + field.obliqueMm;
  return [
    {
      ...ventricle,
      x: left - 0.47 * width,
      y: floor - 0.56 * ventricle.reachY,
      tiltRad: heart.tiltRad,
      thick: deep,
    },
    {
      x: right + 0.3 * width,
      y: floor - 0.27 * width,
      a: 0.3 * width,
      b: 0.46 * width,
      tiltRad: 0,
      thick: deep * 0.8,
    },
    {
      x: baseX,
      y: 0.68 * lungs.height,
      a: 0.3 * width,
      b: 0.27 * lungs.height,
      tiltRad: 0,
      thick: deep * 0.85,
    },
  ];
};

/** The column before the spine, superior cava and ascending aorta, aortic knob, pulmonary trunk, descending aorta. */
const greatVessels = (scene: ThoraxScene): readonly Ellipsoid[] => {
  const { heart, lungs, field } = scene;
  const { halfWidth: w, height: h } = lungs;
  const { column, knob, unfolding } = heart;
  const x = (offset: number) => offset + field.obliqueMm;
  const cava = 0.66 * column + 0.1 * w * unfolding;
  const descending = 0.11 * w + 0.07 * w * unfolding;
  return [
    { x: x(0), y: 0.4 * h, a: column, b: 0.75 * h, tiltRad: 0, thick: scene.body.depth * 0.42 },
    { x: x(-0.55 * column), y: 0.4 * h, a: cava, b: 0.36 * h, tiltRad: 0.03, thick: 0.45 * w },
    { x: x(0.75 * column), y: 0.275 * h, a: knob, b: 1.3 * knob, tiltRad: 0, thick: 3 * knob },
    { x: x(0.95 * column), y: 0.49 * h, a: 0.12 * w, b: 0.2 * h, tiltRad: -0.3, thick: 0.55 * w },
    { x: 0.13 * w, y: 0.68 * h, a: descending, b: 0.44 * h, tiltRad: 0.05, thick: 0.25 * w },
  ];
};

/** Half-axes of an ellipse with long : short = 1.55 whose horizontal reach is given. */
const tilted = (reachX: number, tilt: number): { a: number; b: number; reachY: number } => {
  const ratio = 1 / 1.55;
  const a = reachX / Math.hypot(Math.cos(tilt), ratio * Math.sin(tilt));
  return { a, b: a * ratio, reachY: a * Math.hypot(Math.sin(tilt), ratio * Math.cos(tilt)) };
};

/**
 * Soft union of ellipsoid chords at every pixel, mm: the fourth-power norm, so that overlapping parts neither add up
 * nor show inner edges.
 */
export const unionThickness = (canvas: Canvas, parts: readonly Ellipsoid[]): Float64Array => {
  const total = new Float64Array(canvas.width * canvas.height);
  for (const part of parts) addFourthPower(canvas, part, total);
  for (let at = 0; at < total.length; at++) total[at] = Math.sqrt(Math.sqrt(total[at]!));
  return total;
};

const addFourthPower = (canvas: Canvas, part: Ellipsoid, total: Float64Array): void => {
  const cos = Math.cos(part.tiltRad);
  const sin = Math.sin(part.tiltRad);
  const box = boxAround(canvas, part.x, part.y, Math.max(part.a, part.b));
  for (let j = box.top; j <= box.bottom; j++) {
    for (let i = box.left; i <= box.right; i++) {
      const at = j * canvas.width + i;
      const dx = canvas.originX + canvas.pitch * (i * canvas.cos - j * canvas.sin) - part.x;
      const dy = canvas.originY + canvas.pitch * (i * canvas.sin + j * canvas.cos) - part.y;
      const u = (dx * cos + dy * sin) / part.a;
      const v = (dy * cos - dx * sin) / part.b;
      // Blunter than an ellipsoid, as heart and vessels are: chord² ∝ 1 − r⁴.
      const r2 = u * u + v * v;
      const inside = clamp(1 - r2 * r2, 0, 1);
      const chord2 = part.thick * part.thick * inside;
      total[at] = total[at]! + chord2 * chord2;
    }
  }
};
