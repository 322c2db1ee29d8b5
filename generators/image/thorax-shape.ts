import { clamp, smoothStep } from "./thorax-canvas.ts";
import type { Side, ThoraxScene } from "./thorax-scene.ts";

/**
 * Outlines of the pleural cavities and the trunk, as functions of patient coordinates (mm). Distances from the
 * midline are positive on both sides.
 */
export interface ThoraxShape {
  /** Lateral wall of the pleural cavity at a height. */
  lateral(y: number): number;
  /** Medial limit of the pleural cavity at a height. */
  medial(y: number): number;
  /** Height of the diaphragm at a distance from the midline. */
  diaphragm(side: Side, distance: number): number;
  /** Upper outline of the shoulders. */
  shoulder(distance: number): number;
  /** Lateral outline of the trunk. */
  flank(y: number): number;
}

const STEP = 1;
const ABOVE = 40;

/** Tabulated at 1 mm, as the outlines are read for every pixel. */
export const shapeOf = (scene: ThoraxScene): ThoraxShape => {
  const { lungs } = scene;
  const rows = Math.ceil((ABOVE + lungs.height * 2.2) / STEP);
  const lateralRows = tabulate(rows, y => lateralAt(lungs, y));
  const medialRows = tabulate(rows, y => medialAt(lungs, y));
  const columns = Math.ceil(lungs.halfWidth * 1.6);
  const right = new Float64Array(columns).map((_, x) => diaphragmAt(scene, -1, x));
  const left = new Float64Array(columns).map((_, x) => diaphragmAt(scene, 1, x));
  const shoulders = new Float64Array(columns * 3).map((_, x) => shoulderAt(scene, x));
  const flanks = tabulate(rows, y => flankAt(scene, y));
  return {
    lateral: y => read(lateralRows, y + ABOVE),
    medial: y => read(medialRows, y + ABOVE),
    diaphragm: (side, distance) => read(side < 0 ? right : left, distance),
    shoulder: distance => read(shoulders, distance),
    flank: y => read(flanks, y + ABOVE),
  };
};

const tabulate = (rows: number, at: (y: number) => number): Float64Array =>
  new Float64Array(rows).map((_, i) => at(i * STEP - ABOVE));

const read = (table: Float64Array, position: number): number => {
  const at = clamp(position, 0, table.length - 1.001);
  const index = Math.floor(at);
  return table[index]! + (at - index) * (table[index + 1]! - table[index]!);
};

/** Blunt apex, fastest growth above, widest low: 0 above the apex, 1 at full width. */
const lateralAt = (lungs: ThoraxScene["lungs"], y: number): number => {
  const u = clamp(y / (lungs.height * 1.05), 0, 1);
  const grown = (1 - (1 - u) ** 2.7) ** lungs.apexPower;
  const flare = 0.04 * smoothStep(0.55, 1.1, y / lungs.height) - 0.04;
  return lungs.apexX + (lungs.halfWidth * (1 + flare) - lungs.apexX) * grown;
};

const medialAt = (lungs: ThoraxScene["lungs"], y: number): number => {
  const u = clamp(y / (lungs.height * 0.3), 0, 1);
  const grown = (1 - (1 - u) ** 2.2) ** 0.52;
  return lungs.apexX * (1 - grown) + 0.03 * lungs.halfWidth * grown;
};

/** The dome: highest at 0.45 of the half-width, deep lateral angle, shallow medial fall. */
const diaphragmAt = (scene: ThoraxScene, side: Side, distance: number): number => {
  const { lungs } = scene;
  const top = lungs.height + (side > 0 ? lungs.leftLower : 0);
  const crest = (side < 0 ? 0.48 : 0.54) * lungs.halfWidth;
  // Medially both halves meet at the central tendon, under the heart.
  const medial = Math.max(0, (crest - distance) / crest) ** 2;
  const tendon = lungs.height + 0.06 * lungs.angleDepth;
  if (distance < crest) return top + (tendon - top) * medial;
  const out = (distance - crest) / (lungs.halfWidth - crest);
  return top + lungs.angleDepth * (0.75 * out ** 2.4 + 0.25 * out ** 9);
};

/** Trapezius from the neck down to the shoulder tip. */
const shoulderAt = (scene: ThoraxScene, distance: number): number => {
  const { body, lungs } = scene;
  const beyond = (distance - body.neck * 0.85) / (0.42 * lungs.halfWidth);
  const neckY = -0.62 * lungs.halfWidth;
  const rounding = Math.max(0, distance - 1.15 * lungs.halfWidth) ** 2 / (0.8 * lungs.halfWidth);
  return body.shoulderY - (body.shoulderY - neckY) * Math.exp(-Math.max(0, beyond)) + rounding;
};

/** Wide under the shoulders, narrowing along the axillary fold. */
const flankAt = (scene: ThoraxScene, y: number): number => {
  const { body, lungs } = scene;
  const fold = 1 - smoothStep(0.05, 0.62, y / lungs.height);
  return lungs.halfWidth * (1 + 0.52 * fold) + body.flank * (1 - 0.5 * fold);
};
