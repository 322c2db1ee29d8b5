import { describe, expect, it } from "vitest";
import { EMBEDDINGS } from "../../../../scripts/bench/images/film-embedding.ts";
import {
  discriminator,
  frechet,
  nearestDistance,
  nearestOfSameKind,
  principal,
  product,
  squareRoot,
  taught,
} from "../../../../scripts/bench/images/film-realism.ts";
import { rng } from "../../../../src/math/rng.ts";

const random = rng("film realism");
const rows = (n: number, k: number, shift = 0, scale = 1) =>
  Array.from({ length: n }, () => Float64Array.from({ length: k }, () => shift + scale * random.normal()));

describe("Fréchet distance", () => {
  it("of a set to itself is 0, of a shifted one the square of the shift, of a stretched one Σ (s − 1)² λ", () => {
    const a = rows(400, 6);
    expect(frechet(a, a)).toBeCloseTo(0, 8);
    const moved = a.map(row => row.map((value, i) => value + i));
    expect(frechet(a, moved)).toBeCloseTo(0 + 1 + 4 + 9 + 16 + 25, 8);
    const centre = a[0]!.map((_, i) => a.reduce((sum, row) => sum + row[i]!, 0) / a.length);
    const wide = a.map(row => row.map((value, i) => centre[i]! + 3 * (value - centre[i]!)));
    const spread =
      a.reduce((sum, row) => sum + row.reduce((t, v, i) => t + (v - centre[i]!) ** 2, 0), 0) / 400;
    expect(frechet(a, wide)).toBeCloseTo(4 * spread, 6);
    expect(frechet(wide, a)).toBeCloseTo(4 * spread, 6);
  });
  it("rests on a square root that squares to the matrix, and on one that undoes it", () => {
    const m = Float64Array.of(4, 1, 1, 3);
    const squared = product(squareRoot(m, 2), squareRoot(m, 2), 2);
    m.forEach((value, i) => {
      expect(squared[i]).toBeCloseTo(value, 10);
    });
    const undone = product(product(squareRoot(m, 2, -0.5), m, 2), squareRoot(m, 2, -0.5), 2);
    [1, 0, 0, 1].forEach((value, i) => {
      expect(undone[i]).toBeCloseTo(value, 10);
    });
  });
});

describe("what tells real from synthetic", () => {
  it("is blind where both come from one law: the 95 % interval holds one half, 1-NN is near it (seed fixed; chance of failing under 5 %)", () => {
    const { low, high } = discriminator(rows(150, 10), rows(150, 10));
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    expect(Math.abs(nearestOfSameKind(rows(150, 10), rows(150, 10)) - 0.5)).toBeLessThan(0.1);
  });
  it("sees a shift of one coordinate, and separates what lies far apart", () => {
    const shifted = rows(150, 10).map(row => row.map((value, i) => value + (i === 3 ? 1.5 : 0)));
    expect(discriminator(rows(150, 10), shifted).low).toBeGreaterThan(0.7);
    expect(discriminator(rows(60, 4), rows(60, 4, 20)).value).toBe(1);
    expect(nearestOfSameKind(rows(60, 4), rows(60, 4, 20))).toBe(1);
  });
  it("does not learn the answer it is judged by: labels without meaning stay at one half", () => {
    const one = rows(200, 150);
    const { value } = discriminator(one.slice(0, 100), one.slice(100));
    expect(Math.abs(value - 0.5)).toBeLessThan(0.15);
  });
  it("teaches a label that shows in the films and none that does not", () => {
    const labelled = (shows: boolean) =>
      rows(200, 6).map((x, i) => ({ x: shows && i % 2 ? x.map(value => value + 1) : x, y: i % 2 }));
    expect(taught(labelled(true), labelled(true)).low).toBeGreaterThan(0.8);
    const { low, high } = taught(labelled(false), labelled(false));
    expect(low < 0.5 && high > 0.5).toBe(true);
  });
  it("tells copies by a distance of 0 to the nearest film", () => {
    const films = rows(30, 8);
    expect(nearestDistance(films.slice(0, 9), films)).toBe(0);
    expect(nearestDistance(rows(9, 8), films)).toBeGreaterThan(0.5);
  });
  it("keeps distances in as many principal directions as there are", () => {
    const films = rows(20, 5);
    const turned = principal(films, 5)(films);
    const distance = (a: Float64Array, b: Float64Array) => Math.hypot(...a.map((value, i) => value - b[i]!));
    expect(distance(turned[3]!, turned[7]!)).toBeCloseTo(distance(films[3]!, films[7]!), 9);
  });
});

describe("embeddings of films", () => {
  const film = Float64Array.from({ length: 4096 }, (_, i) => Math.sin(i / 9) * Math.cos(i / 400));
  const [hog, filters] = EMBEDDINGS;
  it("have the size they are named by, and are the same again", () => {
    for (const embed of EMBEDDINGS) {
      expect(embed(film)).toHaveLength(Number(embed.name.split("-").at(-1)));
      expect(embed(film)).toEqual(embed(film));
    }
  });
  it("HOG does not see contrast, the random filters do", () => {
    const brighter = film.map(value => 3 * value);
    const off = (a: Float64Array, b: Float64Array) => Math.max(...a.map((v, i) => Math.abs(v - b[i]!)));
    expect(off(hog!(film), hog!(brighter))).toBeLessThan(1e-4);
    const plain = filters!(film);
    filters!(brighter).forEach((value, i) => {
      expect(value).toBeCloseTo(3 * plain[i]!, 8);
    });
  });
  it("HOG puts a vertical edge in the angle of a horizontal gradient", () => {
    const edge = Float64Array.from({ length: 4096 }, (_, i) => (i % 64 < 20 ? 0 : 1));
    const cell = hog!(edge).subarray((3 * 8 + 2) * 9, (3 * 8 + 3) * 9);
    expect(cell.indexOf(Math.max(...cell))).toBe(0);
    expect(cell.filter(value => value > 0)).toHaveLength(1);
  });
});
