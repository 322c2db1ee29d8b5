import { normalCdf, normalPdf } from "../../src/math/special.ts";

/**
 * Mean and standard deviation of a Gaussian (location, scale) of which what lies outside [0, 1] is put on the nearer end:
 * a pixel that is black or white in many pictures. Closed form.
 */
export const rectifiedMoments = (
  location: number,
  scale: number,
): { readonly mean: number; readonly deviation: number } => {
  const [a, b] = [-location / scale, (1 - location) / scale];
  const [belowA, belowB, atA, atB] = [normalCdf(a), normalCdf(b), normalPdf(a), normalPdf(b)];
  const inside = belowB - belowA;
  const mean = location * inside + scale * (atA - atB) + (1 - belowB);
  const square =
    (location * location + scale * scale) * inside +
    2 * location * scale * (atA - atB) +
    scale * scale * (a * atA - b * atB) +
    (1 - belowB);
  return { mean, deviation: Math.sqrt(Math.max(0, square - mean * mean)) };
};

interface Entry {
  readonly location: number;
  readonly scale: number;
  readonly mean: number;
  readonly deviation: number;
}

/** Locations and scales that are looked among. */
const LOCATIONS = Array.from({ length: 161 }, (_, i) => -3 + (5 * i) / 160);
const SCALES = [0.01, 0.02, 0.04, ...Array.from({ length: 73 }, (_, i) => 0.06 + (1.44 * i) / 72)];
/** Cells of the table of nearest entries, along mean and deviation. */
const GRID = 100;

/** The rectified Gaussian of about a given mean (0 to 1) and deviation (0 to 0.5), from a table made once. */
export const rectifiedInverse = (): ((
  mean: number,
  deviation: number,
) => Pick<Entry, "location" | "scale">) => {
  const entries = LOCATIONS.flatMap(location =>
    SCALES.map((scale): Entry => ({ location, scale, ...rectifiedMoments(location, scale) })),
  );
  const nearest = new Map<number, Entry>();
  return (mean, deviation) => {
    const [m, d] = [Math.round(clamped(mean, 1) * GRID), Math.round(clamped(deviation, 0.5) * 2 * GRID)];
    const key = m * (GRID + 1) + d;
    const known = nearest.get(key);
    if (known !== undefined) return known;
    let best = entries[0]!;
    let least = Number.POSITIVE_INFINITY;
    for (const entry of entries) {
      const distance = (entry.mean - m / GRID) ** 2 + (entry.deviation - d / (2 * GRID)) ** 2;
      if (distance < least) [best, least] = [entry, distance];
    }
    nearest.set(key, best);
    return best;
  };
};

const clamped = (value: number, most: number): number => Math.min(most, Math.max(0, value));
