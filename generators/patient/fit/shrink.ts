/** A release, or part of one, with what is known of its noise. Values and variances in the same units. */
export interface Noisy {
  readonly values: Float64Array;
  readonly variances: Float64Array;
}

/**
 * Weight of a measured deviation from the prior, D, with noise energy d s²:
 *
 *   α = m / (m + d s²),   m = trusted, or min(max(trusted, ‖D‖² − d s²), cap) where ‖D‖² stands out of the noise
 *
 * `trusted` is how far the public prior may be wrong (public odds within a factor of about 1.5), so that noise cannot
 * raise its own weight. Only where the energy exceeds the 99.9 % quantile of noise alone (χ² with d degrees of freedom)
 * is the prior's misfit read off the release: a release holds dozens of tables, and some are loud by chance. Without
 * noise α = 1.
 *
 * @param energy  ‖D‖²
 * @param noise   d s²
 * @returns       α in [0, 1]: 0 = prior only, 1 = release as it is
 * @source        posterior mean of a Gaussian deviation, noise known; quantile by Wilson & Hilferty 1931
 */
export const shrinkageWeight = (
  energy: number,
  noise: number,
  { degrees, trusted, cap }: { readonly degrees: number; readonly trusted: number; readonly cap: number },
): number => {
  if (!(noise > 0)) return 1;
  const standsOut = energy > (noise * quantile999(degrees)) / degrees;
  const misfit = Math.min(standsOut ? Math.max(trusted, energy - noise) : trusted, cap);
  return misfit / (misfit + noise);
};

const quantile999 = (degrees: number): number =>
  degrees * (1 - 2 / (9 * degrees) + 3.09 * Math.sqrt(2 / (9 * degrees))) ** 3;

/** Relative error of a public proportion in units of q(1 − q): odds wrong by a factor of about 1.5. */
const TRUST = 0.4;

/**
 * Weight of the released share of one group against the prior's: `shrinkageWeight` of one number, nothing read off the
 * release.
 *
 * @param share  of the group, 0 to 1
 * @param noise  standard deviation of the released share
 */
export const publicWeight = (share: number, noise: number): number => {
  const trusted = (TRUST * share * (1 - share)) ** 2;
  return trusted > 0 ? trusted / (trusted + noise ** 2) : 0;
};

/** Euclidean projection of a vector on {p ≥ 0, Σ p = total, p = 0 where not allowed}. @source Duchi et al. 2008 */
export const projectOnSimplex = (
  values: Float64Array,
  total: number,
  allowed: (index: number) => boolean,
): Float64Array => {
  const sorted = Array.from(values)
    .filter((_, i) => allowed(i))
    .sort((a, b) => b - a);
  let sum = 0;
  let shift = 0;
  sorted.forEach((value, i) => {
    sum += value;
    const candidate = (sum - total) / (i + 1);
    if (value > candidate) shift = candidate;
  });
  return values.map((value, i) => (allowed(i) ? Math.max(0, value - shift) : 0));
};

/**
 * Proportions between prior and measurement: deviation centred to sum zero, shrunk by `shrinkageWeight`, projected on
 * the simplex. Cells that the prior rules out stay empty.
 *
 * @param prior     proportions, sum 1
 * @param measured  counts with their noise
 * @param size      the number of people that the counts should sum to, > 0
 */
export const shrinkProportions = (
  prior: Float64Array,
  measured: Noisy,
  size: number,
): { readonly proportions: Float64Array; readonly weight: number } => {
  const open = prior.map(p => (p > 0 ? 1 : 0));
  const cells = open.reduce((a, b) => a + b, 0);
  if (cells < 2) return { proportions: prior, weight: 0 };
  const raw = prior.map((p, i) => (p > 0 ? measured.values[i]! / size - p : 0));
  const mean = raw.reduce((a, b) => a + b, 0) / cells;
  const deviation = raw.map((value, i) => (open[i] === 1 ? value - mean : 0));
  const variance = measured.variances.reduce((sum, each, i) => sum + open[i]! * each, 0) / size ** 2;
  const weight = shrinkageWeight(energyOf(deviation), (variance * (cells - 1)) / cells, {
    degrees: cells - 1,
    trusted: TRUST ** 2 * prior.reduce((sum, q) => sum + (q * (1 - q)) ** 2, 0),
    cap: spreadOf(prior),
  });
  const moved = prior.map((p, i) => p + weight * deviation[i]!);
  return { proportions: projectOnSimplex(moved, 1, i => open[i] === 1), weight };
};

