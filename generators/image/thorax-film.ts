import type { Rng } from "../../src/math/rng.ts";
import type { Canvas } from "./thorax-canvas.ts";
import { clamp } from "./thorax-canvas.ts";
import type { ThoraxScene } from "./thorax-scene.ts";
import { texture } from "./thorax-texture.ts";

/** Water thickness that weakens a diagnostic beam e-fold: 1 / (0.2 cm⁻¹), NIST XCOM, water near 60 keV. */
const RELAXATION_MM = 50;

/**
 * Brightness of a film behind an absorber: primary plus scattered radiation, the logarithmic detector, the display
 * curve, noise, light fall-off and the unexposed border.
 *
 * @param absorber mm of water per pixel
 * @returns        shares of full scale in [0, 1], 0 = black
 */
export const exposed = (
  canvas: Canvas,
  scene: ThoraxScene,
  absorber: Float64Array,
  rng: Rng,
): Float64Array => {
  const { film } = scene;
  const out = new Float64Array(absorber.length);
  const grain = grainOf(canvas, scene, rng);
  const short = Math.min(canvas.width, canvas.height);
  const offX = (canvas.width - short) / 2;
  const offY = (canvas.height - short) / 2;
  for (let j = 0, at = 0; j < canvas.height; j++) {
    const v = (j + 0.5 - offY) / short;
    for (let i = 0; i < canvas.width; i++, at++) {
      const u = (i + 0.5 - offX) / short;
      const seen = Math.exp(-Math.max(0, absorber[at]!) / RELAXATION_MM) + film.scatter;
      const equivalent = -RELAXATION_MM * Math.log(seen);
      const bright = 1 / (1 + Math.exp((film.midMm - equivalent) / film.slopeMm));
      const fall = film.vignette * ((u - 0.5) ** 2 + (v - 0.5) ** 2);
      const light = bright * (1 - fall) + grain[at]! * (0.35 + bright);
      out[at] = clamp(light * window(scene, canvas.pitch / scene.field.sizeMm, u, v), 0, 1);
    }
  }
  return out;
};

/** Quantum noise: what is left of it at this pixel size, large scales shared by all sizes. */
const grainOf = (canvas: Canvas, scene: ThoraxScene, rng: Rng): Float64Array => {
  const { noise } = scene.film;
  const octaves = [
    { cells: 64, sd: noise * 0.35 },
    { cells: 128, sd: noise * 0.6 },
    { cells: 256, sd: noise },
  ];
  return texture(canvas, octaves, rng);
};

/** 1 inside the collimated field, 0 in its border, with an edge one pixel wide. */
const window = (scene: ThoraxScene, pixel: number, u: number, v: number): number => {
  const [left, right, top, bottom] = scene.field.collimation;
  const across = Math.min(edge(left, u, pixel), edge(right, 1 - u, pixel));
  return Math.min(across, edge(top, v, pixel), edge(bottom, 1 - v, pixel));
};

const edge = (border: number, at: number, pixel: number): number =>
  border <= 0 ? 1 : clamp((at - border) / pixel + 0.5, 0.02, 1);
