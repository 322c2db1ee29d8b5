import { Unsound } from "../../src/errors.ts";
import type { Sum } from "./convolve.ts";

/** What was added to δ so that nothing is missing from it. */
export interface ErrorLedger {
  /** P-mass of infinite loss: the mechanisms' own, and what the grids cut off above. */
  readonly infinite: number;
  /** Chernoff bound of the mass above the transform's window. */
  readonly aboveWindow: number;
  /** Rounding of the transforms. */
  readonly rounding: number;
  /** Quadrature and rounding of the masses, relative. */
  readonly quadrature: number;
}

export interface PldBound {
  readonly value: number;
  readonly errors: ErrorLedger;
  readonly step: number;
  readonly size: number;
}
/** A convolved loss with everything that is not in its masses. */
export interface Summed {
  readonly sum: Sum;
  /** Masses above it are not summed but bounded, in `aboveWindow`. */
  readonly top: number;
  readonly infinite: number;
  readonly aboveWindow: number;
  readonly quadrature: number;
}

/**
 * δ(ε) = scale · (p − e^{ε − base} q) + rest for ε in the step below the grid point `at`, errors included; p and q are
 * sums over the losses from `at` on.
 */
interface Chord {
  readonly at: number;
  readonly p: number;
  readonly q: number;
  /** Rounding of the weights, relative: what the difference of the two sums may lose. */
  readonly cancellation: number;
  /** The same sums with 1 for every mass: what an error of one in each would weigh. */
  readonly ones: { readonly p: number; readonly q: number };
}

const NOTHING = { p: 0, q: 0, cancellation: 0, ones: { p: 0, q: 0 } };

/**
 * Walks down the grid from its top, stopping at the first chord whose lower end lies below `floor`, or whose value
 * there, with what rounding may have taken, is above `delta`.
 */
const chord = (
  { sum, top }: Summed,
  base: number,
  { floor, delta }: { readonly floor: number; readonly delta: number },
): Chord => {
  const { mass, start, step, t, rounding } = sum;
  const last = Math.min(mass.length - 1, Math.max(0, Math.ceil((top - start) / step)));
  const highest = start + last * step;
  const [grow, growMore, rise] = [Math.exp(t * step), Math.exp((t + 1) * step), Math.exp(-step)];
  const enough = delta / Math.exp(sum.logScale - t * base);
  let a = Math.exp(-t * (highest - base));
  let b = Math.exp(-(t + 1) * (highest - base));
  let lower = Math.exp(highest - step - base);
  if (!(b > 0 && lower < Number.MAX_VALUE)) throw new Unsound("a window reaches beyond double precision");
  let [p, q, oneP, oneQ] = [0, 0, 0, 0];
  // e^{−t x} for x as far as the base, and a product of up to `last` factors.
  const cancellation = 2 ** -53 * (8 + 4 * (t + 1) * (Math.abs(highest - base) + step) + 4 * last);
  let i = last;
  for (; i >= 0; i--) {
    p += a * mass[i]!;
    q += b * mass[i]!;
    oneP += a;
    oneQ += b;
    if (
      i === 0 ||
      start + (i - 1) * step < floor ||
      p - lower * q + (oneP - lower * oneQ) * rounding + cancellation * (Math.abs(p) + lower * Math.abs(q)) >
        enough
    )
      break;
    a *= grow;
    b *= growMore;
    lower *= rise;
  }
  return { at: start + i * step, p, q, cancellation, ones: { p: oneP, q: oneQ } };
};

const bound = (
  summed: Summed,
  base: number,
  { p, q, cancellation, ones }: Chord,
  epsilon: number,
): PldBound => {
  const { sum, infinite, aboveWindow, quadrature } = summed;
  const scale = Math.exp(sum.logScale - sum.t * base);
  const fall = Math.exp(epsilon - base);
  const core = scale * (p - fall * q);
  const errors = {
    infinite,
    aboveWindow,
    rounding:
      scale * ((ones.p - fall * ones.q) * sum.rounding + cancellation * (Math.abs(p) + fall * Math.abs(q))),
    quadrature,
  };
  const delta = core * (1 + quadrature) + infinite + aboveWindow + errors.rounding;
  if (!(core >= -errors.rounding && delta >= 0)) throw new Unsound(`a PLD bound came out as ${delta}`);
  return { value: Math.min(1, delta), errors, step: sum.step, size: sum.mass.length };
};

/** δ at ε, errors added. */
export const deltaOf = (summed: Summed, epsilon: number): PldBound => {
  const found = chord(summed, epsilon, { floor: epsilon, delta: Number.POSITIVE_INFINITY });
  return bound(summed, epsilon, found.at >= epsilon ? found : { ...NOTHING, at: epsilon }, epsilon);
};

/** Smallest ε at δ, errors added; `base` is about where it lies. */
export const epsilonOf = (summed: Summed, delta: number, base: number): PldBound => {
  const { step } = summed.sum;
  const { infinite, aboveWindow } = summed;
  const left = delta - infinite - aboveWindow;
  if (!(left > 0))
    return { ...bound(summed, base, { ...NOTHING, at: base }, base), value: Number.POSITIVE_INFINITY };
  const found = chord(summed, base, { floor: 0, delta: left / (1 + summed.quadrature) });
  const at = (epsilon: number) => bound(summed, base, found, epsilon);
  let low = Math.max(0, found.at - step);
  let high = Math.max(0, found.at);
  if (at(low).value <= delta) return { ...at(low), value: low };
  if (at(high).value > delta) return { ...at(high), value: Number.POSITIVE_INFINITY };
  for (let i = 0; i < 60; i++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (at(middle).value > delta) low = middle;
    else high = middle;
  }
  return { ...at(high), value: high };
};
