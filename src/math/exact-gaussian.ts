/** A source of independent uniform 32-bit words. */
export interface Bits {
  word(): number;
}

/** A uniform number in (0, 1) whose 32-bit digits are drawn only when a comparison needs them. */
class LazyUniform {
  readonly #bits: Bits;
  readonly #words: number[];

  constructor(bits: Bits) {
    this.#bits = bits;
    this.#words = [bits.word()];
  }

  word(index: number): number {
    while (this.#words.length <= index) this.#words.push(this.#bits.word());
    return this.#words[index]!;
  }

  isBelow(other: LazyUniform): boolean {
    for (let i = 0; ; i++) {
      const mine = this.word(i);
      const theirs = other.word(i);
      if (mine !== theirs) return mine < theirs;
    }
  }

  isBelowHalf(): boolean {
    return this.#words[0]! < 0x8000_0000;
  }

  erase(): void {
    this.#words.fill(0);
  }
}

/** Uniform integer in [0, bound), 1 ≤ bound ≤ 2³², by rejection. */
export const uniformBelow = (bits: Bits, bound: number): number => {
  const limit = 2 ** 32 - (2 ** 32 % bound);
  for (;;) {
    const word = bits.word();
    if (word < limit) return word % bound;
  }
};

/** Algorithm H: true with probability exp(−1/2), by the parity of the longest run 1/2 > u₁ > u₂ > … (von Neumann). */
const isExpHalf = (bits: Bits): boolean => {
  let last = new LazyUniform(bits);
  if (!last.isBelowHalf()) return true;
  for (let length = 1; ; length++) {
    const next = new LazyUniform(bits);
    const isLonger = next.isBelow(last);
    last.erase();
    if (!isLonger) return length % 2 === 0;
    last = next;
  }
};

/** Algorithm G: k ≥ 0 with probability proportional to exp(−k/2). */
const halfGeometric = (bits: Bits): number => {
  let k = 0;
  while (isExpHalf(bits)) k++;
  return k;
};

/** Algorithm P: true with probability exp(−n/2). */
const isExpHalves = (bits: Bits, n: number): boolean => {
  for (let i = 0; i < n; i++) if (!isExpHalf(bits)) return false;
  return true;
};

/** True with probability (2k + x) / (2k + 2), without arithmetic on x. */
const isBelowRatio = (bits: Bits, k: number, x: LazyUniform): boolean => {
  const j = uniformBelow(bits, 2 * k + 2);
  if (j !== 2 * k) return j < 2 * k;
  const u = new LazyUniform(bits);
  const isBelow = u.isBelow(x);
  u.erase();
  return isBelow;
};

/** Algorithm B: true with probability exp(−x(2k + x) / (2k + 2)). */
const isExpStep = (bits: Bits, k: number, x: LazyUniform): boolean => {
  let y = x;
  for (let length = 0; ; length++) {
    const z = new LazyUniform(bits);
    const isLonger = z.isBelow(y) && isBelowRatio(bits, k, x);
    if (y !== x) y.erase();
    if (!isLonger) {
      z.erase();
      return length % 2 === 0;
    }
    y = z;
  }
};

const isExpSteps = (bits: Bits, k: number, x: LazyUniform): boolean => {
  for (let i = 0; i <= k; i++) if (!isExpStep(bits, k, x)) return false;
  return true;
};

/** round(sigma·(k + x)): x is refined word by word until every number it can still be rounds to the same integer. */
const roundScaled = (sigma: bigint, k: number, x: LazyUniform): bigint => {
  let prefix = (BigInt(x.word(0)) << 32n) | BigInt(x.word(1));
  for (let words = 2; ; words++) {
    // x ∈ [prefix, prefix + 1) / 2^(32·words); one is half a lattice step at twice that scale.
    const scale = BigInt(32 * words);
    const half = 1n << scale;
    const low = (2n * sigma * prefix + half) >> (scale + 1n);
    const high = (2n * sigma * (prefix + 1n) + half - 1n) >> (scale + 1n);
    if (low === high) return sigma * BigInt(k) + low;
    prefix = (prefix << 32n) | BigInt(x.word(words));
  }
};

/**
 * round(sigma·Z) for a true standard normal Z, from random bits alone: no floating-point number is involved, so
 * adding it to an integer x gives round(x + sigma·Z), which is post-processing of the real-valued Gaussian mechanism.
 *
 * @param sigma    lattice units, ≥ 0
 * @guarantee      the exact law of round(sigma·Z)
 * @source         Karney 2016, "Sampling exactly from the normal distribution", ACM TOMS 42(1), algorithm N, arXiv:1303.6257
 */
export const roundedGaussian = (bits: Bits, sigma: bigint): bigint => {
  for (;;) {
    const k = halfGeometric(bits);
    if (!isExpHalves(bits, k * (k - 1))) continue;
    const x = new LazyUniform(bits);
    if (!isExpSteps(bits, k, x)) {
      x.erase();
      continue;
    }
    const magnitude = roundScaled(sigma, k, x);
    x.erase();
    return bits.word() < 0x8000_0000 ? magnitude : -magnitude;
  }
};
