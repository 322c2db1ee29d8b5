import { type BigNumber, bignumberDependencies, create } from "mathjs";

/**
 * ε of Gaussian releases recomputed in 100-digit decimal arithmetic: for `verify` only, slow, and sharing no code with
 * the accountants. δ(ε) = Φ(−a) − e^ε Φ(−b), a = ε/μ − μ/2, b = ε/μ + μ/2, μ² = Σ 1/z².
 *
 * @source Balle & Wang 2018, Theorem 8, arXiv:1805.06530; tails: Abramowitz & Stegun 26.2.11 and 26.2.14
 */
const math = create({ bignumberDependencies }, { number: "BigNumber", precision: 100 });

const big = (value: string | number): BigNumber => math.bignumber(value);
const ONE = big(1);
const ROOT_TWO_PI = big(
  "6.283185307179586476925286766559005768394338798750211641949889184615632812572417997256069650684234135964",
).sqrt();

const density = (x: BigNumber): BigNumber => x.times(x).div(-2).exp().div(ROOT_TWO_PI);

/** Φ(−x). The series loses as many digits as the tail has zeros: 33 of 100 at x = 12. */
const tail = (x: BigNumber): BigNumber => {
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

/** A sum of Gaussian releases as one, read from decimal noise multipliers. */
export interface Total {
  /** Whether (ε, δ) holds, ε and δ as decimals. */
  holds(epsilon: string, delta: string): boolean;
  /** The smallest ε at δ, rounded up: above the true value by less than 2e-13 of it. */
  epsilon(delta: string): number;
}

/** @param noiseMultipliers z of every charge, as the ledger writes it */
export const totalOf = (noiseMultipliers: readonly string[]): Total => {
  const multipliers = noiseMultipliers.map(big);
  const isNoiseless = multipliers.some(z => !z.isFinite() || !z.isPositive() || z.isZero());
  let squares = big(0);
  if (!isNoiseless) for (const z of multipliers) squares = squares.plus(ONE.div(z.times(z)));
  const mu = squares.sqrt();
  const isWithin = (epsilon: BigNumber, delta: BigNumber): boolean => {
    if (isNoiseless || epsilon.isNegative()) return false;
    if (mu.isZero()) return true;
    const ratio = epsilon.div(mu);
    return tail(ratio.minus(mu.div(2)))
      .minus(epsilon.exp().times(tail(ratio.plus(mu.div(2)))))
      .lte(delta);
  };
  return {
    holds: (epsilon, delta) => isWithin(big(epsilon), big(delta)),
    epsilon: delta =>
      isNoiseless ? Number.POSITIVE_INFINITY : smallest(epsilon => isWithin(epsilon, big(delta))),
  };
};

/** The least ε for which the claim holds, from above. */
const smallest = (isWithin: (epsilon: BigNumber) => boolean): number => {
  let low = big(0);
  if (isWithin(low)) return 0;
  let high = ONE;
  while (!isWithin(high)) {
    if (high.gt(1e9)) return Number.POSITIVE_INFINITY;
    low = high;
    high = high.times(2);
  }
  while (high.minus(low).gt(high.times(1e-13))) {
    const middle = low.plus(high).div(2);
    if (isWithin(middle)) high = middle;
    else low = middle;
  }
  const nearest = high.toNumber();
  return big(nearest).lt(high) ? nearest * (1 + Number.EPSILON) : nearest;
};
