/** Lattice steps in one unit of norm: every contribution is an integer vector of ℓ₂ norm at most LATTICE. */
export const LATTICE = 2 ** 20;

const LATTICE_SQUARED = LATTICE * LATTICE;
/** What a coordinate counts at most before it is shortened. */
const MOST_STEPS = 2 * LATTICE;

/**
 * Scales a vector to ℓ₂ norm at most 1, in place; non-finite entries become 0 first. Rounding may leave the norm an
 * ulp above 1: the exact bound is `quantise`'s.
 *
 * @param x   any doubles; subnormal and near-overflow values included
 */
export const clip = (x: Float64Array): void => {
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += x[i]! * x[i]!;
  // Most are short enough. What is not finite, or overflows, fails the comparison, too.
  if (squares <= 1) return;
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i])) x[i] = 0;
    largest = Math.max(largest, Math.abs(x[i]!));
  }
  if (largest === 0) return;
  // The norm is taken of x / largest, so that no square overflows or underflows to nothing.
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i]! / largest) ** 2;
  const norm = Math.sqrt(sum);
  if (largest * norm <= 1) return;
  for (let i = 0; i < x.length; i++) x[i] = x[i]! / largest / norm;
};

/**
 * Whether Σ vᵢ² > LATTICE², exactly. Every partial sum before the verdict is at most 2⁴⁰, one more square is at most
 * 2⁵⁰, so all of them are integers below 2⁵³ and the doubles are exact, whatever the length.
 *
 * @param v   integers, |vᵢ| ≤ 2²⁵
 */
const isTooLong = (v: Float64Array): boolean => {
  let sum = 0;
  for (let i = 0; i < v.length; i++) {
    sum += v[i]! * v[i]!;
    if (sum > LATTICE_SQUARED) return true;
  }
  return false;
};

/**
 * Nearest lattice point of a vector, shortened until its norm is at most LATTICE, in place.
 *
 * @param x       unit norm bound; |xᵢ| beyond 2 counts as 2, non-finite as 0
 * @returns       x, now integers in lattice steps with Σ xᵢ² ≤ LATTICE² exactly
 * @guarantee     the integer norm of a clipped contribution never exceeds the lattice bound
 */
export const quantise = (x: Float64Array): Float64Array => {
  for (let i = 0; i < x.length; i++) {
    const steps = Math.round(x[i]! * LATTICE) + 0;
    if (Math.abs(steps) <= MOST_STEPS) x[i] = steps;
    else x[i] = Number.isFinite(x[i]) ? Math.sign(steps) * MOST_STEPS : 0;
  }
  for (let shrink = 1; isTooLong(x); shrink *= 1 - 2 ** -20) shorten(x, shrink);
  return x;
};

/** Scales to norm LATTICE·shrink and drops fractions towards zero. Inexact, which is why `isTooLong` has the last word. */
const shorten = (x: Float64Array, shrink: number): void => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]!;
  const factor = (LATTICE / Math.sqrt(sum)) * shrink;
  for (let i = 0; i < x.length; i++) x[i] = Math.trunc(x[i]! * factor) + 0;
};
