import { type BigNumber, big, doubleUp, ONE } from "./verify-arithmetic.ts";

/**
 * ε of Gaussian releases recomputed in 100-digit decimal arithmetic: for `verify` only, slow, and sharing no code with
 * the accountants. δ(ε) = Φ(−a) − e^ε Φ(−b), a = ε/μ − μ/2, b = ε/μ + μ/2, μ² = Σ 1/z².
 *
 * @source Balle & Wang 2018, Theorem 8, arXiv:1805.06530; tails: Abramowitz & Stegun 26.2.11 and 26.2.14
 */
const ROOT_TWO_PI = big(
  "6.283185307179586476925286766559005768394338798750211641949889184615632812572417997256069650684234135964",
).sqrt();

const density = (x: BigNumber): BigNumber => x.times(x).div(-2).exp().div(ROOT_TWO_PI);

/** Lattice steps in one unit of norm, as mechanisms use them; noise is a whole number of steps. */
export const LATTICE = 2 ** 20;

/** Φ(−x). The series loses as many digits as the tail has zeros: 33 of 100 at x = 12. */
export const tail = (x: BigNumber): BigNumber => {
  if (x.isNegative()) return ONE.minus(tail(x.negated()));
  return x.lte(12) ? big("0.5").minus(density(x).times(oddSeries(x))) : density(x).div(fraction(x));
};

/** x + x³/3 + x⁵/(3·5) + …: all terms positive. */
const oddSeries = (x: BigNumber): BigNumber => {
  const square = x.times(x);
  let term = x;
  let sum = x;
  for (let n = 3; term.gt("1e-110"); n += 2) {
    term = term.times(square).div(n);
    sum = sum.plus(term);
  }
  return sum;
};

/** x + 1/(x + 2/(x + 3/(x + …))), 400 deep: beyond 60 digits for x > 12. */
const fraction = (x: BigNumber): BigNumber => {
  let value = x;
  for (let n = 400; n >= 1; n--) value = x.plus(big(n).div(value));
  return value;
};

/** No ε beyond this is worth computing: it counts as no guarantee at all. */
const LIMIT = big("1e5");

/** What a list of charges costs together. */
export interface Total {
  /** Whether (ε, δ) holds, ε and δ as decimals. */
  holds(epsilon: string, delta: string): boolean;
  /** The smallest ε at δ, rounded up: above the true value by less than 4e-13 of it. */
  epsilon(delta: string): number;
}

/** No guarantee at all. */
export const UNBOUNDED: Total = { holds: () => false, epsilon: () => Number.POSITIVE_INFINITY };

/** 1/z², the part of μ² that a Gaussian release with noise multiplier z adds; Infinity for what is no multiplier. */
export const squaredMu = (noiseMultiplier: string): BigNumber => {
  const z = big(noiseMultiplier);
  return z.isFinite() && z.gt(0) ? ONE.div(z.times(z)) : big(Number.POSITIVE_INFINITY);
};

/** @param noiseMultipliers z of every charge, as the ledger writes it */
export const totalOf = (noiseMultipliers: readonly string[]): Total =>
  gaussianTotal(noiseMultipliers.map(squaredMu).reduce((sum, part) => sum.plus(part), big(0)));

/** A sum of Gaussian releases as one. @param squares μ² = Σ 1/z² */
export const gaussianTotal = (squares: BigNumber): Total => {
  const mu = squares.sqrt();
  if (!mu.lte(400)) return UNBOUNDED;
  if (mu.isZero()) return { holds: epsilon => !big(epsilon).isNegative(), epsilon: () => 0 };
  const profile = gaussianProfile(mu);
  const isCertain = (epsilon: BigNumber, delta: BigNumber) =>
    !epsilon.isNegative() && profile(epsilon.gt(LIMIT) ? LIMIT : epsilon).delta.lte(delta);
  return {
    holds: (epsilon, delta) => isCertain(big(epsilon), big(delta)),
    epsilon: delta => smallestEpsilon(profile, big(delta), mu),
  };
};

type Profile = (epsilon: BigNumber) => { readonly delta: BigNumber; readonly slope: BigNumber };

/** δ(ε) and its derivative −e^ε Φ(−b). */
const gaussianProfile =
  (mu: BigNumber): Profile =>
  epsilon => {
    const ratio = epsilon.div(mu);
    const second = epsilon.exp().times(tail(ratio.plus(mu.div(2))));
    return { delta: tail(ratio.minus(mu.div(2))).minus(second), slope: second.negated() };
  };

/**
 * The least ε with δ(ε) ≤ δ, from above: Newton's iteration on ln δ(ε) = ln δ, begun right of the root. ln δ is concave,
 * as δ(ε) = ∫ e^(ε−t) P[loss > t] dt over t > ε is a convolution of log-concave functions (Prékopa 1973); so its tangents
 * meet ln δ at the root or right of it, and no step goes too far.
 */
const smallestEpsilon = (profile: Profile, delta: BigNumber, mu: BigNumber): number => {
  if (!delta.gt(0)) return Number.POSITIVE_INFINITY;
  const isWithin = (epsilon: BigNumber) => profile(epsilon).delta.lte(delta);
  if (isWithin(big(0))) return 0;
  const target = delta.ln();
  // Right of the root by zCDP's conversion, μ²/2 + μ√(2 ln 1/δ): Bun & Steinke 2016, Proposition 1.3, arXiv:1605.02065.
  let epsilon = mu
    .times(mu)
    .div(2)
    .plus(mu.times(target.times(-2).sqrt()));
  let step = epsilon;
  while (step.gt(epsilon.times("1e-13"))) {
    const { delta: value, slope } = profile(epsilon);
    step = value.ln().minus(target).times(value).div(slope);
    epsilon = epsilon.minus(step);
  }
  const high = epsilon.times("1.0000000000001");
  return isWithin(high) ? doubleUp(high) : Number.POSITIVE_INFINITY;
};
