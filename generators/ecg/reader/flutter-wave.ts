import type { BeatMarks } from "../beat-marks.ts";

/** Atrial activity between T and the next P or QRS. */
export interface FlutterWave {
  /** Frequency of the best common oscillation, 3.4 to 9 Hz. */
  readonly hz: number;
  /** Share of the stretches' variance that it and its octave explain, in [0, 1]. */
  readonly explained: number;
  /** Root mean square of the stretches, millivolts, in the lead that oscillates most. */
  readonly rmsMv: number;
  /** Seconds of recording looked at. */
  readonly seconds: number;
}

const RATE_HZ = 500;
const LEAST_STRETCH = 80;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * The oscillation that fits best, phase kept through the whole recording, to the stretches from the end of T to the
 * next QRS; each stretch's own straight line is taken off first. A flutter wave explains most of them.
 */
export const flutterWave = (
  leads: readonly Float64Array[],
  beats: readonly BeatMarks[],
): FlutterWave | undefined => {
  const stretches = beats.flatMap((beat, i): Stretch[] => {
    const next = beats[i + 1];
    if (next === undefined) return [];
    const from = Math.round(beat.tEnd ?? beat.qrsOff + 150) + 5;
    const to = Math.round(next.qrsOn) - 8;
    return to - from >= LEAST_STRETCH ? [{ from, to }] : [];
  });
  const samples = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  if (samples < 2 * RATE_HZ) return undefined;
  let best: FlutterWave | undefined;
  for (const lead of leads) {
    const values = detrended(lead, stretches);
    const rmsMv = Math.sqrt(values.reduce((sum, { x }) => sum + x * x, 0) / samples);
    for (let hz = 3.4; hz <= 9; hz += 0.05) {
      const explained = explainedBy(values, hz);
      if (best === undefined || explained * rmsMv > best.explained * best.rmsMv)
        best = { hz, explained, rmsMv, seconds: samples / RATE_HZ };
    }
  }
  return best;
};

const detrended = (lead: Float64Array, stretches: readonly Stretch[]): { n: number; x: number }[] =>
  stretches.flatMap(({ from, to }) => {
    const count = to - from;
    const middle = (from + to - 1) / 2;
    let [sum, moment, spread] = [0, 0, 0];
    for (let n = from; n < to; n++) {
      sum += lead[n]!;
      moment += lead[n]! * (n - middle);
      spread += (n - middle) ** 2;
    }
    const slope = moment / spread;
    const out: { n: number; x: number }[] = [];
    // Every fourth sample will do for 9 Hz.
    for (let n = from; n < to; n += 4) out.push({ n, x: lead[n]! - sum / count - slope * (n - middle) });
    return out;
  });

/** Share of variance in the sine and cosine of a frequency and of its octave, taken as orthogonal. */
const explainedBy = (values: readonly { readonly n: number; readonly x: number }[], hz: number): number => {
  let total = 0;
  const parts = [0, 0, 0, 0];
  for (const { n, x } of values) {
    const angle = (2 * Math.PI * hz * n) / RATE_HZ;
    total += x * x;
    parts[0]! += x * Math.cos(angle);
    parts[1]! += x * Math.sin(angle);
    parts[2]! += x * Math.cos(2 * angle);
    parts[3]! += x * Math.sin(2 * angle);
  }
  if (!(total > 0)) return 0;
  return Math.min(1, parts.reduce((sum, part) => sum + part * part, 0) / (0.5 * values.length * total));
};
