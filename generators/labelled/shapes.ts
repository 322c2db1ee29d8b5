import type { Rng } from "../../src/math/rng.ts";

/** Points across one pixel: edges of shapes are averaged over 2 × 2. */
const FINE = 2;

/** A filled region of the square [−1, 1]²: whether a point is in it, and how bright it is there. */
interface Shape {
  covers(x: number, y: number): boolean;
  light(x: number, y: number): number;
}

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
  for (let v = 0; v < fine; v++)
    for (let u = 0; u < fine; u++) {
      const [x, y] = [((u + 0.5) / fine) * 2 - 1, ((v + 0.5) / fine) * 2 - 1];
      let value = ground;
      for (const shape of shapes) if (shape.covers(x, y)) value = shape.light(x, y);
      const at = (v >> 1) * side + (u >> 1);
      out[at] = out[at]! + Math.min(1, Math.max(0, value)) / (FINE * FINE);
    }
  return rng.chance(0.3) ? grainy(out, rng) : out;
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
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const local = (x: number, y: number): readonly [number, number] =>
    mirrored
      ? [Math.abs(x) - Math.abs(cx), y - cy]
      : [(x - cx) * cos + (y - cy) * sin, -(x - cx) * sin + (y - cy) * cos];
  const inside = outline(rng, width, height);
  const light = lightOf(rng);
  return {
    covers: (x, y) => inside(...local(x, y)),
    light: (x, y) => light(...local(x, y)),
  };
};

type Inside = (u: number, v: number) => boolean;

const outline = (rng: Rng, width: number, height: number): Inside => {
  const kinds: readonly (() => Inside)[] = [
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
        const wave = waves.reduce(
          (sum, { size, phase }, j) => sum + size * Math.cos((j + 1) * turn + phase),
          0,
        );
        return Math.hypot(u, v) < ((width + height) / 2) * (1 + wave);
      };
    },
  ];
  return rng.pick(kinds)();
};

/** Sides of a field of mottles. */
const MOTTLES = 7;

const lightOf = (rng: Rng): ((u: number, v: number) => number) => {
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
