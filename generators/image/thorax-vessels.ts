import { type Rng, scattered, scatteredNormal } from "../../src/math/rng.ts";
import { SIDES, type Side, type ThoraxScene } from "./thorax-scene.ts";
import type { ThoraxShape } from "./thorax-shape.ts";
import type { Tube } from "./thorax-tube.ts";

/**
 * Pulmonary vessels: trees that leave the hila, halve their flow at each fork (Murray's law: r³ = r₁³ + r₂³) and fade
 * out before the pleura. Lower vessels are wider in an upright patient. Mm of soft tissue.
 *
 * @param thinnest  radius from which on a vessel can be seen, mm; thinner ones are left out, and those that are seen are
 *                  the same whatever is left out
 */
export const vesselsOf = (
  {
    scene,
    shape,
    thinnest,
  }: { readonly scene: ThoraxScene; readonly shape: ThoraxShape; readonly thinnest: number },
  rng: Rng,
): readonly Tube[] => {
  const tubes: Tube[] = [];
  for (const side of SIDES) {
    const hilum = hilumOf(scene, side);
    const stems =
      scene.order.view === "PA" ? STEMS : STEMS.map(s => ({ ...s, radius: s.radius * 0.92 + 0.2 }));
    for (const stem of stems) {
      const angle = stem.angle + 0.12 * rng.normal();
      const radius =
        stem.radius * scene.lungs.markings * (scene.lungs.halfWidth / 145) * (0.9 + 0.2 * rng.uniform());
      grow(
        { scene, shape, side, seed: rng.integer(2 ** 32), tubes, thinnest },
        {
          x: hilum.x - 0.05 * side * scene.lungs.halfWidth * rng.uniform(),
          y: hilum.y + 2 * stem.offset + 6 * rng.normal(),
          angle,
          radius,
          place: 1,
        },
      );
    }
  }
  return tubes;
};

/** The left hilum stands about 1.5 cm higher than the right (Felson 1973: higher in 97 %). */
export const hilumOf = (scene: ThoraxScene, side: Side): { readonly x: number; readonly y: number } => ({
  x: side * (scene.heart.column + 0.06 * scene.lungs.halfWidth) + 0.5 * scene.field.obliqueMm,
  y: scene.lungs.height * (side < 0 ? 0.51 : 0.44),
});

/** Angle from the horizontal, growing downwards; radius in mm for an adult. */
const STEMS = [
  { angle: -1.25, radius: 3.0, offset: -8 },
  { angle: -0.85, radius: 3.0, offset: -6 },
  { angle: -0.4, radius: 2.6, offset: -2 },
  { angle: 0.05, radius: 2.8, offset: 4 },
  { angle: 0.45, radius: 3.4, offset: 8 },
  { angle: 0.8, radius: 3.6, offset: 12 },
  { angle: 1.12, radius: 4.8, offset: 10 },
  { angle: 1.35, radius: 5.6, offset: 6 },
] as const;

interface Wood {
  readonly scene: ThoraxScene;
  readonly shape: ThoraxShape;
  readonly side: Side;
  readonly seed: number;
  readonly tubes: Tube[];
  readonly thinnest: number;
}

interface Twig {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly radius: number;
  /** In the tree: the stem is 1, the branches of k are 2k and 2k + 1. */
  readonly place: number;
}

const THINNEST = 0.4;
/** Places of the twigs that do not fork any more begin here. */
const LAST = 2 ** 8;
const STEPS = 4;

/** Where a twig's numbers lie among its own eight; a Gaussian takes two. */
const DRAWN = { length: 0, bend: 1, share: 3, turn: 4, aside: 5 };
const OWN = 8;

/** Uniform in [0, 1). */
const drawn = ({ seed }: Wood, { place }: Twig, number: number): number =>
  scattered(seed, place * OWN + number);

const grow = (wood: Wood, twig: Twig): void => {
  if (twig.radius < Math.max(THINNEST, wood.thinnest) || twig.place >= LAST) return;
  const { side, scene } = wood;
  const length =
    scene.lungs.halfWidth * (0.09 + 0.03 * twig.radius) * (0.75 + 0.5 * drawn(wood, twig, DRAWN.length));
  const bend = 0.22 * scatteredNormal(wood.seed, twig.place * OWN + DRAWN.bend);
  const xs = [twig.x];
  const ys = [twig.y];
  let { x, y, angle } = twig;
  for (let k = 0; k < STEPS; k++) {
    angle += bend / STEPS;
    x += (side * Math.cos(angle) * length) / STEPS;
    y += (Math.sin(angle) * length) / STEPS;
    xs.push(x);
    ys.push(y);
  }
  const outer = shareOfWay(wood, x, y);
  if (outer > 1) return;
  wood.tubes.push(tubeOf(xs, ys, { radius: twig.radius, outer }));
  fork(wood, { x, y, angle, radius: twig.radius * 0.88, place: twig.place });
};

/** A branch that narrows by an eighth, and fades towards the pleura. */
const tubeOf = (
  x: readonly number[],
  y: readonly number[],
  { radius, outer }: { readonly radius: number; readonly outer: number },
): Tube => {
  const strength = 1.5 * (1 - 0.75 * Math.max(0, outer) ** 2);
  return {
    x,
    y,
    radius: x.map((_, k) => radius * (1 - (0.12 * k) / STEPS)),
    strength: x.map(() => strength),
    wall: 1,
  };
};

/** Share of flow drawn at random; the thinner child turns further. */
const fork = (wood: Wood, end: Twig): void => {
  const share = 0.52 + 0.28 * drawn(wood, end, DRAWN.share);
  const turn = drawn(wood, end, DRAWN.turn) < 0.5 ? 1 : -1;
  const { x, y, angle, radius } = end;
  const place = 2 * end.place;
  grow(wood, { x, y, angle: angle + turn * 0.2 * share, radius: radius * Math.cbrt(share), place });
  const aside = turn * (0.45 + 0.35 * drawn(wood, end, DRAWN.aside));
  grow(wood, { x, y, angle: angle - aside, radius: radius * Math.cbrt(1 - share), place: place + 1 });
};

/** 0 at the hilum, 1 at the pleura; above 1 outside the lung. */
const shareOfWay = (wood: Wood, x: number, y: number): number => {
  const distance = wood.side * x;
  const wall = wood.shape.lateral(y);
  const floor = wood.shape.diaphragm(wood.side, Math.max(0, distance)) + 0.08 * wood.scene.lungs.height;
  if (y < 0.04 * wood.scene.lungs.height || y > floor || distance < 0) return 2;
  return distance / (wall * 0.97);
};
