import { reused } from "../../src/math/reused.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { Canvas } from "./canvas.ts";
import { byteSum, COUNTER_STEP, type Counter, counterOf, fillNoise } from "./counter-noise.ts";
import type { ElectrodeFault } from "./electrode-fault.ts";
import { addElectrode, electrodeNoise, KNOT_SECONDS } from "./electrode-noise.ts";
import { FIRST_CHEST, INDEPENDENT, INDEPENDENT_LEADS } from "./leads.ts";

/** What a recording adds to the heart: millivolts, as a good resting recording has them. */
export interface Disturbance {
  /** Standard deviation of muscle noise. */
  readonly muscleMv: number;
  readonly mainsMv: number;
  readonly mainsHz: 50 | 60;
  /** Amplitude of breathing's wander of an electrode's potential; slower drift comes on top. */
  readonly wanderMv: number;
  /** Standard deviation of what skin, electrode and movement add below 45 Hz. */
  readonly electrodeMv: number;
  /** What is wrong with the electrodes; absent in the prior's draws, for a caller to ask for. */
  readonly fault?: ElectrodeFault;
  /** By how much louder each lead is than that; absent in the prior's draws, for a release to say. */
  readonly gains?: readonly LeadGains[];
}

/** Factors of what one lead's disturbance is made of. */
export interface LeadGains {
  readonly wander: number;
  readonly slow: number;
  readonly fast: number;
  readonly muscle: number;
}

const UNCHANGED: LeadGains = { wander: 1, slow: 1, fast: 1, muscle: 1 };

/** Medians of the prior. */
export const PRIOR_DISTURBANCE = { muscleMv: 0.005, mainsMv: 0.001, wanderMv: 0.018, electrodeMv: 0.009 };

export const drawDisturbance = (rng: Rng): Disturbance => ({
  muscleMv: Math.min(0.04, PRIOR_DISTURBANCE.muscleMv * Math.exp(0.85 * rng.normal())),
  mainsMv: Math.min(0.01, PRIOR_DISTURBANCE.mainsMv * Math.exp(0.7 * rng.normal())),
  mainsHz: rng.chance(0.5) ? 50 : 60,
  wanderMv: Math.min(0.1, PRIOR_DISTURBANCE.wanderMv * Math.exp(0.6 * rng.normal())),
  electrodeMv: Math.min(0.03, PRIOR_DISTURBANCE.electrodeMv * Math.exp(0.5 * rng.normal())),
});

/** What `noiseLevel` reads of a disturbance: its second differences, over √6. Muscle noise here is a two-sample mean. */
export const noiseReading = ({ muscleMv, mainsMv, mainsHz }: Disturbance): number => {
  const mainsGain = 2 - 2 * Math.cos((2 * Math.PI * mainsHz) / 500);
  return Math.sqrt((2 * muscleMv ** 2 + (mainsMv ** 2 / 2) * mainsGain ** 2) / 6);
};

/**
 * The independent leads with muscle noise, mains and wander. I and II share the right arm's electrode, so
 * their noise is correlated as in a real recording; wander is each electrode's own, and in the chest leads the central
 * terminal's too.
 *
 * @returns  8 × samples, millivolts; the canvas stays as it is
 */
export const disturbedLeads = (
  canvas: Canvas,
  disturbance: Disturbance,
  { respirationHz, rateHz }: { readonly respirationHz: number; readonly rateHz: number },
  rng: Rng,
): Float32Array[] => {
  const { mainsHz } = disturbance;
  const samples = canvas.length / INDEPENDENT;
  // The converter's filter takes what lies above its band; muscle noise is white up to 250 Hz.
  const muscleMv = disturbance.muscleMv * Math.sqrt(Math.min(1, rateHz / 500));
  const mainsMv = 2.5 * mainsHz < rateHz ? disturbance.mainsMv : 0;
  const rightArm = scratch.rightArm(samples);
  fillNoise(rightArm, -muscleMv * Math.SQRT1_2, rng);
  const driftHz = [0.04 + 0.05 * rng.uniform(), 0.1 + 0.15 * rng.uniform()] as const;
  const frequencies = [respirationHz, ...driftHz] as const;
  // At a whole rate the mains is back where it was after a second.
  const period = Number.isInteger(rateHz) ? rateHz : samples;
  const wander = wanderOfLeads(disturbance.wanderMv, frequencies.length, rng);
  const gap = Math.max(1, Math.round(KNOT_SECONDS * rateHz));
  const knots = Math.ceil(samples / gap) + 1;
  const hum = { period, waves: wavesOf(scratch.hum, period + gap, mainsHz / rateHz) };
  const seconds = gap / rateHz;
  const waves = frequencies.map((hz, f) => wavesOf(scratch.wander[f]!, knots, hz * seconds));
  const armNoise = electrodeNoise(rng);
  return INDEPENDENT_LEADS.map((_, l) => {
    const isLimb = l < FIRST_CHEST;
    const gains = disturbance.gains?.[l] ?? UNCHANGED;
    const slow = { gap, knots: scratch.knots(knots) };
    addWander(slow.knots, waves, wander[l]!, gains.wander);
    const own = electrodeNoise(rng);
    const mv = (isLimb ? Math.SQRT1_2 : 1) * disturbance.electrodeMv;
    addElectrode(slow.knots, own, { mv, gains, seconds });
    if (isLimb) addElectrode(slow.knots, armNoise, { mv: -mv, gains, seconds });
    return ownLead(canvas, l, {
      counter: counterOf(gains.muscle * (isLimb ? muscleMv * Math.SQRT1_2 : muscleMv), rng),
      rightArm,
      armShare: isLimb ? gains.muscle : 0,
      hum,
      phasor: polar(mainsMv * (0.5 + rng.uniform()), rng.uniform()),
      slow,
    });
  });
};

