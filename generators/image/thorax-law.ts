import type { ImageOrder } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import { clamp, smoothStep } from "./thorax-canvas.ts";
import { findingLaw } from "./thorax-finding-law.ts";
import {
  interpolate,
  LENGTH_GROWTH,
  magnification,
  normalRatio,
  ROUNDNESS,
  THYMUS,
  WIDTH_GROWTH,
} from "./thorax-norms.ts";
import type {
  BodyScene,
  BoneScene,
  FieldScene,
  FilmScene,
  HeartScene,
  LungScene,
  ThoraxScene,
} from "./thorax-scene.ts";

/**
 * A draw of the public law of chest X-rays: sizes by age and sex, posture by view, the finding asked for. No patient
 * data enters; sizes are from the literature where a source stands beside them, the rest is drawn wide.
 */
export const drawThorax = (order: ImageOrder, rng: Rng): ThoraxScene => {
  const lungs = lungLaw(order, rng.child("lungs"));
  const body = bodyLaw(order, lungs, rng.child("body"));
  return {
    seed: `${rng.integer(2 ** 31)}/${rng.integer(2 ** 31)}`,
    order,
    lungs,
    body,
    field: fieldLaw(order, lungs, rng.child("field")),
    heart: heartLaw(order, lungs, rng.child("heart")),
    bones: boneLaw(order, lungs, body, rng.child("bones")),
    film: filmLaw(order, body, rng.child("film")),
    finding: findingLaw(order, lungs, rng.child("finding")),
  };
};

/** A Gaussian draw cut at two standard deviations, so that no part leaves its plausible range. */
const about = (rng: Rng, mean: number, sd: number): number => mean + sd * clamp(rng.normal(), -2, 2);

const between = (rng: Rng, low: number, high: number): number => low + (high - low) * rng.uniform();

/** Internal diameter about 30 cm in men, 26.5 cm in women; apex to dome 0.8 of it on full inspiration, less lying. */
const lungLaw = (order: ImageOrder, rng: Rng): LungScene => {
  const standing = order.view === "PA";
  const adult = order.sex === "male" ? about(rng, 149, 8) : about(rng, 133, 7);
  const halfWidth = adult * interpolate(WIDTH_GROWTH, order.ageYears);
  const stature = interpolate(LENGTH_GROWTH, order.ageYears) / interpolate(WIDTH_GROWTH, order.ageYears);
  const height = 2 * halfWidth * stature * (standing ? about(rng, 0.8, 0.08) : about(rng, 0.7, 0.085));
  return {
    halfWidth,
    height,
    apexX: halfWidth * about(rng, 0.33, 0.03),
    apexPower: about(rng, 0.6, 0.04),
    leftLower: height * about(rng, 0.05, 0.02),
    angleDepth: height * (standing ? about(rng, 0.23, 0.045) : about(rng, 0.17, 0.035)),
    markings: about(rng, standing ? 1 : 1.08, 0.1),
    density: about(rng, standing ? 0.25 : 0.3, 0.025),
  };
};

const bodyLaw = (order: ImageOrder, lungs: LungScene, rng: Rng): BodyScene => {
  const w = lungs.halfWidth;
  const build = about(rng, 0, 1);
  const grown = order.sex === "female" ? smoothStep(11, 17, order.ageYears) : 0;
  const round = interpolate(ROUNDNESS, order.ageYears);
  const bubble = rng.chance(0.65 + 0.3 * round);
  return {
    depth: w * (1.5 + 0.1 * build + 0.35 * round) * (order.sex === "female" ? 1.03 : 1),
    wall: w * (0.38 + 0.07 * build),
    flank: w * (0.23 + 0.065 * build),
    neck: w * about(rng, order.sex === "male" ? 0.4 : 0.37, 0.02),
    shoulderY: w * (order.view === "PA" ? about(rng, -0.14, 0.07) : about(rng, -0.2, 0.08)),
    breast: grown * w * clamp(about(rng, 0.26 + 0.07 * build, 0.09), 0.06, 0.6),
    breastRadius: w * clamp(about(rng, 0.48 + 0.05 * build, 0.05), 0.34, 0.66),
    breastY: lungs.height * about(rng, order.view === "PA" ? 0.98 : 0.9, 0.1),
    bubble: bubble ? w * (between(rng, 0.1, 0.24) + 0.12 * round) : 0,
    fluidLevel: bubble && order.view === "PA" && rng.chance(0.5),
  };
};

