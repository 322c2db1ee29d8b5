import type { Rng } from "../../../../src/math/rng.ts";

/** What a recording of the other law is asked to show. */
export const RHYTHM_KINDS = [
  "sinus",
  "slow",
  "fast",
  "fibrillation",
  "ventricular ectopics",
  "atrial ectopics",
  "long PR",
  "broad QRS",
] as const;
export type RhythmKind = (typeof RHYTHM_KINDS)[number];

export interface PlannedBeat {
  /** Onset of QRS from the start of the recording, milliseconds. */
  readonly onset: number;
  /** Interval that led to this beat, milliseconds. */
  readonly rr: number;
  readonly kind: "usual" | "ventricular" | "atrial";
}

const MEAN_RR: Readonly<Record<RhythmKind, readonly [number, number]>> = {
  sinus: [650, 1000],
  slow: [1050, 1450],
  fast: [390, 580],
  fibrillation: [520, 950],
  "ventricular ectopics": [650, 1050],
  "atrial ectopics": [650, 1050],
  "long PR": [750, 1150],
  "broad QRS": [650, 1050],
};

/**
 * Beats over a stretch: intervals follow a first-order autoregression with a respiratory sawtooth (sinus kinds), or
 * are independent gamma variables above a refractory time (fibrillation). Ectopic beats come early in a share of
 * cycles, ventricular ones with a full compensatory pause.
 */
export const planBeats = (rng: Rng, kind: RhythmKind, durationMs: number): readonly PlannedBeat[] => {
  const [low, high] = MEAN_RR[kind];
  const mean = low + (high - low) * rng.uniform();
  const spread = (0.01 + 0.03 * rng.uniform()) * mean;
  const breath = { depth: (0.01 + 0.04 * rng.uniform()) * mean, everyMs: 2800 + 2500 * rng.uniform() };
  const usualRr = sinusIntervals(rng, mean, spread, breath);
  const beats: PlannedBeat[] = [];
  let onset = -mean * rng.uniform();
  let owed = 0;
  for (let rr = mean; onset < durationMs; ) {
    const ectopic = owed === 0 && beats.length > 0 && rng.chance(0.15);
    const ventricular = ectopic && kind === "ventricular ectopics";
    const atrial = ectopic && kind === "atrial ectopics";
    beats.push({ onset, rr, kind: "usual" });
    rr = kind === "fibrillation" ? 280 + gammaOf(rng, mean - 280) : usualRr(onset);
    if (ventricular || atrial) {
      const early = rr * (0.55 + 0.15 * rng.uniform());
      beats.push({ onset: onset + early, rr: early, kind: ventricular ? "ventricular" : "atrial" });
      owed = ventricular ? 2 * rr - early : rr;
      onset += early;
      rr = owed;
    } else owed = 0;
    onset += rr;
  }
  return beats.filter(beat => beat.onset < durationMs);
};

const sinusIntervals = (
  rng: Rng,
  mean: number,
  spread: number,
  breath: { readonly depth: number; readonly everyMs: number },
) => {
  let deviation = 0;
  return (time: number): number => {
    deviation = 0.8 * deviation + 0.6 * spread * rng.normal();
    const phase = (((time / breath.everyMs) % 1) + 1) % 1;
    return Math.max(330, mean + deviation + breath.depth * (2 * phase - 1));
  };
};

/** Gamma variable of shape 4 with a given mean: a sum of four exponentials. */
const gammaOf = (rng: Rng, mean: number): number => {
  let sum = 0;
  for (let k = 0; k < 4; k++) sum -= Math.log(1 - rng.uniform());
  return (sum * mean) / 4;
};
