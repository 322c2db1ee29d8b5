import type { Rng } from "../../../../src/math/rng.ts";

export const NOISES = ["quiet", "usual", "heavy"] as const;
export type Noise = (typeof NOISES)[number];

/** Millivolts: white noise, muscle bursts, mains, baseline wander; a step of the electrode in heavy noise. */
const LEVELS: Readonly<
  Record<
    Noise,
    { readonly white: number; readonly muscle: number; readonly mains: number; readonly wander: number }
  >
> = {
  quiet: { white: 0.003, muscle: 0, mains: 0, wander: 0.02 },
  usual: { white: 0.01, muscle: 0.02, mains: 0.01, wander: 0.12 },
  heavy: { white: 0.03, muscle: 0.08, mains: 0.03, wander: 0.35 },
};

/** Adds noise to one lead in place of a real electrode's: every lead has its own. */
export const addNoise = (lead: Float64Array, rng: Rng, noise: Noise, rateHz: number): void => {
  const { white, muscle, mains, wander } = LEVELS[noise];
  const waves = [0.08, 0.17, 0.31].map(hz => ({
    hz: hz * (0.7 + 0.6 * rng.uniform()),
    phase: 2 * Math.PI * rng.uniform(),
    size: wander * Math.abs(rng.normal()),
  }));
  const mainsHz = rng.chance(0.5) ? 50 : 60;
  const phase = 2 * Math.PI * rng.uniform();
  const step = noise === "heavy" ? { at: rng.integer(lead.length), mv: 0.3 * rng.normal() } : undefined;
  let burst = 0;
  let last = 0;
  for (let n = 0; n < lead.length; n++) {
    const seconds = n / rateHz;
    // Muscle: differenced noise, on and off for about a second at a time.
    if (n % rateHz === 0) burst = rng.chance(0.3) ? muscle : 0.2 * muscle;
    const now = rng.normal();
    let value = white * rng.normal() + (burst * (now - last)) / Math.SQRT2;
    last = now;
    value += mains * Math.sin(2 * Math.PI * mainsHz * seconds + phase);
    for (const wave of waves) value += wave.size * Math.sin(2 * Math.PI * wave.hz * seconds + wave.phase);
    if (step && n >= step.at) value += step.mv * Math.exp(-(n - step.at) / (1.5 * rateHz));
    lead[n] = lead[n]! + value;
  }
};
