import type { Canvas } from "./thorax-canvas.ts";
import { clamp, smoothStep } from "./thorax-canvas.ts";
import type { Blob, FindingScene, Side, ThoraxScene } from "./thorax-scene.ts";
import type { ThoraxShape } from "./thorax-shape.ts";

/** One point of the lung as a finding sees it. */
export interface LungPoint {
  readonly x: number;
  readonly y: number;
  readonly side: Side;
  /** Smooth random field of unit variance, for fluffy outlines. */
  readonly fluff: number;
  /** Fine random field of unit variance, for reticulation. */
  readonly fine: number;
}

/** What a finding does at a point. */
export interface Lesion {
  /** Share of the air that is replaced by tissue or fluid, 0 to 1. */
  readonly filled: number;
  /** Tissue added, mm. */
  readonly tissue: number;
  /** Share of the point where the lung has left the wall: air without vessels, 0 to 1. */
  readonly free: number;
}

const HEALTHY: Lesion = { filled: 0, tissue: 0, free: 0 };

type Painter = (point: LungPoint) => Lesion;

/** The lesion at every point of the lungs, for the scene's finding. */
export const painterOf = (scene: ThoraxScene, shape: ThoraxShape, canvas: Canvas): Painter =>
  paintersOf(scene, shape, canvas)[scene.finding.kind](scene.finding as never);

type Painters = {
  readonly [K in FindingScene["kind"]]: (finding: Extract<FindingScene, { kind: K }>) => Painter;
};

const paintersOf = (scene: ThoraxScene, shape: ThoraxShape, canvas: Canvas): Painters => ({
  none: () => () => HEALTHY,
  cardiomegaly: () => () => HEALTHY,
  effusion: finding => effusion(scene, shape, finding),
  consolidation: finding => point => ({ ...HEALTHY, filled: fluffy(finding.blobs, point) }),
  nodule: finding => point => ({ ...HEALTHY, tissue: spheres(finding.blobs, point, canvas.pitch) }),
  pneumothorax: finding => pneumothorax(scene, shape, finding, canvas.pitch),
  band: finding => point => ({ ...HEALTHY, filled: bands(finding.blobs, point) }),
  interstitial: finding => point => ({ ...HEALTHY, tissue: reticulation(scene, finding.strength, point) }),
});

/**
 * Free fluid: dense below a surface that climbs towards the lateral wall (meniscus), so that the costophrenic angle
 * fills first; lying (AP) part of it layers behind the lung as a veil.
 */
const effusion = (
  scene: ThoraxScene,
  shape: ThoraxShape,
  finding: Extract<FindingScene, { kind: "effusion" }>,
): Painter => {
  const { lungs } = scene;
  return ({ x, y, side }) => {
    if (!finding.sides.includes(side)) return HEALTHY;
    const across = Math.abs(x) / lungs.halfWidth;
    const angle = shape.diaphragm(side, 0.97 * lungs.halfWidth);
    const surface = angle - finding.rise + (0.3 * finding.rise + 0.03 * lungs.height) * (1 - across ** 4);
    const below = smoothStep(-0.1 * lungs.halfWidth, 0.16 * lungs.halfWidth, y - surface);
    const veil = finding.layering * smoothStep(-0.1, 0.9, y / lungs.height);
    return { ...HEALTHY, filled: 1 - (1 - 0.97 * below) * (1 - veil) };
  };
};

const squaredRadius = (blob: Blob, x: number, y: number): number => {
  const cos = Math.cos(blob.tiltRad);
  const sin = Math.sin(blob.tiltRad);
  const u = ((x - blob.x) * cos + (y - blob.y) * sin) / blob.radiusX;
  const v = ((y - blob.y) * cos - (x - blob.x) * sin) / blob.radiusY;
  return u * u + v * v;
};

/** Air-space opacity: Gaussian cores whose rim is broken up by the random field. */
const fluffy = (blobs: readonly Blob[], point: LungPoint): number => {
  let clear = 1;
  for (const blob of blobs) {
    const r2 = squaredRadius(blob, point.x, point.y);
    if (r2 > 6) continue;
    const core = Math.exp(-0.9 * r2);
    clear *= 1 - clamp(blob.strength * (core + 0.4 * point.fluff * Math.sqrt(core) * (1.1 - core)), 0, 0.96);
  }
  return 1 - clear;
};

/** Chords of solid spheres, mm. Smaller than a pixel they keep their mass. */
const spheres = (blobs: readonly Blob[], point: LungPoint, pitch: number): number => {
  let tissue = 0;
  for (const blob of blobs) {
    const grown = Math.hypot(1, (0.6 * pitch) / blob.radiusX);
    const r2 = squaredRadius(blob, point.x, point.y) / (grown * grown);
    if (r2 >= 1) continue;
    tissue += ((2 * blob.radiusX * blob.strength) / (grown * grown)) * Math.sqrt(1 - r2);
  }
  return tissue;
};

/** Lung withdrawn from apex and flank: a hair-line of pleura, and free air beyond it. */
const pneumothorax = (
  scene: ThoraxScene,
  shape: ThoraxShape,
  finding: Extract<FindingScene, { kind: "pneumothorax" }>,
  pitch: number,
): Painter => {
  const line = Math.max(1.1, 0.55 * pitch);
  return ({ x, y, side }) => {
    if (!finding.sides.includes(side)) return HEALTHY;
    const t = y / scene.lungs.height;
    const outline = shape.lateral(y - finding.apical) - finding.gap * clamp(1.15 - 0.55 * t, 0.2, 1);
    const inside = y < finding.apical ? -(finding.apical - y) - 1 : outline - Math.abs(x);
    const free = smoothStep(line, -line, inside);
    const pleura = (5.5 * Math.exp(-((inside / line) ** 2))) / line;
    return { filled: 0.1 * (1 - free), tissue: pleura, free };
  };
};

/** Plate-like atelectasis: narrow bands. */
const bands = (blobs: readonly Blob[], point: LungPoint): number => {
  let clear = 1;
  for (const blob of blobs) {
    const r2 = squaredRadius(blob, point.x, point.y);
    if (r2 < 4) clear *= 1 - blob.strength * Math.exp(-r2) * clamp(1 + 0.3 * point.fluff, 0, 1.5);
  }
  return 1 - clear;
};

/** Net-like thickening, strongest at the bases. */
const reticulation = (scene: ThoraxScene, strength: number, point: LungPoint): number =>
  strength *
  (0.35 + 0.65 * smoothStep(0.1, 0.9, point.y / scene.lungs.height)) *
  (7 + 9 * Math.abs(point.fine) + 4 * point.fluff);
