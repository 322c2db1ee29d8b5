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

/** Both processes of one electrode at its knots, of standard deviation `sigma` each. */
export interface ElectrodeNoise {
  readonly slow: Float64Array;
  readonly fast: Float64Array;
}

/**
 * @param seconds  from one knot to the next
 */
export const electrodeNoise = (knots: number, seconds: number, rng: Rng): ElectrodeNoise => ({
  slow: process(knots, seconds, SLOW, rng),
  fast: process(knots, seconds, FAST, rng),
});

/** Adds an electrode's noise to knots, millivolts. */
export const addElectrode = (
  knots: Float64Array,
  { slow, fast }: ElectrodeNoise,
  mv: number,
  gains: Pick<LeadGains, "slow" | "fast">,
): void => {
  for (let k = 0; k < knots.length; k++)
    knots[k] = knots[k]! + mv * (gains.slow * slow[k]! + gains.fast * fast[k]!);
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

const process = (
  knots: number,
  seconds: number,
  { hz, sigma }: { readonly hz: number; readonly sigma: number },
  rng: Rng,
): Float64Array => {
  const keep = Math.exp(-2 * Math.PI * hz * seconds);
  const fresh = (sigma * Math.sqrt(1 - keep * keep)) / BYTES_SIGMA;
  const out = new Float64Array(knots);
  let state = rng.integer(2 ** 32) | 0;
  let value = sigma * rng.normal();
  for (let k = 0; k < knots; k++) {
    out[k] = value;
    state = (state + COUNTER_STEP) | 0;
    value = keep * value + fresh * byteSum(state);
  }
  return out;
};
