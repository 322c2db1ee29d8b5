import type { Rng } from "../../src/math/rng.ts";
import { INDEPENDENT_LEADS } from "./leads.ts";
import type { Part, Vector, Wave } from "./waves.ts";

/** Of what a chest lead sees of a wave, the share that no dipole explains: amplitude, standard deviation. */
const SHARES: { readonly [P in Part]: number } = { P: 0.15, QRS: 0.2, T: 0.12 };
/** Of it, what an electrode has in common with the one before. */
const NEIGHBOUR = 0.5;
const LIMB_LEADS = 2;

/**
 * Waves with what the muscle under each chest electrode adds to the dipole's: independent of the others, less so of its
 * neighbours.
 *
 * @param freedom  0: none; 1: some 5 % of the energy of QRS in a chest lead
 * @source  non-dipolar content of body surface QRS: Horan, Flowers & Brody 1963, Circ Res 13:479
 */
export const withLocalMuscle = (waves: readonly Wave[], freedom: number, rng: Rng): Wave[] =>
  waves.map(wave => {
    const share = SHARES[wave.part] * freedom;
    return { ...wave, local: localHeights(share * Math.hypot(...wave.vector), rng) };
  });

const localHeights = (sigma: number, rng: Rng): readonly number[] => {
  let before = rng.normal();
  return INDEPENDENT_LEADS.map((_, l) => {
    if (l < LIMB_LEADS) return 0;
    before = NEIGHBOUR * before + Math.sqrt(1 - NEIGHBOUR ** 2) * rng.normal();
    return sigma * before;
  });
};

const NOTCHES = 4;
const NOTCH_MV = 0.055;

/**
 * Notches and slurs of QRS: fronts that meet, small and brief, each in its own direction and most where it is near. They
 * hold QRS's share of 25 to 95 Hz.
 *
 * @param size     of QRS against a man's of 40
 * @source  Goldberger 1981, Prog Cardiovasc Dis 23:423 (high-frequency electrocardiography: notching and slurring)
 */
export const drawNotches = (qrsMs: number, size: number, rng: Rng): Wave[] =>
  Array.from({ length: NOTCHES }, (_, k): Wave => {
    const height = NOTCH_MV * size * Math.exp(0.4 * rng.normal());
    const widthMs = (0.034 + 0.014 * rng.uniform()) * qrsMs;
    const vector: Vector = [height * rng.normal(), height * rng.normal(), height * rng.normal()];
    return {
      part: "QRS",
      // Inside QRS, so that its bounds stay.
      centreMs: qrsMs * (0.22 + (0.6 * (k + rng.uniform())) / NOTCHES),
      riseMs: widthMs,
      fallMs: widthMs,
      vector,
      local: localHeights(1.2 * height, rng),
    };
  });
