import { armOf } from "./thorax-body.ts";
import { clamp } from "./thorax-canvas.ts";
import { SIDES, type Side, type ThoraxScene } from "./thorax-scene.ts";
import type { ThoraxShape } from "./thorax-shape.ts";
import type { Tube } from "./thorax-tube.ts";

/** Ribs, clavicles, scapulae and humeri as hollow rods; strengths are extra mm of water per mm of bone. */
export const bonesOf = (scene: ThoraxScene, shape: ThoraxShape): readonly Tube[] => {
  const tubes: Tube[] = [];
  for (const side of SIDES) {
    for (let rib = 0; rib < RIBS; rib++) tubes.push(ribOf(scene, shape, side, rib));
    tubes.push(clavicleOf(scene, side), ...scapulaOf(scene, side), humerusOf(scene, side));
  }
  return tubes;
};

const RIBS = 12;
const RIB_POINTS = 30;

/** Height of the head of a rib: ten spaces between the apex and just below the dome. */
export const ribHeadY = (scene: ThoraxScene, rib: number): number =>
  scene.lungs.height * (0.005 + 0.097 * rib + 0.0008 * rib * rib);

/**
 * A rib is a hoop tilted downwards to the front: in projection x = w·sin φ, y = head + fall·(1 − cos φ)/2, with φ
 * from beside the spine around the flank (π/2) to the front end. Where it turns, the beam meets it edge-on.
 */
const ribOf = (scene: ThoraxScene, shape: ThoraxShape, side: Side, rib: number): Tube => {
  const { lungs, bones, field } = scene;
  const spacing = 0.105 * lungs.height;
  const fall = spacing * bones.ribFall * clamp(0.42 + 0.12 * rib, 0.42, 1.12);
  const head = ribHeadY(scene, rib);
  const hoop = Math.max(0.38 * lungs.halfWidth, shape.lateral(Math.max(1, head + 0.6 * fall)) * 1.012);
  const last = frontEnd(rib);
  const first = Math.asin((0.11 * lungs.halfWidth) / hoop);
  const x: number[] = [];
  const y: number[] = [];
  const radius: number[] = [];
  const strength: number[] = [];
  for (let k = 0; k < RIB_POINTS; k++) {
    const phi = first + ((last - first) * k) / (RIB_POINTS - 1);
    const front = (1 - Math.cos(phi)) / 2;
    const edgeOn = Math.abs(Math.sin(phi)) ** 14;
    x.push(side * hoop * Math.sin(phi) ** 0.92 + field.obliqueMm * front);
    y.push(head - 0.3 * spacing * Math.sin(Math.min(phi * 2, Math.PI)) + fall * front ** 0.74);
    radius.push(
      bones.ribRadius * (0.82 + (0.12 * Math.min(rib, 5)) / 5 + 0.28 * front ** 2) * (1 - 0.25 * edgeOn),
    );
    strength.push(bones.mineral * (1.15 - 0.35 * front + 1.1 * edgeOn) * fadeEnd(k, last));
  }
  return { x, y, radius, strength, wall: 0.3 };
};

/** Upper ribs reach the sternum's edge; lower ones end in cartilage, the last two float. */
const frontEnd = (rib: number): number =>
  rib === 0 ? 2.55 : rib < 7 ? 2.72 - 0.06 * rib : rib < 10 ? 2.1 : 1.5;

const fadeEnd = (k: number, last: number): number =>
  last > 2 ? clamp((RIB_POINTS - 1 - k) / 4, 0, 1) : clamp((RIB_POINTS - 1 - k) / 2, 0, 1);

const clavicleOf = (scene: ThoraxScene, side: Side): Tube => {
  const { lungs, bones, field } = scene;
  const w = lungs.halfWidth;
  const share = [0.13, 0.28, 0.48, 0.7, 0.92, 1.1, 1.24];
  const bend = [0, 0.02, -0.28, -0.72, -0.98, -1.0, -0.92];
  return {
    x: share.map(s => side * w * s + field.obliqueMm),
    y: bend.map(s => bones.clavicleY + s * bones.clavicleRise),
    radius: [0.058, 0.048, 0.042, 0.04, 0.043, 0.05, 0.052].map(r => r * w),
    strength: [0.9, 1.35, 1.5, 1.5, 1.45, 1.3, 0.9].map(s => s * bones.mineral),
    wall: 0.32,
  };
};

/** Thick rims of the blade and its spine; the thin plate between is left to `bladeStrength`. */
const scapulaOf = (scene: ThoraxScene, side: Side): Tube[] => {
  const { lungs, bones, body } = scene;
  const w = lungs.halfWidth;
  const h = lungs.height;
  const x = (share: number) => side * w * share;
  const tip = body.shoulderY;
  const rim = (xs: number[], ys: number[], radius: number, strength: number, thin = 1): Tube => ({
    x: xs,
    y: ys,
    radius: xs.map((_, k) => radius * w * (k === xs.length - 1 ? thin : 1)),
    strength: xs.map((_, k) => strength * bones.mineral * (k === xs.length - 1 ? thin : 1)),
    wall: 0.45,
  });
  const inner = bones.scapulaX;
  return [
    rim(
      [x(1.2), x(inner + 0.22), x(inner + 0.12), x(inner + 0.1)],
      [tip + 0.3 * w, 0.36 * h, 0.5 * h, 0.6 * h],
      0.032,
      0.9,
      0.25,
    ),
    rim(
      [x(inner + 0.02), x(inner), x(inner + 0.03), x(inner + 0.1)],
      [tip + 0.06 * w, 0.25 * h, 0.45 * h, 0.6 * h],
      0.016,
      0.8,
      0.3,
    ),
    rim([x(inner + 0.02), x(1.1), x(1.28)], [tip + 0.12 * w, tip + 0.02 * w, tip + 0.03 * w], 0.04, 0.7),
    rim([x(1.16), x(1.19)], [tip + 0.16 * w, tip + 0.34 * w], 0.075, 0.7),
  ];
};

const humerusOf = (scene: ThoraxScene, side: Side): Tube => {
  const arm = armOf(scene, side);
  const w = scene.lungs.halfWidth;
  return {
    x: [side * w * 1.29, side * w * 1.33, ...arm.x.slice(2)],
    y: [scene.body.shoulderY + 0.2 * w, scene.body.shoulderY + 0.4 * w, ...arm.y.slice(2)],
    radius: [0.15 * w, 0.095 * w, 0.085 * w, 0.085 * w],
    strength: [0.7, 1.1, 1.3, 1.3].map(s => s * scene.bones.mineral),
    wall: 0.35,
  };
};
