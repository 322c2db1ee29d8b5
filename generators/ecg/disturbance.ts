import type { Rng } from "../../src/math/rng.ts";
import type { Canvas } from "./canvas.ts";
import type { ElectrodeFault } from "./electrode-fault.ts";
import { FIRST_CHEST, INDEPENDENT } from "./leads.ts";

/** What a recording adds to the heart: millivolts, as a good resting recording has them. */
export interface Disturbance {
  /** Standard deviation of muscle noise. */
  readonly muscleMv: number;
  readonly mainsMv: number;
  readonly mainsHz: 50 | 60;
  /** Amplitude of breathing's wander of an electrode's potential; slower drift comes on top. */
  readonly wanderMv: number;
  /** What is wrong with the electrodes; absent in the prior's draws, for a caller to ask for. */
  readonly fault?: ElectrodeFault;
}

export const drawDisturbance = (rng: Rng): Disturbance => ({
  muscleMv: Math.min(0.04, 0.0054 * Math.exp(0.85 * rng.normal())),
  mainsMv: Math.min(0.01, 0.001 * Math.exp(0.7 * rng.normal())),
  mainsHz: rng.chance(0.5) ? 50 : 60,
  wanderMv: Math.min(0.1, 0.018 * Math.exp(0.6 * rng.normal())),
});

/** What `noiseLevel` reads of a disturbance: its second differences, over √6. Muscle noise here is a two-sample mean. */
export const noiseReading = ({ muscleMv, mainsMv, mainsHz }: Disturbance): number => {
  const mainsGain = 2 - 2 * Math.cos((2 * Math.PI * mainsHz) / 500);
  return Math.sqrt((2 * muscleMv ** 2 + (mainsMv ** 2 / 2) * mainsGain ** 2) / 6);
};

/**
 * Adds muscle noise, mains and wander to the independent leads. I and II share the right arm's electrode, so
 * their noise is correlated as in a real recording; wander is each electrode's own, and in the chest leads the central
 * terminal's too.
 */
export const addDisturbance = (
  canvas: Canvas,
  disturbance: Disturbance,
  { respirationHz, rateHz }: { readonly respirationHz: number; readonly rateHz: number },
  rng: Rng,
): void => {
  const { mainsHz } = disturbance;
  const samples = canvas.length / INDEPENDENT;
  // The converter's filter takes what lies above its band; muscle noise is white up to 250 Hz.
  const muscleMv = disturbance.muscleMv * Math.sqrt(Math.min(1, rateHz / 500));
  const mainsMv = 2.5 * mainsHz < rateHz ? disturbance.mainsMv : 0;
  const rightArm = noiseOf(samples, -muscleMv * Math.SQRT1_2, rng);
  const driftHz = [0.04 + 0.05 * rng.uniform(), 0.1 + 0.15 * rng.uniform()] as const;
  const frequencies = [respirationHz, ...driftHz] as const;
  // At a whole rate the mains is back where it was after a second.
  const period = Number.isInteger(rateHz) ? rateHz : samples;
  const hum = [new Float64Array(period), new Float64Array(period)] as const;
  addSine(hum[0], mainsHz / rateHz, [1, 0]);
  addSine(hum[1], mainsHz / rateHz, [0, 1]);
  const wander = wanderOfLeads(disturbance.wanderMv, frequencies.length, rng);
  for (let l = 0; l < INDEPENDENT; l++) {
    const isLimb = l < FIRST_CHEST;
    addOwn(canvas, l, {
      counter: counterOf(isLimb ? muscleMv * Math.SQRT1_2 : muscleMv, rng),
      rightArm,
      armShare: isLimb ? 1 : 0,
      hum,
      phasor: polar(mainsMv * (0.5 + rng.uniform()), rng.uniform()),
      slow: slowOf(samples, rateHz, frequencies, wander[l]!),
    });
  }
};

/** What one lead gets, millivolts. */
interface Additions {
  readonly counter: Counter;
  readonly rightArm: Float64Array;
  readonly armShare: number;
  /** Both waves of the mains over a period, of height 1, and how much of each. */
  readonly hum: readonly [Float64Array, Float64Array];
  readonly phasor: Phasor;
  readonly slow: Slow;
}