/** Aorta: the knob, inconspicuous in a child, grows and the arch unfolds with age. */
const heartLaw = (order: ImageOrder, lungs: LungScene, rng: Rng): HeartScene => {
  const w = lungs.halfWidth;
  const old = smoothStep(35, 85, order.ageYears);
  const young = 1 - smoothStep(2, 12, order.ageYears);
  const { mean, sd } = normalRatio(order.ageYears, order.sex);
  const normal = clamp(about(rng, mean, sd), 0.36, Math.max(0.49, mean + sd));
  const thymus = w * interpolate(THYMUS, order.ageYears);
  const enlarged = Math.max(between(rng, 0.53, 0.66), mean + 0.08);
  const cardiomegaly = order.finding === "cardiomegaly";
  return {
    ratio: (cardiomegaly ? enlarged : normal) * magnification(order.view),
    rightShare: about(rng, 0.34, 0.025),
    tiltRad: about(rng, (cardiomegaly ? 0.68 : 0.85) - 0.15 * young, 0.07),
    knob: w * clamp(about(rng, 0.12 + 0.06 * old - 0.055 * young, 0.014), 0.04, 0.2),
    unfolding: clamp(about(rng, 0.75 * old, 0.15), 0, 1),
    column: w * (about(rng, 0.165 + 0.02 * old, 0.015) * (order.view === "AP" ? 1.14 : 1) + 0.07 * young),
    thymus: [
      thymus * about(rng.child("thymus/right"), 1, 0.3),
      thymus * about(rng.child("thymus/left"), 1, 0.3),
    ],
  };
};

const boneLaw = (order: ImageOrder, lungs: LungScene, body: BodyScene, rng: Rng): BoneScene => {
  const w = lungs.halfWidth;
  const standing = order.view === "PA";
  const child = 1 - smoothStep(3, 15, order.ageYears);
  // The small chest is taken at a lower voltage, which shows little mineral as well as an adult's.
  const round = interpolate(ROUNDNESS, order.ageYears);
  const clavicleY = lungs.height * (standing ? about(rng, 0.16, 0.025) : about(rng, 0.1, 0.035));
  return {
    ribFall: about(rng, 4.2 - 1 * child - 1.3 * round, 0.35),
    ribRadius: w * about(rng, 0.039, 0.003),
    mineral:
      about(rng, 1.05 - 0.3 * smoothStep(45, 90, order.ageYears) - 0.25 * child, 0.1) * (1 + 0.6 * round),
    clavicleY,
    clavicleRise: Math.max(0.05 * w, clavicleY - body.shoulderY - 0.13 * w),
    scapulaX: standing ? about(rng, 0.95, 0.04) : about(rng, 0.76, 0.06),
    scoliosisMm: w * about(rng, 0, 0.025),
  };
};

/** The field is cut close around an adult; a child, or a loosely collimated film, leaves more around the chest. */
const fieldLaw = (order: ImageOrder, lungs: LungScene, rng: Rng): FieldScene => {
  const { halfWidth: w, height: h } = lungs;
  const child = 1 - smoothStep(4, 15, order.ageYears);
  const sizeMm = Math.max((2 * w) / about(rng, 0.765 - 0.1 * child, 0.06), 1.26 * h);
  const border = () => (rng.chance(order.view === "PA" ? 0.12 : 0.16) ? between(rng, 0.008, 0.05) : 0);
  return {
    sizeMm,
    centreX: w * about(rng, 0, 0.07),
    centreY: h * about(rng, 0.58, 0.075) + 0.02 * (sizeMm - 2.6 * w),
    tiltRad: about(rng, 0, order.view === "PA" ? 0.02 : 0.035),
    collimation: [border(), border(), border(), border()],
    obliqueMm: w * about(rng, 0, order.view === "PA" ? 0.025 : 0.045),
  };
};

const filmLaw = (order: ImageOrder, body: BodyScene, rng: Rng): FilmScene => {
  const portable = order.view === "AP";
  // The automatic exposure follows the thickness of the patient.
  const exposure = (body.depth / 215) ** 0.7;
  return {
    midMm: about(rng, 120, 10) * exposure,
    slopeMm: about(rng, portable ? 38 : 34, 4) * exposure,
    // Their middles give films whose energy by spatial frequency is that of public films (README).
    equalise: between(rng.child("processing"), 0, 0.2),
    detail: between(rng.child("detail"), 1.05, 1.5),
    scatter: clamp(about(rng, portable ? 0.018 : 0.011, 0.003), 0.004, 0.05),
    noise: clamp(about(rng, portable ? 0.013 : 0.008, 0.003), 0.003, 0.04),
    vignette: between(rng, 0, 0.16),
    marker: rng.chance(0.8),
  };
};
