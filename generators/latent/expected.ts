import type { LatentSpace } from "./space.ts";

/**
 * How far the prior's means and covariances may be wrong, in prior standard deviations: public constants. A stratum is
 * expected half as far from its cohort as that from the prior, a trait (disease, of which a simulator knows least)
 * farther, a variance to be off by its own size, a correlation by a half.
 */
export const EXPECTED = {
  pooled: 0.7,
  stratum: 0.35,
  trait: 0.6,
  variance: 1,
  covariance: 0.5,
};

/**
 * How the means' part of it falls from coordinate to coordinate: with emphasis to this power. Public chest X-rays lie as
 * far from their simulator in the 300th coordinate as in the tenth (0.8). Hearts that lie otherwise in a chest, or are
 * seen by other electrodes, differ in what is large: an ECG simulator with other such numbers lies 0.8 of a standard
 * deviation away in the first six coordinates and 0.15 beyond the hundredth; public recordings 0.3 and 0.25.
 */
const FALL = { ecg: 0.7, image: 0 };

/** `EXPECTED` of each coordinate's mean, in units of the first one's. */
export const expectedFall = ({ name, emphasis }: Pick<LatentSpace, "name" | "emphasis">): Float64Array =>
  emphasis.map(value => value ** FALL[name]);
