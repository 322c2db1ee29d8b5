import { Unsound } from "../../src/errors.ts";
import type { Composed } from "./composed.ts";
import type { Grid } from "./discretise.ts";
import type { Law } from "./law.ts";
import { lowerEnd, type Saddle, tiltedUpperEnd, upperEnd } from "./saddle.ts";

export interface Aim {
  /** About what δ will be. */
  readonly logDelta: number;
  /** A loss that should be a grid point: there the discretisation is nearly exact. */
  readonly at: number;
  /** How far below it the answer may lie. */
  readonly below: number;
}

/** The window and the cuts may lose this much of δ. */
export const LOG_LOSS = Math.log(1e-11);
/** Folding may add this much of it. */
const LOG_FOLDED = Math.log(1e-9);
/** Largest grid step, in loss, unless ε is large. */
const COARSEST = 1e-4;
/** A finer step than this share of ε buys no digit. */
const FINEST = 5e-6;
/** What the discretisation may add to ε, relative. */
const TOLERANCE = 2.5e-5;
const LARGEST_GRID = 2 ** 24;
export interface Window {
  /** Tilt of the transform. */
  readonly t: number;
  readonly start: number;
  readonly width: number;
  /** Mass above it is bounded, not summed. */
  readonly top: number;
}

/**
 * Losses from a little below the one in question. What lies below folds in at the far end, where e^{−tL} makes it
 * little; what lies above must not fold in below, which a heavy tail would do under the saddle's own tilt: a smaller
 * tilt is taken where that makes the window smaller.
 */
export const windowFor = (
  composed: Composed,
  saddle: Saddle,
  { logDelta, at, below, most, step }: Aim & { readonly most: number; readonly step: number },
): Window => {
  const top = Math.min(most, Math.max(upperEnd(composed, logDelta + LOG_LOSS), at)) + 0.5 * step;
  const start = Math.min(at, most) - below - 8 * step;
  const needed = (t: number): Window => {
    const tilted = { t, k: composed.at(t) };
    const lowest = lowerEnd(composed, tilted, LOG_FOLDED);
    // All the plain mass there is folds in with weight e^{−tW}; or none does, where the window reaches down to its end.
    const folded = Math.min((-LOG_FOLDED - logDelta) / t, top - lowest);
    const above = Math.min(most, tiltedUpperEnd(composed, tilted, LOG_FOLDED));
    return { t, start, width: Math.max(top - start, above - start, folded), top };
  };
  const windows = TILTS.map(share => share * Math.min(saddle.t, STEEPEST / step))
    .filter((t, i) => i === 0 || composed.at(t) - t * at < saddle.k - saddle.t * saddle.mean + MOST_UNTILTED)
    .map(needed);
  const best = windows.reduce((a, b) => (b.width < 0.8 * a.width ? b : a));
  if (!(best.width / step < LARGEST_GRID)) throw new Unsound("a privacy loss is too wide for its grid");
  return best;
};

/** Shares of the saddle's tilt to try. */
const TILTS = [1, 0.75, 0.5, 0.35];
/** Largest e^{t · step}, ln. */
const STEEPEST = 20;
/** ln of how far below its peak the tail in question may lie in a transform: twelve digits are left of it. */
const MOST_UNTILTED = Math.log(1e3);

/** One grid a part, of one step: lattices exactly where that is possible, and `at` on the grid of their sum. */
export const gridsFor = (composed: Composed, saddle: Saddle, at: number): readonly Grid[] => {
  const laws = composed.parts.map(({ part, moments }) => ({ law: moments.law, count: part.count }));
  const step = stepFor(laws, saddle);
  const free = laws.filter(({ law }) => law.lattice === undefined);
  const moving = free.reduce((sum, { count }) => sum + count, 0);
  const fixed = laws.reduce((sum, { law, count }) => sum + count * (law.lattice?.offset ?? 0), 0);
  const shift = moving === 0 ? 0 : remainder(at - fixed, step) / moving;
  return laws.map(({ law }) => ({ step, offset: law.lattice?.offset ?? shift }));
};

const remainder = (a: number, b: number): number => a - b * Math.round(a / b);

const stepFor = (
  laws: readonly { readonly law: Law; readonly count: number }[],
  { t, mean }: Saddle,
): number => {
  const lattices = new Set(laws.flatMap(({ law }) => (law.lattice === undefined ? [] : [law.lattice.step])));
  const isExact = laws.every(({ law }) => law.pieces.length === 0) && lattices.size === 1;
  if (isExact) return [...lattices][0]!;
  // Splitting a mass over a step adds about h²/6 to the variance: k (t + 1) h² / 12 to ε.
  const count = laws.reduce(
    (sum, { law, count: k }) => (law.pieces.length > 0 || lattices.size > 1 ? sum + k : sum),
    0,
  );
  const wanted = Math.sqrt((12 * TOLERANCE * Math.max(Math.abs(mean), 0.01)) / (count * (t + 1)));
  const step = Math.min(Math.max(COARSEST, FINEST * mean), wanted);
  if (lattices.size === 0) return step;
  const least = Math.min(...lattices);
  return least / Math.ceil(least / step);
};
