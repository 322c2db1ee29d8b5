import { FINDINGS, type Finding, type ImageRecord, type Laterality } from "../../schemas/image.ts";
import type { ImageOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { SignalPrior } from "../modality.ts";
import { canonical, DIMENSION, momentsOf, SIDE } from "./canonical.ts";
import { brightness } from "./thorax.ts";
import { drawThorax } from "./thorax-law.ts";
import type { ThoraxScene } from "./thorax-scene.ts";
import { upsampled } from "./upsample.ts";

export type { ThoraxScene };

/** Size and depth of rendered images. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
  readonly bits: 8 | 16;
}

/**
 * The public prior of chest X-rays: a procedural simulator (no patient data), seen as 64 × 64 standardised images
 * (4096 coordinates, row-major, zero mean and unit variance an image). Strata are the findings.
 */
export const imagePriorAt = (size: ImageSize): SignalPrior<ImageOrder, ThoraxScene, ImageRecord> => {
  const lightOf = painter();
  return {
    name: "image",
    version: "thorax/3",
    dimension: DIMENSION,
    fields: { count: 1, shape: [SIDE, SIDE] },
    strata: FINDINGS,
    stratum: order => order.finding,
    order: (stratum, rng) => typicalOrder(FINDINGS.find(finding => finding === stratum) ?? "none", rng),
    simulate: (order, rng) => {
      const scene = drawThorax(order, rng);
      return { scene, vector: standardScene(lightOf(scene, SIDE, SIDE)) };
    },
    render: (scene, correction) =>
      rendered(scene, lightOf(scene, size.width, size.height), { correction, size }),
    view: canonical,
  };
};

/** Brightness of scenes; at the canonical size each scene is painted once, to be simulated and rendered. */
const painter = (): typeof brightness => {
  const painted = new WeakMap<ThoraxScene, Float64Array>();
  return (scene, width, height) => {
    if (width !== SIDE || height !== SIDE) return brightness(scene, width, height);
    const light = painted.get(scene) ?? brightness(scene, width, height);
    painted.set(scene, light);
    return light;
  };
};

/** Two rendered pixels a canonical one: enough for fine detail in a report, small enough to be fast. */
export const imagePrior = imagePriorAt({ width: 128, height: 128, bits: 8 });

/** A scene never is flat (a lung is not as bright as a liver), so its spread is positive. */
const standardScene = (light: Float64Array): Float64Array => {
  const { mean, sd } = momentsOf(light);
  return light.map(value => (value - mean) / sd);
};

/**
 * The scene's light with a correction in units of the scene's own spread, over the public tone curve: the identity
 * between 0.03 and 0.97 of full scale, flattening beyond, so that a strong correction keeps the detail under it.
 */
const rendered = (
  scene: ThoraxScene,
  light: Float64Array,
  { correction, size }: { readonly correction: Float64Array; readonly size: ImageSize },
): ImageRecord => {
  const { width, height, bits } = size;
  const { sd } = momentsOf(light);
  const added = correction.some(value => value !== 0) ? upsampled(correction, width, height) : undefined;
  const top = 2 ** bits - 1;
  const pixels = bits === 8 ? new Uint8Array(width * height) : new Uint16Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    const shift = added === undefined ? 0 : sd * added[i]!;
    pixels[i] = Math.round(top * toned(light[i]! + shift));
  }
  const { view, ageYears, sex, finding } = scene.order;
  return { width, height, bits, pixels, view, ageYears, sex, findings: [LABELS[finding]] };
};

const KNEE = 0.03;

/** Into [0, 1]: exponential ends with the slope of the line they continue. */
const toned = (value: number): number => {
  if (value < KNEE) return KNEE * Math.exp((value - KNEE) / KNEE);
  if (value > 1 - KNEE) return 1 - KNEE * Math.exp((1 - KNEE - value) / KNEE);
  return value;
};

/** Labels that `findingOf` maps back to the finding. */
const LABELS: { readonly [K in Finding]: string } = {
  none: "No Finding",
  cardiomegaly: "Cardiomegaly",
  effusion: "Effusion",
  consolidation: "Consolidation",
  nodule: "Nodule",
  pneumothorax: "Pneumothorax",
  other: "Other",
};

/** Whether a finding has a side. */
const SIDED: { readonly [K in Finding]: boolean } = {
  none: false,
  cardiomegaly: false,
  effusion: true,
  consolidation: true,
  nodule: true,
  pneumothorax: true,
  other: false,
};

/** A broad public law of orders: adults of all ages, one in fifteen a child; seven films in ten standing. */
const typicalOrder = (finding: Finding, rng: Rng): ImageOrder => ({
  finding,
  laterality: SIDED[finding] ? typicalSide(finding, rng) : "not-applicable",
  view: rng.chance(0.7) ? "PA" : "AP",
  ageYears: Math.floor(rng.chance(1 / 15) ? 18 * rng.uniform() : 18 + 70 * rng.uniform()),
  sex: rng.chance(0.5) ? "female" : "male",
});

const typicalSide = (finding: Finding, rng: Rng): Laterality => {
  if (finding !== "pneumothorax" && rng.chance(0.2)) return "bilateral";
  return rng.chance(0.5) ? "left" : "right";
};
