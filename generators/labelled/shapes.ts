import type { Rng } from "../../src/math/rng.ts";

/** Points across one pixel: edges of shapes are averaged over 2 × 2. */
const FINE = 2;

/** A filled region of the square [−1, 1]²: where its own axes lie, whether a point (u, v) of them is in it, and how bright it is there. */
interface Shape {
  readonly cx: number;
  readonly cy: number;
  readonly cos: number;
  readonly sin: number;
  /** Covers the other half of the picture, too. */
  readonly mirrored: boolean;
  readonly inside: OnPoints<boolean>;
  readonly light: OnPoints<number>;
}

type OnPoints<T> = (u: number, v: number) => T;

/**
 * A picture made without data: one to four overlapping shapes (ellipse, rectangle, trapezium, blob), plain, shaded,
 * striped or mottled, on black or grey, six in ten of them symmetric. What any small picture of an object has in common
 * with others: edges, regions, a ground.
 *
 * @param side  pixels, ≥ 8
 * @returns     side × side, row-major, 0 to 1
 */
export const shapePicture = (rng: Rng, side: number): Float64Array => {
  const ground = rng.chance(0.8) ? 0 : 0.5 * rng.uniform();
  const symmetric = rng.chance(0.6);
  const shapes = Array.from({ length: 1 + rng.integer(4) }, (_, k) => shapeOf(rng, k === 0, symmetric));
  const out = new Float64Array(side * side);
  const fine = side * FINE;
  for (let row = 0; row < fine; row++)
    for (let column = 0; column < fine; column++) {
      const value = lightAt(shapes, ((column + 0.5) / fine) * 2 - 1, ((row + 0.5) / fine) * 2 - 1);
      const at = (row >> 1) * side + (column >> 1);
      out[at] = out[at]! + Math.min(1, Math.max(0, value ?? ground)) / (FINE * FINE);
    }
  return rng.chance(0.3) ? grainy(out, rng) : out;
};

/** Of the last shape that covers a point. */
const lightAt = (shapes: readonly Shape[], x: number, y: number): number | undefined => {
  for (let k = shapes.length - 1; k >= 0; k--) {
    const { cx, cy, cos, sin, mirrored, inside, light } = shapes[k]!;
    const u = mirrored ? Math.abs(x) - Math.abs(cx) : (x - cx) * cos + (y - cy) * sin;
    const v = mirrored ? y - cy : -(x - cx) * sin + (y - cy) * cos;
    if (inside(u, v)) return light(u, v);
  }
  return undefined;
};

const grainy = (light: Float64Array, rng: Rng): Float64Array =>
  light.map(value => (value > 0.02 ? Math.min(1, Math.max(0, value + 0.03 * rng.normal())) : value));

const between = (rng: Rng, low: number, high: number): number => low + (high - low) * rng.uniform();

const shapeOf = (rng: Rng, large: boolean, symmetric: boolean): Shape => {
  const centred = large && (symmetric || rng.chance(0.7));
  const [cx, cy] = centred ? [0, 0] : [between(rng, -0.45, 0.45), between(rng, -0.45, 0.45)];
  const angle = symmetric ? 0 : between(rng, 0, Math.PI);
  const mirrored = symmetric && !large;
  const width = large ? between(rng, 0.25, 0.9) : between(rng, 0.08, 0.6);
  const height = large ? between(rng, 0.25, 0.95) : between(rng, 0.08, 0.6);
  return {
    cx,
    cy,
    cos: Math.cos(angle),
    sin: Math.sin(angle),
    mirrored,
    inside: outline(rng, width, height),
    light: lightOf(rng),
  };
};

const outline = (rng: Rng, width: number, height: number): OnPoints<boolean> => {
  const kinds: readonly (() => OnPoints<boolean>)[] = [
    () => (u, v) => (u / width) ** 2 + (v / height) ** 2 < 1,
    () => (u, v) => Math.abs(u) < width && Math.abs(v) < height,
    () => {
      const taper = between(rng, -0.6, 0.6);
      return (u, v) => Math.abs(v) < height && Math.abs(u) < width * (1 + (taper * v) / height);
    },
    () => {
      const waves = Array.from({ length: 4 }, (_, j) => ({
        size: (0.25 * rng.normal()) / (j + 1),
        phase: between(rng, 0, 2 * Math.PI),
      }));
      return (u, v) => {
        const turn = Math.atan2(v, u);
        let wave = 0;
        for (let j = 0; j < waves.length; j++)
          wave += waves[j]!.size * Math.cos((j + 1) * turn + waves[j]!.phase);
        return Math.hypot(u, v) < ((width + height) / 2) * (1 + wave);
      };
    },
  ];
  return rng.pick(kinds)();
};

/** Sides of a field of mottles. */
const MOTTLES = 7;

const lightOf = (rng: Rng): OnPoints<number> => {
  const level = rng.chance(0.8) ? between(rng, 0.15, 1) : 0;
  const kind = rng.uniform();
  if (kind < 0.25) {
    const [a, b] = [between(rng, -0.4, 0.4), between(rng, -0.4, 0.4)];
    return (u, v) => level * (1 + a * u + b * v);
  }
  if (kind < 0.4) {
    const [depth, pitch, across] = [between(rng, 0.1, 0.6), between(rng, 6, 30), rng.chance(0.5)];
    return (u, v) => level * (1 + depth * Math.sign(Math.sin(pitch * (across ? u : v))));
  }
  if (kind < 0.6) {
    const depth = between(rng, 0.05, 0.35);
    const field = Float64Array.from({ length: MOTTLES * MOTTLES }, () => rng.normal());
    const cell = (t: number) => Math.min(MOTTLES - 1, Math.max(0, Math.floor(((t + 1) / 2) * MOTTLES)));
    return (u, v) => level * (1 + depth * field[cell(v) * MOTTLES + cell(u)]!);
  }
  return () => level;
};
