import type { Direction, Part } from "./law.ts";
import { type Moments, momentsOf } from "./moments.ts";

/** A direction with its log-moment generating functions ready up to order `reach.t`. */
export interface Composed {
  readonly direction: Direction;
  /** Moments of the parts that have a law, in order. */
  readonly parts: readonly { readonly part: Part; readonly moments: Moments }[];
  readonly hasLaw: boolean;
  /** Mass with infinite loss in the whole composition. */
  readonly infinite: number;
  readonly reach: { readonly t: number; readonly y: number };
  /** K(t) of the pairs. */
  at(t: number): number;
  /** The tightest K(t) known: Rényi curves where they are below the pairs, or alone. */
  bound(t: number): number;
}

export const compose = (
  direction: Direction,
  reach: { readonly t: number; readonly y: number },
): Composed => {
  const parts = direction.parts.flatMap(part =>
    part.law === undefined ? [] : [{ part, moments: momentsOf(part.law, reach) }],
  );
  const hasLaw = parts.length === direction.parts.length;
  const logFinite = parts.reduce(
    (sum, { part, moments }) => sum + part.count * Math.log1p(-moments.law.infinite),
    0,
  );
  const at = (t: number) => {
    let sum = 0;
    for (const { part, moments } of parts) sum += part.count * moments.at(t);
    return sum;
  };
  const bound = (t: number) => {
    let sum = 0;
    for (const part of direction.parts) if (part.bound !== undefined) sum += part.count * part.bound(t);
    for (const { part, moments } of parts) if (part.bound === undefined) sum += part.count * moments.at(t);
    return sum;
  };
  return { direction, parts, hasLaw, infinite: -Math.expm1(logFinite), reach, at, bound };
};

/** t > 0 with the smallest value of a function that falls, then rises: golden section on a logarithmic scale, to a relative tolerance. */
export const lowest = (f: (t: number) => number, from: number, to: number, tolerance = 1e-7): number => {
  const golden = (Math.sqrt(5) - 1) / 2;
  const value = (x: number) => {
    const y = f(Math.exp(x));
    return Number.isNaN(y) ? Number.POSITIVE_INFINITY : y;
  };
  let [a, b] = [Math.log(from), Math.log(to)];
  let [c, d] = [b - golden * (b - a), a + golden * (b - a)];
  let [fc, fd] = [value(c), value(d)];
  while (b - a > tolerance) {
    // Overflow happens only at large t, so a tie of infinities is left on its near side.
    if (fc <= fd) {
      [b, d, fd] = [d, c, fc];
      c = b - golden * (b - a);
      fc = value(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + golden * (b - a);
      fd = value(d);
    }
  }
  return Math.exp((a + b) / 2);
};
