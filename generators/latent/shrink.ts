/** Denoising of a release toward the prior, with the noise it is known to carry: free post-processing. */
export interface Shrunk {
  readonly estimate: Float64Array;
  /** Energy-weighted mean of the shrinkage factors: 0 = prior only, 1 = release as it is. */
  readonly weight: number;
}

const GROUP = 8;

/**
 * Positive-part James–Stein toward zero, in consecutive groups of eight coordinates (ordered by prior variance):
 * x̂ = (1 − (m−2) s²/‖x‖²)₊ x.
 *
 * @param x      measured values, each with independent Gaussian noise
 * @param noise  its standard deviation s, same units
 * @source       James & Stein 1961; known noise as in Balle & Wang 2018, arXiv:1805.06530
 */
export const jamesStein = (x: Float64Array, noise: number): Shrunk => {
  const estimate = new Float64Array(x.length);
  let kept = 0;
  let total = 0;
  for (const [from, to] of groups(x.length)) {
    let energy = 0;
    for (let i = from; i < to; i++) energy += x[i]! * x[i]!;
    const degrees = Math.max(1, to - from - 2);
    const factor = energy > 0 ? Math.max(0, 1 - (degrees * noise * noise) / energy) : 0;
    for (let i = from; i < to; i++) estimate[i] = factor * x[i]!;
    kept += factor * energy;
    total += energy;
  }
  return { estimate, weight: total > 0 ? kept / total : 0 };
};

/** Groups of eight; a last group of fewer than three joins the one before it. */
const groups = (length: number): readonly (readonly [number, number])[] => {
  const count = Math.max(1, Math.floor(length / GROUP) + (length % GROUP >= 3 ? 1 : 0));
  return Array.from(
    { length: count },
    (_, g) => [g * GROUP, g === count - 1 ? length : (g + 1) * GROUP] as const,
  );
};

/**
 * A symmetric matrix shrunk toward the prior's, tile by tile of 8 × 8 with one factor each:
 * Ĉ = C₀ + (1 − m s²/‖C − C₀‖²)₊ (C − C₀), m s² the tile's noise energy.
 *
 * @param measured  k × k, noise s on the diagonal and s/√2 off it (the svec release)
 * @source          the linear shrinkage of Ledoit & Wolf 2004, with the noise known instead of estimated
 */
export const tileShrink = (measured: Float64Array, prior: Float64Array, k: number, noise: number): Shrunk => {
  const estimate = Float64Array.from(prior);
  let kept = 0;
  let total = 0;
  for (const [rowFrom, rowTo] of groups(k))
    for (const [columnFrom, columnTo] of groups(k)) {
      let energy = 0;
      let expected = 0;
      for (let i = rowFrom; i < rowTo; i++)
        for (let j = columnFrom; j < columnTo; j++) {
          energy += (measured[i * k + j]! - prior[i * k + j]!) ** 2;
          expected += noise * noise * (i === j ? 1 : 0.5);
        }
      const factor = energy > 0 ? Math.max(0, 1 - expected / energy) : 0;
      for (let i = rowFrom; i < rowTo; i++)
        for (let j = columnFrom; j < columnTo; j++) {
          estimate[i * k + j] = prior[i * k + j]! + factor * (measured[i * k + j]! - prior[i * k + j]!);
        }
      kept += factor * energy;
      total += energy;
    }
  return { estimate, weight: total > 0 ? kept / total : 0 };
};
