import type { Finding, Laterality } from "../../schemas/image.ts";
import type { ImageOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { Blob, FindingScene, LungScene, Side } from "./thorax-scene.ts";

/** Draws the numbers of the finding that an order asks for; a side that the order leaves open is drawn. */
export const findingLaw = (order: ImageOrder, lungs: LungScene, rng: Rng): FindingScene =>
  LAWS[order.finding]({ order, lungs, rng });

interface Draw {
  readonly order: ImageOrder;
  readonly lungs: LungScene;
  readonly rng: Rng;
}

const LAWS: { readonly [K in Finding]: (draw: Draw) => FindingScene } = {
  none: () => ({ kind: "none" }),
  cardiomegaly: () => ({ kind: "cardiomegaly" }),
  effusion: draw => ({
    kind: "effusion",
    sides: sidesOf(draw),
    rise: draw.lungs.height * (0.14 + 0.46 * draw.rng.uniform() ** 1.6),
    layering: draw.order.view === "AP" ? 0.15 + 0.25 * draw.rng.uniform() : 0,
  }),
  consolidation: draw => ({
    kind: "consolidation",
    blobs: sidesOf(draw).flatMap(side => patches(draw, side)),
  }),
  nodule: draw => ({ kind: "nodule", blobs: sidesOf(draw).map(side => nodule(draw, side)) }),
  pneumothorax: draw => ({
    kind: "pneumothorax",
    sides: sidesOf(draw),
    gap: draw.lungs.halfWidth * (0.1 + 0.25 * draw.rng.uniform()),
    apical: draw.lungs.height * (0.06 + 0.16 * draw.rng.uniform()),
  }),
  other: draw =>
    draw.rng.chance(0.5)
      ? { kind: "band", blobs: sidesOf(draw).flatMap(side => plates(draw, side)) }
      : { kind: "interstitial", strength: 0.5 + 0.9 * draw.rng.uniform() },
};

const SIDES_OF: { readonly [K in Laterality]: readonly Side[] } = {
  right: [-1],
  left: [1],
  bilateral: [-1, 1],
  "not-applicable": [],
};

const sidesOf = ({ order, rng }: Draw): readonly Side[] => {
  const asked = SIDES_OF[order.laterality];
  return asked.length > 0 ? asked : [rng.chance(0.5) ? -1 : 1];
};

const between = (rng: Rng, low: number, high: number): number => low + (high - low) * rng.uniform();

/** One lobe's worth of confluent patches; lower zones more often. */
const patches = ({ lungs, rng }: Draw, side: Side): Blob[] => {
  const { halfWidth: w, height: h } = lungs;
  const zone = rng.chance(0.65) ? between(rng, 0.66, 0.92) : between(rng, 0.22, 0.55);
  const centre = between(rng, 0.42, 0.68);
  const size = between(rng, 0.24, 0.42);
  return Array.from({ length: 3 + rng.integer(4) }, () => ({
    x: side * w * (centre + 0.26 * (rng.uniform() - 0.5)),
    y: h * (zone + 0.26 * (rng.uniform() - 0.5)),
    radiusX: w * size * between(rng, 0.6, 1.2),
    radiusY: w * size * between(rng, 0.6, 1.2),
    tiltRad: between(rng, -0.6, 0.6),
    strength: between(rng, 0.22, 0.54),
  }));
};

/** A pulmonary nodule is at most 30 mm across (Fleischner Society glossary, Hansell et al. 2008, Radiology 246:697). */
const nodule = ({ lungs, rng }: Draw, side: Side): Blob => {
  const radius = between(rng, 2.5, 15);
  const squeeze = between(rng, 0.88, 1.12);
  return {
    x: side * lungs.halfWidth * between(rng, 0.42, 0.8),
    y: lungs.height * between(rng, 0.25, 0.9),
    radiusX: Math.min(15, radius * squeeze),
    radiusY: Math.min(15, radius / squeeze),
    tiltRad: between(rng, -1, 1),
    strength: between(rng, 1, 1.35),
  };
};

const plates = ({ lungs, rng }: Draw, side: Side): Blob[] => {
  const { halfWidth: w, height: h } = lungs;
  return Array.from({ length: 1 + rng.integer(3) }, () => ({
    x: side * w * between(rng, 0.45, 0.65),
    y: h * between(rng, 0.7, 0.95),
    radiusX: w * between(rng, 0.24, 0.42),
    radiusY: w * between(rng, 0.022, 0.045),
    tiltRad: side * between(rng, -0.1, 0.5),
    strength: between(rng, 0.2, 0.4),
  }));
};
