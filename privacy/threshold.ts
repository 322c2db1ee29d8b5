import type { PlannedPartitions } from "../schemas/plan.ts";
import { InvalidRequest, Unsound } from "../src/errors.ts";
import { ceilDivide, decimalUp, numberDown, parseDecimal } from "../src/math/rational.ts";
import { erfc } from "../src/math/special.ts";
import { LATTICE } from "./clip.ts";

/** A threshold on the lattice: all whole numbers of lattice steps. */
export interface LatticeThreshold {
  /** What one patient adds to each of at most `perPatient` counts: perPatient · unit² ≤ LATTICE². */
  readonly unit: number;
  readonly sigma: bigint;
  readonly least: bigint;
}

/** @throws InvalidRequest unless multiplier and threshold are decimals, the multiplier above 0 */
export const onLattice = ({
  noiseMultiplier,
  perPatient,
  threshold,
}: Pick<PlannedPartitions, "noiseMultiplier" | "perPatient" | "threshold">): LatticeThreshold => {
  const unit = unitOf(perPatient);
  const { num, den } = parseDecimal(noiseMultiplier, "noise multiplier");
  if (num <= 0n) throw new InvalidRequest(`noise multiplier must be above 0; got ${noiseMultiplier}`);
  const least = parseDecimal(threshold, "threshold");
  return {
    unit,
    sigma: ceilDivide(num * BigInt(LATTICE), den),
    least: ceilDivide(least.num * BigInt(unit), least.den),
  };
};

/** ⌊LATTICE / √perPatient⌋. */
const unitOf = (perPatient: number): number => {
  let unit = Math.floor(LATTICE / Math.sqrt(perPatient));
  while (perPatient * unit * unit > LATTICE * LATTICE) unit--;
  return unit;
};

/**
 * Probability that one or more of `perPatient` names that one patient alone holds are let out, at most: each has the noisy
 * count unit + round(σZ), so perPatient · Φ(−(least − unit − ½)/σ). Rounded up.
 */
export const leakUp = (
  planned: Pick<PlannedPartitions, "noiseMultiplier" | "perPatient" | "threshold">,
): number => {
  const { unit, sigma, least } = onLattice(planned);
  const x = (Number(least - BigInt(unit)) - 0.5) / Number(sigma);
  // erfc is off by 14 ulp, and by x² ulp times its argument's; far below a part in 10¹².
  return Math.min(1, (planned.perPatient / 2) * erfc(x * Math.SQRT1_2) * (1 + 1e-11));
};

/**
 * The threshold, in patients, that lets through what one patient alone holds with probability at most `delta`: a decimal
 * string, rounded up in the twelfth digit and checked again.
 *
 * @throws InvalidRequest where no threshold below a part in 10³⁰⁰ of chance does
 */
export const thresholdUp = (
  planned: Pick<PlannedPartitions, "noiseMultiplier" | "perPatient" | "delta">,
): string => {
  const delta = numberDown(parseDecimal(planned.delta, "delta of a threshold"));
  const unit = unitOf(planned.perPatient);
  const { sigma } = onLattice({ ...planned, threshold: "0" });
  let low = 0;
  let high = 40;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if ((planned.perPatient / 2) * erfc(middle * Math.SQRT1_2) * (1 + 1e-10) <= delta) high = middle;
    else low = middle;
  }
  if (!(delta >= 1e-290)) throw new InvalidRequest(`delta of a threshold is too small; got ${planned.delta}`);
  const steps = BigInt(Math.ceil(Number(sigma) * high)) + BigInt(unit) + 1n;
  const threshold = decimalUp({ num: steps, den: BigInt(unit) }, 12);
  if (!(leakUp({ ...planned, threshold }) <= delta))
    throw new Unsound(`no certified threshold found for delta = ${planned.delta}`);
  return threshold;
};