const pair = () => [reused(), reused()] as const;
const scratch = {
  rightArm: reused(),
  hum: pair(),
  wander: [pair(), pair(), pair()],
  knots: reused(),
} as const;

/** What one lead gets, millivolts. */
interface Additions {
  readonly counter: Counter;
  readonly rightArm: Float64Array;
  readonly armShare: number;
  /** Both waves of the mains over a period and one gap between knots, of height 1, and how much of each. */
  readonly hum: { readonly period: number; readonly waves: Waves };
  readonly phasor: Phasor;
  readonly slow: Knots;
}

/**
 * One lead of the canvas with all of it, in one go: memory is what takes time here.
 *
 * @returns  rounded to what a recording holds
 */
const ownLead = (canvas: Canvas, lead: number, additions: Additions): Float32Array => {
  const { rightArm, armShare, hum, phasor, slow } = additions;
  const { scale } = additions.counter;
  const [sine, quadrature] = hum.waves;
  const { period } = hum;
  const [a, b] = phasor;
  const { gap, knots } = slow;
  // Constants of other modules are read anew in every round unless held.
  const [counterStep, stride] = [COUNTER_STEP, INDEPENDENT];
  const out = new Float32Array(rightArm.length);
  const samples = out.length;
  let state = additions.counter.start;
  let previous = byteSum(state);
  for (let k = 0, n = 0, m = 0, at = lead; n < samples; k++) {
    const level = knots[k]!;
    const slope = (knots[k + 1]! - level) / gap;
    const count = Math.min(samples - n, gap);
    for (let i = 0; i < count; i++, n++, m++, at += stride) {
      state = (state + counterStep) | 0;
      const next = byteSum(state);
      const muscle = armShare * rightArm[n]! + scale * (previous + next);
      const mains = a * sine[m]! + b * quadrature[m]!;
      out[n] = canvas[at]! + (muscle + mains + (level + i * slope));
      previous = next;
    }
    if (m >= period) m -= period;
  }
  return out;
};

/** Amplitude and phase of a sine as a point, millivolts. */
type Phasor = readonly [number, number];

/** Chest electrodes ride on ribs. */
const CHEST_WANDER = 1.25;

/** Leads × frequencies: what each lead's electrodes make of their wander, as potentials are subtracted. */
const wanderOfLeads = (wanderMv: number, count: number, rng: Rng): readonly (readonly Phasor[])[] => {
  const electrode = (size: number): readonly Phasor[] =>
    Array.from({ length: count }, () => [wanderMv * size * rng.normal(), wanderMv * size * rng.normal()]);
  const limbs = [electrode(0.7), electrode(0.7), electrode(0.7)] as const;
  const [right, left, foot] = limbs;
  const less = (a: readonly Phasor[], b: readonly Phasor[]): readonly Phasor[] =>
    a.map(([x, y], k) => [x - b[k]![0], y - b[k]![1]]);
  const terminal = right.map(
    (_, k): Phasor => [
      limbs.reduce((sum, limb) => sum + limb[k]![0], 0) / 3,
      limbs.reduce((sum, limb) => sum + limb[k]![1], 0) / 3,
    ],
  );
  const chest = Array.from({ length: INDEPENDENT - FIRST_CHEST }, () =>
    less(electrode(CHEST_WANDER), terminal),
  );
  return [less(left, right), less(foot, right), ...chest];
};

/** Amplitude, and phase in cycles. */
const polar = (amplitude: number, phase: number): Phasor => [
  amplitude * Math.cos(2 * Math.PI * phase),
  amplitude * Math.sin(2 * Math.PI * phase),
];

/** Sine and cosine of height 1. */
type Waves = readonly [Float64Array, Float64Array];

/** Both waves of `step` cycles a sample, by rotation: one complex multiplication each. */
const wavesOf = (memory: ReturnType<typeof pair>, length: number, step: number): Waves => {
  const [sine, cosine] = [memory[0](length), memory[1](length)];
  const [cos, sin] = polar(1, step);
  let [x, y] = [1, 0];
  for (let n = 0; n < length; n++) {
    sine[n] = y;
    cosine[n] = x;
    const next = x * cos - y * sin;
    y = x * sin + y * cos;
    x = next;
  }
  return [sine, cosine];
};

/** Adds waves, each from its phasor on, times a gain. */
const addWander = (
  knots: Float64Array,
  waves: readonly Waves[],
  phasors: readonly Phasor[],
  gain: number,
): void => {
  for (const [f, [sine, cosine]] of waves.entries()) {
    const [x, y] = phasors[f]!;
    const [a, b] = [gain * x, gain * y];
    for (let k = 0; k < knots.length; k++) knots[k] = knots[k]! + (a * sine[k]! + b * cosine[k]!);
  }
};

/** Knots, `gap` samples from one to the next, millivolts. */
interface Knots {
  readonly gap: number;
  readonly knots: Float64Array;
}
