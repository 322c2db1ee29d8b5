import { InvalidRequest } from "../errors.ts";
import { isExp, uniformBelow } from "./discrete-gaussian.ts";
import type { Bits } from "./exact-gaussian.ts";

/**
 * Index i drawn with probability exactly exp(−gaps[i] / den) / Σⱼ exp(−gaps[j] / den), from random bits alone: an index
 * is proposed uniformly and kept with probability exp(−gap / den). The index whose gap is 0 is always kept, so that
 * the expected number of proposals is at most the number of indices.
 *
 * @param gaps     one or more, ≥ 0, the least of them 0; units of `den`
 * @param den      > 0
 * @guarantee      the exact law of the exponential mechanism, without floating-point numbers
 * @throws         InvalidRequest if the gaps break their rule
 * @source         rejection with the Bernoulli(exp(−γ)) of Canonne, Kamath & Steinke 2020, algorithm 1, arXiv:2004.00010
 */
export const exponentialChoice = (bits: Bits, gaps: readonly bigint[], den: bigint): number => {
  if (den <= 0n) throw new InvalidRequest("the unit of the gaps must be positive");
  if (!gaps.includes(0n) || gaps.some(gap => gap < 0n))
    throw new InvalidRequest("gaps must not be negative, and the least of them must be 0");
  const count = BigInt(gaps.length);
  for (;;) {
    const index = Number(uniformBelow(bits, count));
    if (isExp(bits, gaps[index]!, den)) return index;
  }
};
