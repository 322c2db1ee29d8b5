import { clamp } from "./thorax-canvas.ts";
import type { ThoraxScene } from "./thorax-scene.ts";
import type { ThoraxShape } from "./thorax-shape.ts";

/** A point with the thickness of the trunk and of the mediastinal organs there, mm. */
export interface BeamPoint {
  readonly x: number;
  readonly y: number;
  readonly body: number;
  readonly organs: number;
}

/**
 * Length of aerated lung along the beam, mm: the trunk less its walls, inside the pleural outline, less heart and
 * vessels, less what the dome of the diaphragm takes.
 */
export const lungAirAt = (scene: ThoraxScene, shape: ThoraxShape, point: BeamPoint): number => {
  const { lungs } = scene;
  const { y } = point;
  if (y <= 0 || y > 1.7 * lungs.height) return 0;
  const distance = Math.abs(point.x);
  const outer = shape.lateral(y);
  if (distance >= outer) return 0;
  const inner = shape.medial(y);
  const s = (2 * distance - outer - inner) / (outer - inner);
  if (s <= -1) return 0;
  const s2 = s * s;
  const profile = Math.sqrt(1 - s2 * s2 * s2);
  const shallow = 0.25 + 0.75 * Math.sqrt(clamp(y / (0.42 * lungs.height), 0, 1));
  const cavity = Math.max(0, point.body - scene.body.wall) * profile * shallow;
  const air = Math.max(0, cavity - point.organs);
  const below = y - shape.diaphragm(point.x < 0 ? -1 : 1, distance);
  return below <= 0 ? air : air * (1 - domeShare(below / (0.3 * lungs.halfWidth)));
};

/** Share of the beam taken by a dome, a depth below its crest: a circle's chord. */
const domeShare = (depth: number): number => (depth >= 1 ? 1 : Math.sqrt(1 - (1 - depth) ** 2));