/**
 * A two-way table of proportions between a reference with the right margins and a measurement: only the interaction
 * (the doubly centred deviation) is taken, shrunk as one vector; margins are restored by raking.
 *
 * @param reference  rows × columns, proportions; its margins are kept
 */
export const shrinkTable = (
  reference: Float64Array,
  measured: Noisy,
  [rows, columns, size]: readonly [number, number, number],
): Float64Array => {
  const deviation = reference.map((q, i) => (q > 0 ? measured.values[i]! / size - q : 0));
  const centred = doublyCentred(deviation, rows, columns);
  const usedRows = count(rows, r => reference.subarray(r * columns, (r + 1) * columns).some(q => q > 0));
  const usedColumns = count(columns, c => count(rows, r => reference[r * columns + c]! > 0) > 0);
  const degrees = (usedRows - 1) * (usedColumns - 1);
  if (degrees < 1) return reference;
  const cells = reference.reduce((sum, q) => sum + (q > 0 ? 1 : 0), 0);
  const variance =
    measured.variances.reduce((sum, each, i) => sum + (reference[i]! > 0 ? each : 0), 0) / size ** 2;
  const weight = shrinkageWeight(energyOf(centred), (variance * degrees) / cells, {
    degrees,
    ...interactionLimits(reference, rows, columns),
  });
  // An emptied cell could make the margins unreachable: where there is noise some of the reference always stays.
  const kept = variance > 0 ? LEAST : 0;
  return reference.map((q, i) => (q > 0 ? Math.max(kept * q, q + weight * centred[i]!) : 0));
};

/** Share of a reference cell that noise cannot take away. */
const LEAST = 0.05;

/**
 * What an interaction can be. Cap: Σ p_r² Σ p_c (1 − p_c), every row all of one column: a rare category can interact
 * little, however loud the noise in its cells. Trusted: each row's proportions off by the public prior's usual error.
 */
const interactionLimits = (reference: Float64Array, rows: number, columns: number) => {
  const rowMass = Float64Array.from(
    { length: rows },
    (_, r) => columns * average(columns, c => reference[r * columns + c]!),
  );
  const columnMass = Float64Array.from(
    { length: columns },
    (_, c) => rows * average(rows, r => reference[r * columns + c]!),
  );
  const wrong = columnMass.reduce((sum, q) => sum + (q * (1 - q)) ** 2, 0);
  return { trusted: TRUST ** 2 * energyOf(rowMass) * wrong, cap: energyOf(rowMass) * spreadOf(columnMass) };
};

const doublyCentred = (table: Float64Array, rows: number, columns: number): Float64Array => {
  const mean = table.reduce((a, b) => a + b, 0) / table.length;
  const rowMeans = Float64Array.from({ length: rows }, (_, r) =>
    average(columns, c => table[r * columns + c]!),
  );
  const columnMeans = Float64Array.from({ length: columns }, (_, c) =>
    average(rows, r => table[r * columns + c]!),
  );
  return table.map(
    (value, i) => value - rowMeans[Math.floor(i / columns)]! - columnMeans[i % columns]! + mean,
  );
};

const average = (count: number, value: (index: number) => number): number => {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += value(i);
  return sum / count;
};

const count = (length: number, holds: (index: number) => boolean): number => {
  let total = 0;
  for (let i = 0; i < length; i++) if (holds(i)) total++;
  return total;
};

const energyOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);
const spreadOf = (proportions: Float64Array): number => proportions.reduce((sum, q) => sum + q * (1 - q), 0);
