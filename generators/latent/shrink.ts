/** Denoising of a release toward the prior, with the noise it is known to carry: free post-processing. */
export interface Shrunk {
  readonly estimate: Float64Array;
  /** Share of the prior's own uncertainty that the release resolves: 0 = prior only, 1 = release as it is. */
  readonly weight: number;
}

/**
 * Wiener shrinkage of measured deviations toward zero: x̂ᵢ = τᵢ²/(τᵢ² + sᵢ²) xᵢ, the posterior mean where deviations
 * are expected to be of size τᵢ and carry Gaussian noise of size sᵢ. τ is a public constant, so noise cannot raise its
 * own weight, as it does where the spread is estimated from the release (James–Stein with few degrees of freedom).
 *
 * @param x         measured deviations from the prior
 * @param expected  τ, how far the prior may be wrong, same units, > 0
 * @param noise     s, standard deviation of the noise on each value, same units
 * @source          linear minimum-mean-square-error estimation; known noise as in Balle & Wang 2018, arXiv:1805.06530
 */
export const wiener = (x: Float64Array, expected: Float64Array, noise: Float64Array): Shrunk => {
  let resolved = 0;
  let total = 0;
  const estimate = x.map((value, i) => {
    const prior = expected[i]! * expected[i]!;
    const factor = prior / (prior + noise[i]! * noise[i]!);
    resolved += factor * prior;
    total += prior;
    return factor * value;
  });
  return { estimate, weight: total > 0 ? resolved / total : 0 };
};

/** Shares of the expected size that are tried, and what is expected of them: median, and spread of the logarithm. */
const SHARES = Float64Array.from({ length: 24 }, (_, i) => 0.1 ** (i / 23));
const SHARE = { median: 0.5, spread: 0.7 } as const;

/**
 * The expected sizes of deviations, smaller where the release as a whole says so: times the share, 0.1 to 1, under which what
 * was measured is likeliest, one share for all coordinates. It is never more than 1, so noise cannot raise its own weight, and
 * a half where noise drowns all. A prior that is nearer than was feared is then not left for noise.
 *
 * @source  empirical Bayes, marginal likelihood of a Gaussian: Efron & Morris 1973 (J. Am. Stat. Assoc. 68:117)
 */
export const asFarAsSeen = (x: Float64Array, expected: Float64Array, noise: Float64Array): Float64Array => {
  let best = { share: 1, score: Number.NEGATIVE_INFINITY };
  for (const share of SHARES) {
    let score = -((Math.log(share / SHARE.median) / SHARE.spread) ** 2);
    for (let i = 0; i < x.length; i++) {
      const variance = (share * expected[i]!) ** 2 + noise[i]! ** 2;
      score -= Math.log(variance) + x[i]! ** 2 / variance;
    }
    if (score > best.score) best = { share, score };
  }
  return expected.map(value => best.share * value);
};
