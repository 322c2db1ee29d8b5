import type { Rng } from "../../src/math/rng.ts";
import type { ElectrodeFault } from "./electrode-fault.ts";
import { INDEPENDENT } from "./leads.ts";

/** What a recording adds to the heart: millivolts, as a good resting recording has them. */
export interface Disturbance {
  /** Standard deviation of muscle noise. */
  readonly muscleMv: number;
  readonly mainsMv: number;
  readonly mainsHz: 50 | 60;
  /** Amplitude of breathing's wander of the baseline; slower drift comes on top. */
  readonly wanderMv: number;
  /** What is wrong with the electrodes; absent in the prior's draws, for a caller to ask for. */
  readonly fault?: ElectrodeFault;
}

export const drawDisturbance = (rng: Rng): Disturbance => ({
  muscleMv: Math.min(0.04, 0.0065 * Math.exp(0.7 * rng.normal())),
  mainsMv: Math.min(0.01, 0.001 * Math.exp(0.7 * rng.normal())),
  mainsHz: rng.chance(0.5) ? 50 : 60,
  wanderMv: Math.min(0.15, 0.03 * Math.exp(0.6 * rng.normal())),
});

/** What `noiseLevel` reads of a disturbance: its second differences, over √6. Muscle noise here is a two-sample mean. */
export const noiseReading = ({ muscleMv, mainsMv, mainsHz }: Disturbance): number => {
  const mainsGain = 2 - 2 * Math.cos((2 * Math.PI * mainsHz) / 500);
  return Math.sqrt((2 * muscleMv ** 2 + (mainsMv ** 2 / 2) * mainsGain ** 2) / 6);
};

/**
 * Adds muscle noise, mains and wander to the independent leads. I and II share the right arm's electrode, so
 * their noise is correlated as in a real recording.
 */
export const addDisturbance = (
  leads: readonly Float64Array[],
  disturbance: Disturbance,
  { respirationHz, rateHz }: { readonly respirationHz: number; readonly rateHz: number },
  rng: Rng,
): void => {
  const { mainsHz, wanderMv } = disturbance;
  const n = leads[0]!.length;
  // The converter's filter takes what lies above its band; muscle noise is white up to 250 Hz.
  const muscleMv = disturbance.muscleMv * Math.sqrt(Math.min(1, rateHz / 500));
  const mainsMv = 2.5 * mainsHz < rateHz ? disturbance.mainsMv : 0;
  const rightArm = new Float64Array(n);
  addNoise(rightArm, -muscleMv * Math.SQRT1_2, rng);
  for (let l = 0; l < INDEPENDENT; l++) {
    const lead = leads[l]!;
    const isLimb = l < 2;
    if (isLimb) for (let i = 0; i < n; i++) lead[i] = lead[i]! + rightArm[i]!;
    addNoise(lead, isLimb ? muscleMv * Math.SQRT1_2 : muscleMv, rng);
    const share = 0.5 + rng.uniform();
    const side = isLimb ? 0.7 : 1;
    addSines(lead, rateHz, [
      { hz: mainsHz, amplitude: mainsMv * share, phase: rng.uniform() },
      { hz: respirationHz, amplitude: wanderMv * side * (0.4 + rng.uniform()), phase: rng.uniform() },
      { hz: 0.04 + 0.06 * rng.uniform(), amplitude: wanderMv * side * rng.normal(), phase: rng.uniform() },
    ]);
  }
};

/** Standard deviation of the sum of four bytes. */
const BYTES_SIGMA = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/**
 * Adds means of two neighbours in a nearly Gaussian white sequence: sums of the bytes of a 32-bit counter hash, forty
 * thousand a recording, for which the splittable generator would take most of the rendering time.
 *
 * @source  mulberry32 (T. Ettinger, public domain)
 */
const addNoise = (lead: Float64Array, sigma: number, rng: Rng): void => {
  if (sigma === 0) return;
  const scale = (sigma * Math.SQRT1_2) / BYTES_SIGMA;
  let state = rng.integer(2 ** 32) | 0;
  let previous = 0;
  for (let i = -1; i < lead.length; i++) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    t ^= t >>> 14;
    const next = (t & 255) + ((t >>> 8) & 255) + ((t >>> 16) & 255) + (t >>> 24) - 510;
    if (i >= 0) lead[i] = lead[i]! + scale * (previous + next);
    previous = next;
  }
};

interface Sine {
  readonly hz: number;
  readonly amplitude: number;
  /** Cycles. */
  readonly phase: number;
}

/** Adds three sines by rotation: one complex multiplication a sample each. */
const addSines = (lead: Float64Array, rateHz: number, sines: readonly [Sine, Sine, Sine]): void => {
  const [a, b, c] = [rotor(sines[0], rateHz), rotor(sines[1], rateHz), rotor(sines[2], rateHz)];
  for (let i = 0; i < lead.length; i++) {
    lead[i] = lead[i]! + a.y + b.y + c.y;
    turn(a);
    turn(b);
    turn(c);
  }
};

interface Rotor {
  x: number;
  y: number;
  readonly cos: number;
  readonly sin: number;
}

const rotor = ({ hz, amplitude, phase }: Sine, rateHz: number): Rotor => ({
  x: amplitude * Math.cos(2 * Math.PI * phase),
  y: amplitude * Math.sin(2 * Math.PI * phase),
  cos: Math.cos((2 * Math.PI * hz) / rateHz),
  sin: Math.sin((2 * Math.PI * hz) / rateHz),
});

const turn = (r: Rotor): void => {
  const x = r.x * r.cos - r.y * r.sin;
  r.y = r.x * r.sin + r.y * r.cos;
  r.x = x;
};
