import {
  type ClassLaw,
  classLaw,
  drawSharp,
  drawSoft,
  type Texture,
  textureOf,
} from "../../generators/labelled/draw.ts";
import { Descent, probabilities } from "../../generators/labelled/head.ts";
import { type ClassMoments, classSpreads } from "../../generators/labelled/model.ts";
import { enlarged, resized, shapesOf } from "../../generators/labelled/pictures.ts";
import { rectifiedInverse } from "../../generators/labelled/rectified.ts";
import { blended, varied } from "../../generators/labelled/vary.ts";
import type { LinearHead } from "../../schemas/labelled.ts";
import type { Release } from "../../schemas/release.ts";
import type { NoisySum } from "../../schemas/statistic.ts";
import { InvalidRequest } from "../errors.ts";
import { type Rng, rng } from "../math/rng.ts";
import { blockOf } from "../pipeline/design.ts";
import { readSums } from "../pipeline/sums.ts";
import { channelsIn, type PictureDomain, pictureDomainOf } from "./domain.ts";
import { momentsOf, settingsOf } from "./fit.ts";
import { MOMENTS, type PictureView, SPREADS, stepName } from "./plan.ts";

/**
 * Where a drawn picture comes from: the released law of a class; a variation of such a picture; or the prior alone, a
 * picture of shapes that only its label ties to the cohort.
 */
export const ORIGINS = ["class", "variation", "prior"] as const;
export type Origin = (typeof ORIGINS)[number];

/** Shares of what is drawn. */
export interface Recipe {
  /** Of all pictures, those of the prior alone. */
  readonly prior: number;
  /** Of the rest, those that are varied. */
  readonly varied: number;
  /** How a picture of a class comes about, as weights: sharp pixels, soft ones, a blend of two classes. */
  readonly ways: readonly [number, number, number];
}

/** What is drawn: all origins, for training on; or the class laws alone, to be looked at. */
export const MIXES = {
  training: { prior: 1 / 3, varied: 0.8, ways: [0.5, 0.31, 0.19] },
  pictures: { prior: 0, varied: 0, ways: [1, 0, 0] },
} as const satisfies Readonly<Record<string, Recipe>>;
export type Mix = keyof typeof MIXES;

export interface DrawnPicture {
  /** Channels × side × side, 0 to 255. */
  readonly pixels: Uint8Array;
  /** The class that the released classifier finds most probable. */
  readonly label: number;
  readonly probabilities: Float64Array;
  readonly origin: Origin;
  /** Class of the law it was drawn from; absent for the prior. */
  readonly drawnFrom?: number;
}

/** All that drawing needs, made from a release and public shapes. */
export interface PictureModels {
  readonly domain: PictureDomain;
  readonly view: PictureView;
  readonly moments: readonly ClassMoments[];
  readonly laws: readonly (ClassLaw | undefined)[];
  readonly head: LinearHead;
  readonly texture: Texture;
}

export const pictureModels = (release: Release, view: PictureView): PictureModels => {
  const { plan } = release;
  const sums = readSums(release);
  const sum = (purpose: string): NoisySum => {
    const found = sums.find(each => each.purpose === purpose);
    if (found === undefined) throw new InvalidRequest(`the release lacks "${purpose}"`);
    return found;
  };
  const moments = momentsOf(view, plan, sum(MOMENTS));
  const spreads = classSpreads(view.space, moments, blockOf(sum(SPREADS), "spread"));
  const inverse = rectifiedInverse();
  const settings = settingsOf(view, plan, moments);
  const descent = new Descent(settings);
  for (let step = 0; step < settings.steps; step++)
    descent.step(blockOf(sum(stepName(step)), "gradient").values);
  return {
    domain: pictureDomainOf(plan),
    view,
    moments,
    laws: moments.map((each, c) =>
      each.supported ? classLaw(view.space, each, spreads[c]!, inverse) : undefined,
    ),
    head: descent.result,
    texture: textureOf(view.space),
  };
};

/**
 * Pictures from..to of a seed. Picture i depends on the release, the recipe, the seed and i alone.
 *
 * @throws InvalidRequest where no class has support: every class would be noise
 */
export function* drawnPictures(
  models: PictureModels,
  {
    seed,
    recipe,
    from,
    to,
  }: { readonly seed: string; readonly recipe: Recipe; readonly from: number; readonly to: number },
): Generator<DrawnPicture> {
  const allowed = models.moments.map(({ supported }) => supported);
  if (from < to && !allowed.includes(true))
    throw new InvalidRequest("no class has enough patients at this ε to be told from noise: nothing to draw");
  const root = rng(`pictures/${seed}`);
  for (let i = from; i < to; i++) {
    const random = root.child(String(i));
    const drawn = random.chance(recipe.prior)
      ? fromPrior(models.domain, random)
      : fromClass(models, recipe, random);
    yield labelled(models, drawn, allowed);
  }
}

interface Unlabelled {
  /** Channels × side × side, 0 to 1. */
  readonly light: Float64Array;
  readonly origin: Origin;
  readonly drawnFrom?: number;
}

const fromPrior = (domain: PictureDomain, random: Rng): Unlabelled => ({
  light: shapesOf({ side: domain.side, channels: channelsIn(domain) }, random),
  origin: "prior",
});

const fromClass = (models: PictureModels, recipe: Recipe, random: Rng): Unlabelled => {
  const { domain, view, moments } = models;
  const weights = moments.map(({ supported, count }) => (supported ? count : 0));
  const drawnFrom = random.weighted(weights);
  const { pictures } = view.space;
  const light = classPicture(models, { drawnFrom, weights, ways: recipe.ways }, random);
  const isVaried = random.chance(recipe.varied);
  const final = isVaried ? varied(light, pictures, { rng: random, mirror: domain.mirror }) : light;
  return {
    light: enlarged(final, pictures, domain.side),
    origin: isVaried ? "variation" : "class",
    drawnFrom,
  };
};

const classPicture = (
  { laws, texture }: PictureModels,
  {
    drawnFrom,
    weights,
    ways,
  }: { readonly drawnFrom: number; readonly weights: readonly number[]; readonly ways: Recipe["ways"] },
  random: Rng,
): Float64Array => {
  const law = laws[drawnFrom]!;
  const way = random.weighted(ways);
  if (way === 1) return drawSoft(law, random);
  const sharp = drawSharp(law, texture, random);
  if (way === 0) return sharp;
  const other = drawSharp(laws[random.weighted(weights)]!, texture, random);
  return blended(sharp, other, random.uniform());
};

const labelled = (
  { domain, view, head }: PictureModels,
  { light, ...rest }: Unlabelled,
  allowed: readonly boolean[],
): DrawnPicture => {
  const pixels = new Uint8Array(light.length);
  // Labelled as it will be read: after rounding to whole grey levels.
  const seen = new Float64Array(light.length);
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = Math.round(255 * light[i]!);
    seen[i] = pixels[i]! / 255;
  }
  const x = view.whitening.of(resized(seen, domain.side, view.space.pictures));
  const classes = probabilities(head, x, allowed);
  return { pixels, label: classes.indexOf(Math.max(...classes)), probabilities: classes, ...rest };
};
