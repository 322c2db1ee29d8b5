import type { Rng } from "../../src/math/rng.ts";
import { FIRST_CHEST, FIRST_LATERAL, INDEPENDENT_LEADS } from "./leads.ts";
import type { Part, Vector, Wave } from "./waves.ts";

/** Of what a chest lead sees of a wave, the share that no dipole explains: amplitude, standard deviation. */
const SHARES: { readonly [P in Part]: number } = { P: 0.32, QRS: 0.21, T: 0.24 };
/** Of it, what an electrode has in common with the one before. */
const NEIGHBOUR = 0.5;
/** Of it, what one wave of a beat has in common with the wave before of the same part: muscle under an electrode stays there. */
const NEXT_WAVE = 0.4;
/** V5 and V6 lie further from the muscle than V1 to V4. */
const FAR = 0.6;

/**
 * Waves with what the muscle under each chest electrode adds to the dipole's: independent of the others, less so of its
 * neighbours.
 *
 * @param freedom  0: none; 1: some 8 % of the energy of QRS in a chest lead
 * @source  non-dipolar content of body surface QRS: Horan, Flowers & Brody 1963, Circ Res 13:479
 */
export const withLocalMuscle = (waves: readonly Wave[], freedom: number, rng: Rng): Wave[] => {
  const before = new Map<Part, readonly number[]>();
  return waves.map(wave => {
    const fresh = localHeights(rng);
    const kept = before.get(wave.part);
    const heights = kept === undefined ? fresh : fresh.map((height, l) => alike(NEXT_WAVE, kept[l]!, height));
    before.set(wave.part, heights);
    const sigma = SHARES[wave.part] * freedom * Math.hypot(...wave.vector);
    return { ...wave, local: heights.map(height => sigma * height) };
  });
};

/** Standard Gaussians of the chest leads, like their neighbours; limb leads have none. */
const localHeights = (rng: Rng): readonly number[] => {
  let before = rng.normal();
  return INDEPENDENT_LEADS.map((_, l) => {
    if (l < FIRST_CHEST) return 0;
    before = alike(NEIGHBOUR, before, rng.normal());
    return l < FIRST_LATERAL ? before : FAR * before;
  });
};

/** Of two standard Gaussians one that has so much in common with the first. */
const alike = (share: number, before: number, fresh: number): number =>
  share * before + Math.sqrt(1 - share ** 2) * fresh;

const NOTCHES = 4;
/** Height over that of the strongest wave of QRS. */
const NOTCH = 0.05;

/**
 * Notches and slurs of QRS: fronts that meet, small and brief, each in its own direction and most where it is near. They
 * hold QRS's share of 25 to 95 Hz.
 *
 * @param strength  of the strongest wave of QRS, mV
 * @source  Goldberger 1981, Prog Cardiovasc Dis 23:423 (high-frequency electrocardiography: notching and slurring)
 */
export const drawNotches = (qrsMs: number, strength: number, rng: Rng): Wave[] =>
  Array.from({ length: NOTCHES }, (_, k): Wave => {
    const height = NOTCH * strength * Math.exp(0.4 * rng.normal());
    const widthMs = (0.034 + 0.014 * rng.uniform()) * qrsMs;
    const vector: Vector = [height * rng.normal(), height * rng.normal(), height * rng.normal()];
    return {
      part: "QRS",
      // Inside QRS, so that its bounds stay.
      centreMs: qrsMs * (0.22 + (0.6 * (k + rng.uniform())) / NOTCHES),
      riseMs: widthMs,
      fallMs: widthMs,
      vector,
      local: localHeights(rng).map(local => 1.2 * height * local),
    };
  });
