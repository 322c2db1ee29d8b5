import type { Rng } from "../../src/math/rng.ts";
import type { Canvas } from "./thorax-canvas.ts";
import { clamp } from "./thorax-canvas.ts";
import type { ThoraxScene } from "./thorax-scene.ts";
import { texture } from "./thorax-texture.ts";

/** Water thickness that weakens a diagnostic beam e-fold: 1 / (0.2 cm⁻¹), NIST XCOM, water near 60 keV. */
const RELAXATION_MM = 50;

/**
 * Brightness of a film behind an absorber: primary plus scattered radiation, the logarithmic detector, the detector's
 * image processing (broad differences pulled in, detail brought out), the display curve, noise, light fall-off and the
 * unexposed border.
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
  const exposure = absorber.map(water => {
    const seen = Math.exp(-Math.max(0, water) / RELAXATION_MM) + film.scatter;
    return -RELAXATION_MM * Math.log(seen);
  });
  const broad = smoothed(canvas, exposure, DETAIL_MM);
  const opening = openingOf(canvas, scene);
  const short = Math.min(canvas.width, canvas.height);
  const offX = (canvas.width - short) / 2;
  const offY = (canvas.height - short) / 2;
  for (let j = 0, at = 0; j < canvas.height; j++) {
    const v = (j + 0.5 - offY) / short;
    for (let i = 0; i < canvas.width; i++, at++) {
      const u = (i + 0.5 - offX) / short;
      const detail = exposure[at]! - broad[at]!;
      const shown = broad[at]! - film.equalise * (broad[at]! - film.midMm) + film.detail * detail;
      const bright = 1 / (1 + Math.exp((film.midMm - shown) / film.slopeMm));
      const fall = film.vignette * ((u - 0.5) ** 2 + (v - 0.5) ** 2);
      const light = bright * (1 - fall) + grain[at]! * (0.35 + bright);
      out[at] = clamp(light * Math.min(opening.columns[i]!, opening.rows[j]!), 0, 1);
    }
  }
  return out;
};

/** Structures finer than this are detail to the image processing: ribs and vessels, not heart and liver. */
const DETAIL_MM = 14;

/**
 * Smoothed along rows, then columns, by an exponential on either side, whose reach does not depend on the raster.
 *
 * @param reachMm  distance over which the weight falls to 1/e
 */
const smoothed = (canvas: Canvas, values: Float64Array, reachMm: number): Float64Array => {
  const { width, height } = canvas;
  const keep = Math.exp(-canvas.pitch / reachMm);
  const out = values.slice();
  for (let j = 0; j < height; j++) sweep(out, { start: j * width, step: 1, count: width, keep });
  for (let i = 0; i < width; i++) sweep(out, { start: i, step: width, count: height, keep });
  return out;
};

interface Line {
  readonly start: number;
  readonly step: number;
  readonly count: number;
  readonly keep: number;
}

/** There and back along a line; beyond its ends the end value holds on. */
const sweep = (values: Float64Array, { start, step, count, keep }: Line): void => {
  let running = values[start]!;
  for (let k = 0, at = start; k < count; k++, at += step) {
    running = keep * running + (1 - keep) * values[at]!;
    values[at] = running;
  }
  for (let k = count - 1, at = start + (count - 1) * step; k >= 0; k--, at -= step) {
    running = keep * running + (1 - keep) * values[at]!;
    values[at] = running;
  }
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

/** Of every column and row: 1 inside the collimated field, nearly 0 in its border, with an edge one pixel wide. */
const openingOf = ({ width, height, pitch }: Canvas, { field }: ThoraxScene) => {
  const [left, right, top, bottom] = field.collimation;
  const pixel = pitch / field.sizeMm;
  const along = (count: number, first: number, last: number): Float64Array => {
    const short = Math.min(width, height);
    const off = (count - short) / 2;
    return new Float64Array(count).map((_, i) => {
      const at = (i + 0.5 - off) / short;
      return Math.min(edge(first, at, pixel), edge(last, 1 - at, pixel));
    });
  };
  return { columns: along(width, left, right), rows: along(height, top, bottom) };
};

const edge = (border: number, at: number, pixel: number): number =>
  border <= 0 ? 1 : clamp((at - border) / pixel + 0.5, 0.02, 1);
