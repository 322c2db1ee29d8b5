import type { ImageOrder } from "../../schemas/person.ts";

/** A patient's side on the frontal film: −1 is the patient's right, drawn on the image's left; +1 the patient's left. */
export type Side = -1 | 1;
export const SIDES: readonly Side[] = [-1, 1];

/**
 * Everything one simulated chest X-ray is drawn from, as plain numbers. Lengths are millimetres in the plane of the
 * patient; x grows to the patient's left (image right), y downwards, the origin on the midline at the lung apices.
 * Fine structure (vessels, texture, noise) is replayed from `seed`.
 */
export interface ThoraxScene {
  readonly seed: string;
  readonly order: ImageOrder;
  readonly field: FieldScene;
  readonly lungs: LungScene;
  readonly body: BodyScene;
  readonly heart: HeartScene;
  readonly bones: BoneScene;
  readonly film: FilmScene;
  readonly finding: FindingScene;
}

/** Where the patient lies on the detector. */
export interface FieldScene {
  /** Side of the square field, mm. */
  readonly sizeMm: number;
  /** Patient coordinates of the field's centre. */
  readonly centreX: number;
  readonly centreY: number;
  readonly tiltRad: number;
  /** Width of the unexposed border as a share of the field: left, right, top, bottom; 0 = none. */
  readonly collimation: readonly [number, number, number, number];
  /** Patient rotation: shift of front structures (heart, clavicles) against the back ones, mm. */
  readonly obliqueMm: number;
}

export interface LungScene {
  /** Half of the internal thoracic diameter, mm. */
  readonly halfWidth: number;
  /** Apex to the right dome, mm. */
  readonly height: number;
  readonly apexX: number;
  /** Exponent of the apex curve; smaller is blunter. */
  readonly apexPower: number;
  /** How much lower the left dome stands, mm. */
  readonly leftLower: number;
  /** Depth of the lateral costophrenic angle below the dome, mm. */
  readonly angleDepth: number;
  /** Relative calibre and number of the vessel markings. */
  readonly markings: number;
  /** Fraction of water-like density of aerated lung, about 0.26. */
  readonly density: number;
}

export interface BodyScene {
  /** Front-to-back thickness at mid thorax, mm. */
  readonly depth: number;
  /** Front and back wall together, mm. */
  readonly wall: number;
  /** Chest wall beside the ribs, mm. */
  readonly flank: number;
  readonly neck: number;
  /** Height of the shoulder tip against the apices, mm. */
  readonly shoulderY: number;
  /** Breast thickness, mm (0 = none), with radius and centre height. */
  readonly breast: number;
  readonly breastRadius: number;
  readonly breastY: number;
  /** Gas bubble of the stomach, radius in mm (0 = none), and whether it shows a fluid level. */
  readonly bubble: number;
  readonly fluidLevel: boolean;
}

export interface HeartScene {
  /** Cardiothoracic ratio: greatest cardiac over internal thoracic diameter. */
  readonly ratio: number;
  /** Share of the cardiac diameter right of the midline. */
  readonly rightShare: number;
  readonly tiltRad: number;
  /** Radius of the aortic knob, mm, and how far the aorta is unfolded, 0 to 1. */
  readonly knob: number;
  readonly unfolding: number;
  /** Half-width of the upper mediastinum, mm. */
  readonly column: number;
  /** How far the thymus reaches beyond it to the patient's right and left, mm; 0 from four years on. */
  readonly thymus: readonly [number, number];
}

export interface BoneScene {
  /** Fall of a middle rib from spine to front end, in rib spacings. */
  readonly ribFall: number;
  /** Half-height of a middle rib, mm. */
  readonly ribRadius: number;
  /** Attenuation of bone against a healthy young adult's, 1 = equal. */
  readonly mineral: number;
  readonly clavicleY: number;
  readonly clavicleRise: number;
  /** Medial border of the scapula as a share of the half-width; below 1 it lies over the lung. */
  readonly scapulaX: number;
  readonly scoliosisMm: number;
}

export interface FilmScene {
  /** Water thickness shown as mid grey, mm, and the slope of the curve there, mm. */
  readonly midMm: number;
  readonly slopeMm: number;
  /** Image processing of the detector: share by which broad differences are pulled in, and gain on detail. */
  readonly equalise: number;
  readonly detail: number;
  /** Scattered over primary radiation behind no absorber. */
  readonly scatter: number;
  /** Standard deviation of noise behind a mid-grey part, share of full scale, on a 256-pixel field. */
  readonly noise: number;
  readonly vignette: number;
  readonly marker: boolean;
}

/** Numbers of the finding laid over the scene. `sides` are the patient's sides. */
export type FindingScene =
  | { readonly kind: "none" }
  | { readonly kind: "cardiomegaly" }
  | {
      readonly kind: "effusion";
      readonly sides: readonly Side[];
      readonly rise: number;
      readonly layering: number;
    }
  | { readonly kind: "consolidation"; readonly blobs: readonly Blob[] }
  | { readonly kind: "nodule"; readonly blobs: readonly Blob[] }
  | {
      readonly kind: "pneumothorax";
      readonly sides: readonly Side[];
      readonly gap: number;
      readonly apical: number;
    }
  | { readonly kind: "band"; readonly blobs: readonly Blob[] }
  | { readonly kind: "interstitial"; readonly strength: number };

/** A local opacity in patient coordinates: half-axes in mm, strength 0 to 1. */
export interface Blob {
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  readonly tiltRad: number;
  readonly strength: number;
}
