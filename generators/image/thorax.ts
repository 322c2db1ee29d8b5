import { type Rng, rng as replay } from "../../src/math/rng.ts";
import { bodyThickness, breastAt } from "./thorax-body.ts";
import { bonesOf } from "./thorax-bones.ts";
import { blank, boxAround, type Canvas, canvasOf } from "./thorax-canvas.ts";
import { cavityGas, spineAt } from "./thorax-core.ts";
import { exposed } from "./thorax-film.ts";
import { painterOf } from "./thorax-findings.ts";
import { lungAirAt } from "./thorax-lungs.ts";
import { stampMarker } from "./thorax-marker.ts";
import { mediastinumOf, unionThickness } from "./thorax-mediastinum.ts";
import { SIDES, type Side, type ThoraxScene } from "./thorax-scene.ts";
import { shapeOf, type ThoraxShape } from "./thorax-shape.ts";
import { texture } from "./thorax-texture.ts";
import { addTube, mergeTube, type Tube } from "./thorax-tube.ts";
import { hilumOf, vesselsOf } from "./thorax-vessels.ts";

/**
 * Brightness of the simulated film of a scene, by adding what the beam passes through.
 *
 * @returns width × height, row-major, shares of full scale in [0, 1], 0 = black
 */
export const brightness = (scene: ThoraxScene, width: number, height: number): Float64Array => {
  const canvas = canvasOf(scene.field, width, height);
  const random = replay(scene.seed);
  const shape = shapeOf(scene);
  const absorber = softTissue(canvas, scene, shape);
  addTubes(canvas, bonesOf(scene, shape), absorber);
  const light = exposed(canvas, scene, absorber, random.child("film"));
  if (scene.film.marker) stampMarker(canvas, scene, light);
  return light;
};

const addTubes = (canvas: Canvas, tubes: readonly Tube[], target: Float64Array): Float64Array => {
  const scratch = blank(canvas);
  for (const tube of tubes) addTube(canvas, tube, target, scratch);
  return target;
};

/** Water-equivalent mm of everything but the long bones. */
const softTissue = (canvas: Canvas, scene: ThoraxScene, shape: ThoraxShape): Float64Array => {
  const random = replay(scene.seed);
  const body = bodyThickness(canvas, scene, shape);
  const organs = unionThickness(canvas, mediastinumOf(scene));
  const vessels = markings(canvas, scene, shape, random.child("vessels"));
  const gas = cavityGas(canvas, scene, shape);
  const broad = texture(
    canvas,
    [
      { cells: 5, sd: 0.6 },
      { cells: 11, sd: 0.6 },
      { cells: 23, sd: 0.5 },
      { cells: 47, sd: 0.3 },
    ],
    random.child("broad"),
  );
  const fine = texture(
    canvas,
    [
      { cells: 40, sd: 0.7 },
      { cells: 64, sd: 0.7 },
      { cells: 128, sd: 0.6 },
      { cells: 200, sd: 0.5 },
    ],
    random.child("fine"),
  );
  const lesionAt = painterOf(scene, shape, canvas);
  const airless = 1 - scene.lungs.density;
  for (let j = 0, at = 0; j < canvas.height; j++) {
    for (let i = 0; i < canvas.width; i++, at++) {
      const x = canvas.originX + canvas.pitch * (i * canvas.cos - j * canvas.sin);
      const y = canvas.originY + canvas.pitch * (i * canvas.sin + j * canvas.cos);
      let water = body[at]! + breastAt(scene, Math.abs(x), y) + spineAt(scene, x, y) - gas[at]!;
      const air = lungAirAt(scene, shape, { x, y, body: body[at]!, organs: organs[at]! });
      if (air > 0) {
        const lesion = lesionAt({ x, y, side: x < 0 ? -1 : 1, fluff: broad[at]!, fine: fine[at]! });
        const left = air * (1 - lesion.filled);
        const marks = (1 - lesion.free) * (vessels[at]! + left * 0.012 * fine[at]!);
        water +=
          lesion.tissue * Math.min(1, left / 40) +
          marks * Math.min(1, left / 60) -
          left * (airless + lesion.free * (0.97 - airless));
      }
      absorberFloor(body, at, water + 0.02 * body[at]! * broad[at]!);
    }
  }
  return body;
};

/** Arteries and veins, each a tree whose forks do not add up, laid over each other; mm of soft tissue. */
const markings = (canvas: Canvas, scene: ThoraxScene, shape: ThoraxShape, random: Rng): Float64Array => {
  const arteries = blank(canvas);
  const veins = blank(canvas);
  // A vessel far thinner than a pixel does not change it.
  const seen = { scene, shape, thinnest: 0.13 * canvas.pitch };
  for (const tube of vesselsOf(seen, random.child("arteries"))) mergeTube(canvas, tube, arteries);
  for (const tube of vesselsOf(seen, random.child("veins"))) mergeTube(canvas, tube, veins);
  for (let at = 0; at < arteries.length; at++) arteries[at] = arteries[at]! + veins[at]!;
  for (const side of SIDES) addHilum(canvas, scene, side, arteries);
  return arteries;
};

/** The crowded vessels and nodes of a hilum, too fine to draw one by one. */
const addHilum = (canvas: Canvas, scene: ThoraxScene, side: Side, target: Float64Array): void => {
  const { x, y } = hilumOf(scene, side);
  const spread = 0.085 * scene.lungs.halfWidth;
  const box = boxAround(canvas, x, y, 5 * spread);
  for (let j = box.top; j <= box.bottom; j++) {
    for (let i = box.left; i <= box.right; i++) {
      const dx = canvas.originX + canvas.pitch * (i * canvas.cos - j * canvas.sin) - x;
      const dy = canvas.originY + canvas.pitch * (i * canvas.sin + j * canvas.cos) - y;
      const r2 = (dx / spread) ** 2 + (dy / (1.9 * spread)) ** 2;
      if (r2 < 8)
        target[j * canvas.width + i] =
          target[j * canvas.width + i]! + 0.13 * scene.lungs.halfWidth * Math.exp(-0.7 * r2);
    }
  }
};

const absorberFloor = (target: Float64Array, at: number, water: number): void => {
  target[at] = water > 0 ? water : 0;
};
