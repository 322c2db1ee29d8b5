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
  const rightArm = muscle(n, muscleMv * Math.SQRT1_2, rng);
  for (let l = 0; l < INDEPENDENT; l++) {
    const lead = leads[l]!;
    const own = muscle(n, l < 2 ? muscleMv * Math.SQRT1_2 : muscleMv, rng);
    for (let i = 0; i < n; i++) lead[i] = lead[i]! + own[i]! - (l < 2 ? rightArm[i]! : 0);
    const share = 0.5 + rng.uniform();
    addSine(lead, rateHz, { hz: mainsHz, amplitude: mainsMv * share, phase: rng.uniform() });
    const side = l < 2 ? 0.7 : 1;
    addSine(lead, rateHz, {
      hz: respirationHz,
      amplitude: wanderMv * side * (0.4 + rng.uniform()),
      phase: rng.uniform(),
    });
    addSine(lead, rateHz, {
      hz: 0.04 + 0.06 * rng.uniform(),
      amplitude: wanderMv * side * rng.normal(),
      phase: rng.uniform(),
    });
  }
};

const muscle = (n: number, sigma: number, rng: Rng): Float64Array => {
  const out = new Float64Array(n);
  let previous = rng.normal();
  for (let i = 0; i < n; i++) {
    const next = rng.normal();
    out[i] = sigma * Math.SQRT1_2 * (previous + next);
    previous = next;
  }
  return out;
};

interface Sine {
  readonly hz: number;
  readonly amplitude: number;
  /** Cycles. */
  readonly phase: number;
}

/** By rotation: one multiplication a sample instead of a sine. */
const addSine = (lead: Float64Array, rateHz: number, { hz, amplitude, phase }: Sine): void => {
  const step = (2 * Math.PI * hz) / rateHz;
  const [turnCos, turnSin] = [Math.cos(step), Math.sin(step)];
  let [x, y] = [amplitude * Math.cos(2 * Math.PI * phase), amplitude * Math.sin(2 * Math.PI * phase)];
  for (let i = 0; i < lead.length; i++) {
    lead[i] = lead[i]! + y;
    const next = x * turnCos - y * turnSin;
    y = x * turnSin + y * turnCos;
    x = next;
  }
};