/** Adds all of it to one lead in one go: memory is what takes time here. */
const addOwn = (canvas: Canvas, lead: number, additions: Additions): void => {
  const { rightArm, armShare, hum, phasor, slow } = additions;
  const { scale } = additions.counter;
  const [sine, quadrature] = hum;
  const [a, b] = phasor;
  const { gap, knots } = slow;
  // Constants of other modules are read anew in every round unless held.
  const [counterStep, stride] = [COUNTER_STEP, INDEPENDENT];
  let state = additions.counter.start;
  let previous = byteSum(state);
  for (let k = 0, n = 0, m = 0, at = lead; n < rightArm.length; k++) {
    const level = knots[k]!;
    const slope = (knots[k + 1]! - level) / gap;
    const end = Math.min(rightArm.length, n + gap);
    for (let i = 0; n < end; i++, n++, at += stride) {
      state = (state + counterStep) | 0;
      const next = byteSum(state);
      const muscle = armShare * rightArm[n]! + scale * (previous + next);
      const mains = a * sine[m]! + b * quadrature[m]!;
      canvas[at] = canvas[at]! + (muscle + mains + (level + i * slope));
      previous = next;
      if (++m === sine.length) m = 0;
    }
  }
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

/** Standard deviation of the sum of four bytes. */
const BYTES_SIGMA = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/**
 * Muscle noise: means of two neighbours in a nearly Gaussian white sequence, sums of the bytes of a 32-bit counter's hash,
 * forty thousand a recording, for which the splittable generator would take most of the rendering time.
 *
 * @source  mulberry32 (T. Ettinger, public domain)
 */
interface Counter {
  readonly start: number;
  /** Millivolts a unit of two neighbours' sum. */
  readonly scale: number;
}

const COUNTER_STEP = 0x6d2b79f5;

const counterOf = (sigma: number, rng: Rng): Counter => ({
  start: sigma === 0 ? 0 : (rng.integer(2 ** 32) + COUNTER_STEP) | 0,
  scale: (sigma * Math.SQRT1_2) / BYTES_SIGMA,
});

/** Sum of the four bytes of a counter's hash, less its mean. */
const byteSum = (state: number): number => {
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  t ^= t >>> 14;
  const pairs = (t & 0xff00ff) + ((t >>> 8) & 0xff00ff);
  return (pairs & 0xffff) + (pairs >>> 16) - 510;
};

const noiseOf = (samples: number, sigma: number, rng: Rng): Float64Array => {
  const { start, scale } = counterOf(sigma, rng);
  const out = new Float64Array(samples);
  let state = start;
  let previous = byteSum(state);
  for (let n = 0; n < samples; n++) {
    state = (state + COUNTER_STEP) | 0;
    const next = byteSum(state);
    out[n] = scale * (previous + next);
    previous = next;
  }
  return out;
};

/** Amplitude, and phase in cycles. */
const polar = (amplitude: number, phase: number): Phasor => [
  amplitude * Math.cos(2 * Math.PI * phase),
  amplitude * Math.sin(2 * Math.PI * phase),
];

/** Adds a sine of `step` cycles a sample by rotation: one complex multiplication each. */
const addSine = (lead: Float64Array, step: number, start: Phasor): void => {
  let [x, y] = start;
  const [cos, sin] = polar(1, step);
  for (let n = 0; n < lead.length; n++) {
    lead[n] = lead[n]! + y;
    const next = x * cos - y * sin;
    y = x * sin + y * cos;
    x = next;
  }
};

/** Seconds between knots of what is slower than a third of a hertz: straight lines between them are off by 5 in 10,000. */
const KNOT_SECONDS = 0.032;

/** Knots, `gap` samples from one to the next, millivolts. */
interface Slow {
  readonly gap: number;
  readonly knots: Float64Array;
}

const slowOf = (
  samples: number,
  rateHz: number,
  frequencies: readonly number[],
  phasors: readonly Phasor[],
): Slow => {
  const gap = Math.max(1, Math.round(KNOT_SECONDS * rateHz));
  const knots = new Float64Array(Math.ceil(samples / gap) + 1);
  frequencies.forEach((hz, k) => {
    addSine(knots, (hz / rateHz) * gap, phasors[k]!);
  });
  return { gap, knots };
};
