import type { Bits } from "./exact-gaussian.ts";
import type { Rational } from "./rational.ts";

/** Uniform integer in [0, bound), bound ≥ 1, by rejection on just enough words. */
export const uniformBelow = (bits: Bits, bound: bigint): bigint => {
  const width = (bound - 1n).toString(2).length;
  const words = Math.ceil(width / 32);
  const excess = BigInt(32 * words - width);
  for (;;) {
    let value = 0n;
    for (let i = 0; i < words; i++) value = (value << 32n) | BigInt(bits.word());
    value >>= excess;
    if (value < bound) return value;
  }
};

const isBernoulli = (bits: Bits, num: bigint, den: bigint): boolean => uniformBelow(bits, den) < num;

/** Algorithm 1, γ = num/den ∈ [0, 1]: true with probability exp(−γ). */
const isExpUnit = (bits: Bits, num: bigint, den: bigint): boolean => {
  let k = 1n;
  while (isBernoulli(bits, num, den * k)) k++;
  return k % 2n === 1n;
};

/** Algorithm 1, any γ = num/den ≥ 0: true with probability exp(−γ). */
export const isExp = (bits: Bits, num: bigint, den: bigint): boolean => {
  for (let whole = num / den; whole > 0n; whole--) if (!isExpUnit(bits, 1n, 1n)) return false;
  return isExpUnit(bits, num % den, den);
};

/** Algorithm 2: discrete Laplace, P[y] ∝ exp(−|y| / t). */
const discreteLaplace = (bits: Bits, t: bigint): bigint => {
  for (;;) {
    const u = uniformBelow(bits, t);
    if (!isExpUnit(bits, u, t)) continue;
    let v = 0n;
    while (isExpUnit(bits, 1n, 1n)) v++;
    const magnitude = u + t * v;
    const isNegative = bits.word() < 0x8000_0000;
    if (isNegative && magnitude === 0n) continue;
    return isNegative ? -magnitude : magnitude;
  }
};

/** ⌊√n⌋ by Newton's iteration from above. */
const integerSqrt = (n: bigint): bigint => {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
};

/**
 * Discrete Gaussian on the integers, P[y] ∝ exp(−y² / 2σ²), for the adaptive zCDP mode only: in more than one
 * dimension its (ε, δ) profile is not the continuous one.
 *
 * @param variance  σ², exact, > 0
 * @guarantee       the exact law of the discrete Gaussian
 * @source          Canonne, Kamath & Steinke 2020, algorithm 3, arXiv:2004.00010
 */
export const discreteGaussian = (bits: Bits, variance: Rational): bigint => {
  const { num, den } = variance;
  const t = integerSqrt(num / den) + 1n;
  for (;;) {
    const y = discreteLaplace(bits, t);
    const magnitude = y < 0n ? -y : y;
    // (|y| − σ²/t)² / 2σ² over the common denominator 2·num·den·t².
    const gap = magnitude * t * den - num;
    if (isExp(bits, gap * gap, 2n * num * den * t * t)) return y;
  }
};
