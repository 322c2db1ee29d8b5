import type { Rng } from "../../src/math/rng.ts";
import { BYTES_SIGMA, byteSum, COUNTER_STEP } from "./counter-noise.ts";
import type { LeadGains } from "./disturbance.ts";

/**
 * What skin, electrode and small movements add: two first-order processes, one that drifts (skin and half-cell
 * potentials, slow movement) and one that trembles. Standard deviations in units of both together.
 *
 * @source  spectra that fall with frequency: Moody, Muldrow & Mark 1984, Comput Cardiol 11:381 (MIT-BIH Noise Stress Test)
 */
const SLOW = { hz: 1, sigma: 0.83 };
const FAST = { hz: 20, sigma: 0.56 };

/** Seconds between knots of all that lies below 45 Hz: straight lines between them. */
export const KNOT_SECONDS = 0.008;

/** Where both processes of one electrode set out: they are run when they are added, as often as they are. */
export interface ElectrodeNoise {
  readonly slow: Start;
  readonly fast: Start;
}

interface Start {
  readonly counter: number;
  /** Standard deviation `sigma`. */
  readonly value: number;
}

export const electrodeNoise = (rng: Rng): ElectrodeNoise => ({
  slow: startOf(SLOW.sigma, rng),
  fast: startOf(FAST.sigma, rng),
});

const startOf = (sigma: number, rng: Rng): Start => ({
  counter: rng.integer(2 ** 32) | 0,
  value: sigma * rng.normal(),
});

/**
 * Adds an electrode's noise to knots, millivolts.
 *
 * @param seconds  from one knot to the next
 */
export const addElectrode = (
  knots: Float64Array,
  { slow, fast }: ElectrodeNoise,
  {
    mv,
    gains,
    seconds,
  }: { readonly mv: number; readonly gains: Pick<LeadGains, "slow" | "fast">; readonly seconds: number },
): void => {
  const [slowMv, fastMv] = [mv * gains.slow, mv * gains.fast];
  const [slowKept, slowFresh] = stepOf(SLOW, seconds);
  const [fastKept, fastFresh] = stepOf(FAST, seconds);
  const step = COUNTER_STEP;
  let [a, b] = [slow.counter, fast.counter];
  let [x, y] = [slow.value, fast.value];
  for (let k = 0; k < knots.length; k++) {
    knots[k] = knots[k]! + (slowMv * x + fastMv * y);
    a = (a + step) | 0;
    b = (b + step) | 0;
    x = slowKept * x + slowFresh * byteSum(a);
    y = fastKept * y + fastFresh * byteSum(b);
  }
};

/** What a process keeps from one knot to the next, and the standard deviation that is new, a unit of the byte sum. */
const stepOf = (
  { hz, sigma }: { readonly hz: number; readonly sigma: number },
  seconds: number,
): [number, number] => {
  const keep = Math.exp(-2 * Math.PI * hz * seconds);
  return [keep, (sigma * Math.sqrt(1 - keep * keep)) / BYTES_SIGMA];
};

/**
 * Power of one process between two frequencies for a disturbance of 1 mV, mV²: a first-order spectrum, less what straight
 * lines between knots of 8 ms take away.
 *
 * @param from  Hz
 */
export const electrodePower = (kind: "slow" | "fast", from: number, to: number): number => {
  const { hz, sigma } = kind === "slow" ? SLOW : FAST;
  const middle = (Math.PI * (from + to) * KNOT_SECONDS) / 2;
  const kept = (Math.sin(middle) / middle) ** 4;
  const share = (2 / Math.PI) * (Math.atan(to / hz) - Math.atan(from / hz));
  return sigma ** 2 * share * kept;
};
